"""What each command does, prints and leaves on disk."""

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pytest
from project import CONFIG, SPEC, Result, Run, stand_in

from bothends import __version__, pipeline
from bothends.document import Document
from bothends.job import Job
from bothends.problems import Position, Problem
from bothends.report.terminal import Screen


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from stand_in(tmp_path / "shop", monkeypatch)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


PACKAGE = Path("generated/pets")
WARNING = Problem(
    Position("spec/pets.yaml", 1, 1), "odd", "this is odd.", "", "warning"
)
ERROR = Problem(Position("spec/pets.yaml", 1, 1), "bad", "this is bad.", "Mend it.")


def add_a_path() -> None:
    spec = Path("spec/pets.yaml")
    spec.write_text(
        spec.read_text().replace(
            "components:",
            "  /cats: {get: {tags: [cats], responses: {'204': {description: x}}}}\n"
            "components:",
        )
    )


def test_generate_check_and_generate_again(run: Run) -> None:
    first = run("generate")
    assert first.code == 0
    count = sum(path.is_file() for path in PACKAGE.rglob("*"))
    assert first == Result(0, f"generated/pets: {count} files written\n", "")
    assert run("generate") == Result(0, "generated/pets: up to date\n", "")
    assert run("check") == Result(0, "generated/pets: up to date\n", "")


def test_a_dry_run_writes_nothing(run: Run) -> None:
    result = run("generate", "--dry-run")
    lines = result.out.splitlines()
    assert "  would write generated/pets/client.py" in lines
    assert lines[-1].endswith("files written, if this were not a dry run")
    assert not Path("generated").exists()
    run("generate")
    (PACKAGE / "stale.py").write_text("")
    manifest = json.loads((PACKAGE / "manifest.json").read_text())
    manifest["files"]["stale.py"] = manifest["files"]["py.typed"]
    manifest["bothends"] = "0.0.1"
    (PACKAGE / "manifest.json").write_text(json.dumps(manifest))
    assert run("generate", "--dry-run").out == (
        "  would write generated/pets/manifest.json\n"
        "  would delete generated/pets/stale.py\n"
        "generated/pets: 1 file written, 1 deleted, if this were not a dry run\n"
    )
    assert run("generate").out == "generated/pets: 1 file written, 1 deleted\n"
    assert not (PACKAGE / "stale.py").exists()


def test_check_prints_a_diff_and_changes_nothing(run: Run) -> None:
    run("generate")
    before = {path: path.read_bytes() for path in PACKAGE.rglob("*") if path.is_file()}
    with (PACKAGE / "client.py").open("a") as file:
        file.write("# mine\n")
    (PACKAGE / "py.typed").unlink()
    result = run("check")
    assert (result.code, result.err) == (1, "")
    assert result.out.startswith("--- a/generated/pets/client.py\n+++ b/generated/")
    assert result.out.endswith(
        "\n-# mine\n"
        "--- /dev/null\n"
        "+++ b/generated/pets/py.typed\n"
        "generated/pets: 1 edited, 1 missing\n"
        "  = hint: `bothends generate --force` discards what was edited.\n"
    )
    assert not (PACKAGE / "py.typed").exists()
    assert run("generate", "--force").out == "generated/pets: 2 files written\n"
    assert before == {path: path.read_bytes() for path in before}


def test_check_does_not_believe_the_manifest(run: Run) -> None:
    run("generate")
    manifest = json.loads((PACKAGE / "manifest.json").read_text())
    client, py_typed = PACKAGE / "client.py", manifest["files"]["py.typed"]
    client.write_text("")
    manifest["files"]["client.py"] = py_typed
    (PACKAGE / "manifest.json").write_text(json.dumps(manifest, indent=2))
    result = run("check")
    assert result.code == 1
    assert (
        "generated/pets: 2 outdated\n  = hint: Run `bothends generate`.\n" in result.out
    )


def test_check_annotates_on_github(run: Run) -> None:
    run("generate")
    (PACKAGE / "py.typed").unlink()
    result = run("check", "--format", "github")
    assert result.err == (
        "::error file=generated/pets/py.typed,line=1,col=1,title=missing-file::"
        "this file is generated, and it is missing.%0ARun `bothends generate`.\n"
    )


