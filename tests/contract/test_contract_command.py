"""The command `bothends contract`, and the mistakes that can be made with it."""

import gc
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from broken import PACKAGE, copy

from bothends.cli import main

CLEAN = ("NO_COLOR", "FORCE_COLOR", "BOTHENDS_DEBUG")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Work in an empty folder; give back the collector that every run turns off."""
    monkeypatch.chdir(tmp_path)
    for name in CLEAN:
        monkeypatch.delenv(name, raising=False)
    yield tmp_path
    gc.enable()


def test_a_kept_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", str(PACKAGE), "--limit", "2"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0].split() == ["requests", "responses", "refusals"]
    assert "1 operation passed" in out


def test_a_broken_one_is_written_wherever_it_is_wanted(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    package = copy(folder, "models.py", "max_length=255", "max_length=2555")
    arguments = ["--json", "out.json", "--junit", "out.xml", "--no-color"]
    assert main(["contract", str(package), *arguments]) == 1
    assert "FAILED create_session" in capsys.readouterr().out
    assert json.loads((folder / "out.json").read_text("utf-8"))["passed"] is False
    assert "<failure" in (folder / "out.xml").read_text("utf-8")


@pytest.mark.parametrize("form", ["json", "junit"])
def test_the_output_is_of_one_form(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["contract", "agent_harness", "--format", form, "--limit", "2"]) == 0
    out = capsys.readouterr().out
    assert out.startswith({"json": "{", "junit": "<?xml"}[form])


def test_the_packages_of_the_jobs(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    copy(folder, "py.typed", "", "")
    job = '[jobs.a]\nspec = "a.yaml"\noutput = "agent_harness"\n'
    (folder / "bothends.toml").write_text(job)
    assert main(["contract", "--operation", "create*", "--limit", "2"]) == 0
    assert "agent_harness: 1 operation passed" in capsys.readouterr().out


P = str(PACKAGE)
MISTAKES: dict[str, tuple[list[str], str]] = {
    "no folder": (["no/such"], "There is no folder no/such."),
    "no module": (["no_such"], "no_such cannot be imported: ModuleNotFoundError"),
    "no package": (["."], ". is no package: it has no __init__.py."),
    "not generated": (["json"], "`json` is no generated package"),
    "no configuration": ([], "bothends init"),
    "no operation": (
        [P, "--operation", "x"],
        "No operation of the package is one of x.",
    ),
    "no tag": ([P, "--include-tag", "x"], "No operation of the package is one of x."),
    "no limit": ([P, "--limit", "0"], "--limit: `0` is no positive number."),
    "no seed": ([P, "--seed", "x"], "--seed: invalid int value: 'x'."),
    "no form": ([P, "--format", "xml"], "`xml` is no format."),
    "no file": (
        [P, "--limit", "1", "--json", "no/x"],
        "no/x cannot be written: No such",
    ),
    "no server": (
        [P, "--token", "x"],
        "--token is of a real server, and none is named.",
    ),
    "no url": ([P, "--server", "x"], "`x` is no http or https URL."),
    "no pair": (
        [P, "--server", "http://x", "--header", "x"],
        "--header: a name, `=` and a value are expected.",
    ),
    "both": ([P, "--job", "x"], "PACKAGE stands for itself"),
}


@pytest.mark.parametrize(("arguments", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_explained(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["contract", *arguments]) == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert "Traceback" not in printed.err
    assert printed.out == ""
