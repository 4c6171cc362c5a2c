"""The harness finds which description falls short, at which stage, and why."""

import subprocess
import sys
from pathlib import Path

import pytest

_HERE = Path(__file__).parent

_GOOD = """\
openapi: 3.1.0
info: {title: Good, version: "1"}
paths:
  /a:
    get: {operationId: get_a, responses: {"204": {description: Nothing.}}}
    put: {operationId: put_a, responses: {"204": {description: Nothing.}}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with a good description, one that is none, and one of the same stem."""
    folder = tmp_path / "specs"
    folder.mkdir()
    (folder / "good.yaml").write_text(_GOOD, "utf-8")
    (folder / "good.yml").write_text(_GOOD.replace("get_a", "class"), "utf-8")
    (folder / "bad.json").write_text("{", "utf-8")
    (folder / "notes.txt").write_text("no description", "utf-8")
    return folder


def corpus(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the harness beside the folder."""
    out = str(folder.parent / "out")
    command = [sys.executable, str(_HERE), str(folder), "--out", out, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_each_description_has_a_row(folder: Path) -> None:
    done = corpus(folder, "--stages", "compile,import,black")
    assert done.returncode == 1
    rows = (folder.parent / "out" / "specs" / "results.tsv").read_text("utf-8")
    cells = [row.split("\t") for row in rows.splitlines()[1:]]
    assert [(row[0], row[1], row[2]) for row in cells] == [
        ("bad.json", "0", "generate"),
        ("good.yaml", "2", "passed"),
        ("good.yml", "2", "passed"),
    ]
    assert "error[invalid-json]" in cells[0][4]


def test_the_summary_counts_and_names(folder: Path) -> None:
    done = corpus(folder, "--stages", "import", "--only", "*.json")
    assert "generate      0 of 1 pass" in done.stdout
    assert "bad.json: generate: " in done.stdout
    log = folder.parent / "out" / "specs" / "logs" / "bad.json.generate.txt"
    assert "error[invalid-json]" in log.read_text("utf-8")


def test_a_folder_without_descriptions_is_a_mistake(tmp_path: Path) -> None:
    done = corpus(tmp_path)
    assert done.returncode == 2
    assert "no descriptions" in done.stderr


def test_types_are_checked_all_at_once(folder: Path) -> None:
    done = corpus(folder, "--stages", "mypy", "--only", "good.*")
    assert done.returncode == 0, done.stdout
    assert "mypy          2 of 2 pass" in done.stdout