def test_a_package_without_a_configuration(run: Run) -> None:
    Path("bothends.toml").unlink()
    package = "out/my_pets"
    assert run("generate", "spec/pets.yaml", "-o", package).code == 0
    assert run("check", "spec/pets.yaml", "--output", f"{package}/").code == 0
    result = run("generate", "./spec/pets.yaml", "-o", f"./out/../{package}")
    assert result == Result(0, "out/my_pets: up to date\n", "")


def test_what_is_included_is_added_to_the_job(run: Run) -> None:
    add_a_path()
    run("generate")
    assert "/cats" in (PACKAGE / "operations.py").read_text()
    assert run("check", "--include-path", "/pets/*").code == 1
    run("generate", "--include-operation", "getPet")
    assert "/cats" not in (PACKAGE / "operations.py").read_text()
    Path("bothends.toml").write_text(f'{CONFIG}include-tags = ["cats"]\n')
    run("generate")
    assert "/pets" not in (PACKAGE / "operations.py").read_text()
    run("generate", "--include-path", "/pets/{id}", "--include-tag", "none")
    assert "/pets" in (PACKAGE / "operations.py").read_text()
    assert "/cats" in (PACKAGE / "operations.py").read_text()


def two_jobs() -> None:
    more = CONFIG.replace("pets", "cats")
    Path("bothends.toml").write_text(CONFIG + more)


def test_one_job_that_fails_does_not_keep_the_others_from_being_done(run: Run) -> None:
    two_jobs()
    result = run("generate")
    assert result.code == 2
    assert result.out.startswith("generated/pets: ")
    assert result.err == (
        "error: There is no file spec/cats.yaml.\n"
        "  = hint: Relative paths count from the current directory.\n"
    )
    assert run("generate", "--job", "pets") == Result(
        0, "generated/pets: up to date\n", ""
    )
    Path("spec/cats.yaml").write_text("openapi: 3.1.0\n")
    assert run("generate").code == 1


def test_validate(run: Run) -> None:
    assert run("validate") == Result(0, "spec/pets.yaml: no problems\n", "")
    assert run("validate", "spec/pets.yaml", "--format", "json") == Result(
        0,
        '{\n  "version": 1,\n  "errors": 0,\n  "warnings": 0,\n  "problems": []\n}\n',
        "",
    )


def test_validate_several(run: Run) -> None:
    Path("a.yaml").write_text("openapi: 3.1.0\n")
    Path("b.yaml").write_text(SPEC)
    result = run("validate", "a.yaml", "b.yaml", "spec/gone.yaml")
    assert result.code == 2
    assert result.out.startswith("b.yaml: no problems\nerror: There is no file spec/g")
    assert "\na.yaml:1:1: error[" in result.out
    assert result.err == ""


def test_validate_tells_what_the_generator_finds(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[Problem] = [WARNING]

    def problems(document: Document, job: Job) -> tuple[Problem, ...]:
        del document, job
        return tuple(found)

    monkeypatch.setattr(pipeline, "problems", problems)
    assert run("validate") == Result(
        0, "spec/pets.yaml:1:1: warning[odd]: this is odd.\n1 warning\n", ""
    )
    found.append(ERROR)
    assert run("validate", "--format", "github") == Result(
        1,
        "::error file=spec/pets.yaml,line=1,col=1,title=bad::this is bad.%0AMend it.\n"
        "::warning file=spec/pets.yaml,line=1,col=1,title=odd::this is odd.\n",
        "",
    )


def test_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def pipe_in(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    pipe_in(SPEC)
    assert run("validate", "-").code == 0
    for expected in ("files written", "up to date"):
        pipe_in(SPEC)
        result = run("generate", "-", "-o", "out/pets")
        assert (result.code, result.err) == (0, "")
        assert expected in result.out


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_problems_are_one_document_even_of_several_jobs(run: Run, form: str) -> None:
    two_jobs()
    for name in ("pets", "cats"):
        Path(f"spec/{name}.yaml").write_text("openapi: 3.1.0\n")
    result = run("generate", "--format", form)
    assert (result.code, result.out) == (1, "")
    assert "spec/cats.yaml" in str(json.loads(result.err))
    assert "spec/pets.yaml" in result.err


def test_init_writes_a_file_of_its_own(run: Run) -> None:
    Path("bothends.toml").unlink()
    assert run("init") == Result(
        0,
        "bothends.toml: spec/pets.yaml makes generated/pets\n"
        "next:\n"
        "  bothends generate\n"
        "advice: have GitHub fold the package in reviews, with this line in"
        " .gitattributes:\n"
        "  generated/pets/** linguist-generated\n",
        "",
    )
    assert Path("bothends.toml").read_text() == CONFIG
    assert run("generate").code == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "\n{table}"),
        ("[project]\nname = 'x'\n", "[project]\nname = 'x'\n\n{table}"),
        ("[project]\nname = 'x'", "[project]\nname = 'x'\n\n{table}"),
        ("[tool.x]\r\n", "[tool.x]\r\n\r\n{table}"),
    ],
)
def test_init_adds_a_table(run: Run, before: str, after: str) -> None:
    Path("bothends.toml").unlink()
    Path("pyproject.toml").write_bytes(before.encode())
    result = run("init", "spec/pets.yaml", "-o", "src/my_pets")
    assert result.out.startswith("pyproject.toml: spec/pets.yaml makes src/my_pets\n")
    table = '[tool.bothends.jobs.my_pets]\nspec = "spec/pets.yaml"\noutput = "src/my_pets"\n'
    if "\r" in before:
        table = table.replace("\n", "\r\n")
    assert Path("pyproject.toml").read_bytes().decode() == after.format(table=table)
    assert run("generate").code == 0


