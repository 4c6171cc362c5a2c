"""What the README says is so: its code runs, its commands do what is printed below them."""

import re
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from runpy import run_path
from typing import cast

import pytest
import yaml
from starlette.testclient import TestClient

import agent_harness
from agent_harness import Client, Session

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = ROOT / "docs/examples/sessions.py"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(language: str) -> list[str]:
    """List the blocks of a language."""
    return [text for found, text in BLOCK.findall(README) if found == language]


# Python -----------------------------------------------------------------------------


def test_the_example_is_in_the_readme_whole() -> None:
    assert EXAMPLE.read_text("utf-8") in blocks("python")


def test_each_class_that_is_shown_is_the_one_that_is_made() -> None:
    shown = [block for block in blocks("python") if "(Protocol)" in block]
    for block in shown:
        assert block in (ROOT / "generated/agent_harness/api.py").read_text("utf-8")
    assert shown


def test_all_other_python_runs(tmp_path: Path) -> None:
    names = run_path(str(EXAMPLE))
    http = TestClient(names["app"])
    names |= {each: getattr(agent_harness, each) for each in agent_harness.__all__}
    names |= {"Client": partial(Client, http=http), "token": "secret"}
    for block in blocks("python"):
        if block != EXAMPLE.read_text("utf-8") and "(Protocol)" not in block:
            path = tmp_path / "block.py"
            path.write_text(block, "utf-8")
            names |= run_path(str(path), names)
    assert isinstance(names["session"], Session)


# Commands ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Command:
    """A command of a console block, and what is printed below it."""

    line: str
    output: str


def commands() -> list[Command]:
    """List the commands of all console blocks."""
    found: list[Command] = []
    for block in blocks("console"):
        assert block.startswith("$ "), block
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, output = part.partition("\n")
            found.append(Command(line, output))
    return found


def run(command: Command, *, code: int = 0) -> None:
    """Run a command in the current folder, and compare what it prints."""
    program, *arguments = command.line.split()
    python = {"python": [], "bothends": ["-m", "bothends"]}[program]
    done = subprocess.run(
        [sys.executable, *python, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    if command.output:
        assert done.stdout == command.output


def with_a_description(command: Command) -> None:
    """Run a command beside a description of one's own."""
    shutil.copy(ROOT / "spec/agent_harness.yaml", "openapi.yaml")
    run(command)
    assert Path("src/petstore/client.py").is_file()


def a_page_of_each_job(command: Command) -> None:
    """Write the pages of reference of the configured jobs."""
    run(command)
    assert "create_session" in Path("site/index.html").read_text("utf-8")


def served_until_ctrl_c(command: Command) -> None:
    """Start a command that ends when it is told to."""
    shutil.copy(ROOT / "spec/agent_harness.yaml", "openapi.yaml")
    line = [sys.executable, "-m", *command.line.split(), "--port", "0"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert "answers as openapi.yaml says" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
    assert process.returncode == 0


def known_to_make(command: Command) -> None:
    """Ask `make` what it would do: doing it would be to run this very test."""
    target = command.line.partition(" ")[2]
    assert re.search(
        rf"^{target}: .*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE
    )


KNOWN: dict[str, Callable[[Command], None]] = {
    "make generate": known_to_make,
    "make test": known_to_make,
    "make serve": known_to_make,
    "bothends generate openapi.yaml -o src/petstore": with_a_description,
    "python docs/examples/sessions.py": run,
    "bothends generate": run,
    "bothends check": run,
    "bothends validate": run,
    "bothends validate tests/readme/mistake.yaml": partial(run, code=1),
    "bothends contract generated/agent_harness": run,
    "bothends docs -o site": a_page_of_each_job,
    "bothends mock openapi.yaml": served_until_ctrl_c,
}
"""Every command of the README, and how it is tested."""


def test_every_command_is_known_here() -> None:
    assert sorted(command.line for command in commands()) == sorted(KNOWN)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a copy of what the commands work on."""
    for name in ("docs/examples", "generated", "spec", "tests/readme"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy2(ROOT / "pyproject.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", f"{ROOT / 'generator'}:generated")


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize("command", commands(), ids=lambda each: each.line)
def test_a_command(command: Command) -> None:
    KNOWN[command.line](command)


def test_make_is_asked_for_targets_that_it_has() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"`make (\w+)`", README):
        assert f"\n{target}: " in makefile


# What is supported ------------------------------------------------------------------


def test_each_row_of_the_table_names_a_test() -> None:
    rows = re.findall(r"^\| (?!\*\*)(.+) \| `(.*)` \|$", README, re.MULTILINE)
    assert len(rows) > 40
    for construct, where in rows:
        path, _, name = where.partition("::")
        text = (ROOT / "tests" / path).read_text("utf-8")
        assert f"def {name or 'test_'}" in text, construct


# Everything else --------------------------------------------------------------------


def test_the_files_of_a_package() -> None:
    [listing] = [block for block in blocks("") if block.startswith("generated/")]
    listed = {line.split()[0] for line in listing.splitlines()[1:]}
    folder = ROOT / "generated/agent_harness"
    there = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in folder.iterdir()
        if path.name not in {"__pycache__", "py.typed"}
    }
    assert listed == there


def test_the_configuration_is_the_one_of_this_repository() -> None:
    [shown] = map(tomllib.loads, blocks("toml"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert shown["tool"]["bothends"] == project["tool"]["bothends"]


@pytest.mark.usefixtures("checkout")
def test_the_steps_of_a_workflow_work() -> None:
    for block in blocks("yaml"):
        steps = cast("list[dict[str, str]]", yaml.safe_load(block))
        for step in steps:
            run(Command(step["run"], ""))
