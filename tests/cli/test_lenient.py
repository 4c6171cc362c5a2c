"""`--lenient`: what does not hinder generation is a warning; without it nothing changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from project import CONFIG, SPEC, Run, stand_in

MISTAKE = SPEC.replace("in: path, required: true", "in: path, required: false")
PLACE = "spec/pets.yaml:8:42: "
SAID = (
    "[optional-path-parameter]: The path parameter `id` is not required, but no path can do"
    " without it."
)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from stand_in(tmp_path / "shop", monkeypatch)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    Path("spec/pets.yaml").write_text(MISTAKE)
    return Run(capsys)


@pytest.mark.parametrize("command", ["generate", "check", "validate"])
def test_without_it_a_mistake_is_an_error(command: str, run: Run) -> None:
    result = run(command)
    assert result.code == 1
    assert f"{PLACE}error{SAID}\n" in result.out + result.err


def test_with_it_a_mistake_is_a_warning_that_says_what_was_assumed(run: Run) -> None:
    said = f"{PLACE}warning{SAID} It is required.\n"
    validated = run("validate", "--lenient")
    assert (validated.code, said in validated.out) == (0, True)
    generated = run("generate", "--lenient")
    assert (generated.code, said in generated.err) == (0, True)
    assert generated.err == validated.out


def test_a_job_can_be_lenient(run: Run) -> None:
    Path("bothends.toml").write_text(f"{CONFIG}lenient = true\n")
    assert run("generate").code == 0
    assert run("generate").out == "generated/pets: up to date\n"
    assert run("check").code == 0
    assert run("validate").code == 0


def test_a_package_says_whether_it_was_made_leniently(run: Run) -> None:
    Path("spec/pets.yaml").write_text(SPEC)
    run("generate")
    assert run("generate", "--lenient").out == "generated/pets: 1 file written\n"


def test_what_hinders_is_an_error_beside_the_warnings(run: Run) -> None:
    text = MISTAKE.replace("/pets/{id}:", "/pets/{id:")
    Path("spec/pets.yaml").write_text(text)
    result = run("generate", "--lenient")
    assert result.code == 1
    assert "spec/pets.yaml:4:3: error[malformed-path]" in result.err
    assert f"{PLACE}warning{SAID} It is required.\n" in result.err
    assert not Path("generated").exists()


def test_the_last_of_duplicate_keys_counts(run: Run) -> None:
    Path("spec/pets.yaml").write_text(
        MISTAKE.replace("paths:\n", "info: {title: Cats, version: '1'}\npaths:\n", 1)
    )
    assert run("generate").code == 2
    result = run("generate", "--lenient")
    assert result.code == 0
    assert "spec/pets.yaml:3:1: warning[duplicate-key]" in result.err
    assert '"title": "Cats"' in Path("generated/pets/openapi.json").read_text()


def test_a_cause_is_told_once_and_in_order(run: Run) -> None:
    text = MISTAKE.replace(
        "{name: {type: string}}", "{born: {type: string, format: date, default: soon}}"
    )
    Path("spec/pets.yaml").write_text(text)
    result = run("validate", "--lenient")
    places = [
        line.split(": ")[0] for line in result.out.splitlines() if line[:4] == "spec"
    ]
    assert places == ["spec/pets.yaml:8:42", "spec/pets.yaml:16:82"]