@pytest.mark.parametrize(
    ("spec", "package"),
    [
        ("openapi.yaml", "shop"),
        ("pet-store.v2.json", "pet_store_v2"),
        ("class.yml", "class_api"),
        ("https://example.org/pets.yaml?x=1", "pets"),
    ],
)
def test_init_names_the_package(run: Run, spec: str, package: str) -> None:
    Path("bothends.toml").unlink()
    if "://" not in spec:
        Path(spec).write_text("{}")
    run("init", spec)
    text = Path("bothends.toml").read_text()
    assert f'spec = "{spec}"\noutput = "generated/{package}"\n' in text
    assert ("allow-network = true" in text) is ("://" in spec)


def test_a_terminal_gets_progress_listings_and_colour(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def terminal(stream: TextIO) -> Screen:
        del stream
        return Screen(is_terminal=True, colour=True, width=80)

    for module in ("cli.run", "cli.progress"):
        monkeypatch.setattr(f"bothends.{module}.screen", terminal)
    result = run("generate")
    steps = [line.split()[0] for line in result.err.splitlines()]
    assert steps == ["read", "validate", "make", "write"]
    (PACKAGE / "client.py").write_text("\x1b[2J\n")
    result = run("check")
    assert "\x1b[1;31m-\\x1b[2J\x1b[0m\n" in result.out
    assert "\x1b[36m@@ -1 +1," in result.out
    assert "\x1b[32m+" in result.out
    Path("spec/pets.yaml").write_text("openapi: 3.1.0\n")
    assert "\x1b[36m    1 | \x1b[0mopenapi: 3.1.0\n" in run("validate").out


def test_version_and_help(run: Run) -> None:
    assert run("--version") == Result(0, f"bothends {__version__}\n", "")
    assert "exit codes:" in run("--help").out
    for command in ("init", "generate", "check", "validate"):
        result = run(command, "--help")
        assert (result.code, result.err) == (0, "")
        assert result.out.startswith(f"usage: bothends {command} ")


def test_an_unexpected_exception_is_called_a_bug(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(document: Document, job: Job) -> None:
        del document, job
        message = "no\nsuch"
        raise LookupError(message)

    monkeypatch.setattr(pipeline, "make", make)
    result = run("generate")
    assert (result.code, result.out) == (70, "")
    assert result.err.startswith(
        "error: this is a bug in bothends: LookupError: no\\nsuch (bothends/cli/commands.py,"
    )
    assert "Traceback" not in result.err
    monkeypatch.setenv("BOTHENDS_DEBUG", "1")
    assert "Traceback (most recent call last):" in run("generate").err


def test_an_interruption_leaves_nothing_behind(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    monkeypatch.setattr(os, "sync", interrupt)
    assert run("generate") == Result(130, "", "\ninterrupted\n")
    assert list(Path("generated").iterdir()) == []


def test_filters_that_nothing_matches_are_a_mistake(run: Run) -> None:
    result = run("generate", "--include-tag", "nope")
    assert (result.code, result.out) == (2, "")
    assert "is one that the filters of `" in result.err
