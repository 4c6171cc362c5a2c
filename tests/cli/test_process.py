"""What only a process of its own can show: imports, pipes and how it ends."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from project import Run, stand_in


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from stand_in(tmp_path / "shop", monkeypatch)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


HEAVY = (
    "black",
    "datamodel_code_generator",
    "email",
    "http",
    "jinja2",
    "jsonschema",
    "openapi_spec_validator",
    "pydantic",
    "ssl",
    "urllib.request",
    "yaml",
)
LIST = f"print(*(name for name in {HEAVY} if name in sys.modules), file=sys.stderr)"


def python(code: str, *argv: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", f"import sys; {code}", *argv],
        capture_output=True,
        text=True,
        check=False,
    )


MAIN = "from bothends.cli import main; code = main();"


@pytest.mark.parametrize("argv", ["--version", "--help", "generate --help", "generate"])
def test_nothing_heavy_is_imported_when_there_is_nothing_to_make(
    argv: str, run: Run
) -> None:
    run("generate")
    manifest = Path("generated/pets/manifest.json")
    a_day_later = manifest.stat().st_mtime + 86_400
    os.utime(manifest, (a_day_later, a_day_later))
    result = python(f"{MAIN} {LIST}; sys.exit(code)", *argv.split())
    assert (result.returncode, result.stderr) == (0, "\n")
    if argv == "generate":
        assert result.stdout == "generated/pets: up to date\n"


def test_a_valid_description_loads_no_validator_and_no_network() -> None:
    heavy = ("black", "http.client", "jsonschema", "openapi_schema_validator", "ssl")
    names = (
        f"print(*(name for name in {heavy} if name in sys.modules), file=sys.stderr)"
    )
    result = python(f"{MAIN} {names}; sys.exit(code)", "generate")
    assert (result.returncode, result.stderr) == (0, "\n")


def test_the_version_is_told_without_the_rooms() -> None:
    loaded = "sorted(name for name in sys.modules if name.startswith('bothends'))"
    result = python(f"{MAIN} print(*{loaded}, file=sys.stderr)", "--version")
    assert result.stdout.startswith("bothends ")
    assert result.stderr.split() == ["bothends", "bothends._version", "bothends.cli"]


@pytest.mark.parametrize("argv", ["--help", "generate --help"])
def test_help_is_shown_without_the_rooms(argv: str) -> None:
    rooms = "{name.split('.')[1] for name in sys.modules if name[:9] == 'bothends.'}"
    result = python(f"{MAIN} print(*sorted({rooms}), file=sys.stderr)", *argv.split())
    shown = [
        "_version",
        "cli",
        "job",
        "problems",
        "records",
        "report",
        "suggest",
        "text",
    ]
    assert result.stderr.split() == shown


def test_the_package_can_be_run() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "bothends", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.startswith("bothends ")


def test_a_reader_that_has_gone_is_no_reason_to_complain() -> None:
    code = "import os; r, w = os.pipe(); os.close(r); os.dup2(w, 1);"
    result = python(f"{code} {MAIN} sys.exit(code)", "validate", "spec/pets.yaml")
    assert (result.returncode, result.stderr) == (141, "")


def test_an_encoding_that_cannot_show_everything_is_no_reason_to_fail() -> None:
    Path("spec/pets.yaml").write_text("openapi: 3.1.0\nnäme: 1\n")
    code = "sys.stdout.reconfigure(encoding='ascii');"
    result = python(f"{code} {MAIN} sys.exit(code)", "validate")
    assert result.returncode == 1
    assert r"n\xe4me" in result.stdout
