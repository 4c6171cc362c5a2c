"""Descriptions of several files, and of parts behind URLs, from the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from project import SPEC, Run, stand_in

PET = "type: object\nproperties: {name: {type: string}}\n"
URL = "https://example.com/pet.yaml"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from stand_in(tmp_path / "shop", monkeypatch)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


def refer_to(reference: str) -> None:
    """Let the component of the specification be elsewhere."""
    pet = "Pet: {type: object, properties: {name: {type: string}}}"
    assert pet in SPEC
    Path("spec/pets.yaml").write_text(
        SPEC.replace(pet, f"Pet: {{$ref: '{reference}'}}")
    )


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Stand in for what is behind every URL."""

    def download(_: str, size: int) -> bytes:
        return text.encode()[:size]

    monkeypatch.setattr("bothends.document.network.download", download)


def test_a_change_in_any_file_is_noticed(run: Run) -> None:
    refer_to("pet.yaml")
    Path("spec/pet.yaml").write_text(PET)
    assert run("generate").code == 0
    assert run("generate").out == "generated/pets: up to date\n"
    Path("spec/pet.yaml").write_text(PET.replace("name", "nick"))
    assert run("check").code == 1
    assert "written" in run("generate").out
    assert "nick" in Path("generated/pets/models.py").read_text()
    Path("spec/pet.yaml").unlink()
    result = run("generate")
    assert result.code == 1
    assert "spec/pets.yaml:16:17: error[missing-file]" in result.err


def test_each_file_is_in_the_manifest(run: Run) -> None:
    refer_to("pet.yaml")
    Path("spec/pet.yaml").write_text(PET)
    assert run("generate").code == 0
    manifest = json.loads(Path("generated/pets/manifest.json").read_text())
    assert list(manifest["inputs"]["specs"]) == [
        "../../spec/pet.yaml",
        "../../spec/pets.yaml",
    ]


def test_the_folder_of_all_files_can_be_named(run: Run, project: Path) -> None:
    refer_to("../../common/pet.yaml")
    (project.parent / "common").mkdir()
    (project.parent / "common/pet.yaml").write_text(PET)
    result = run("validate")
    assert result.code == 1
    assert "error[reference-outside]" in result.out
    assert "--spec-root" in result.out
    assert run("validate", "--spec-root", "..").code == 0
    config = Path("bothends.toml")
    config.write_text(config.read_text() + 'spec-root = ".."\n')
    assert run("validate").code == 0
    assert run("generate").code == 0
    assert run("generate").out == "generated/pets: up to date\n"


def test_what_is_behind_a_url_is_locked(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    refer_to(URL)
    answer(monkeypatch, PET)
    lock = Path("bothends.lock")
    assert "error[network-reference]" in run("generate").err
    assert run("validate", "--allow-network").code == 0
    assert run("generate", "--allow-network", "--dry-run").code == 0
    assert not lock.exists()
    assert run("generate", "--allow-network").code == 0
    before = json.loads(lock.read_text())
    assert list(before["urls"]) == [URL]
    answer(monkeypatch, PET.replace("name", "nick"))
    for command in ("check", "validate", "generate"):
        result = run(command, "--allow-network")
        assert result.code == 1
        assert "error[changed-download]" in result.out + result.err
    assert json.loads(lock.read_text()) == before
    assert run("generate", "--allow-network", "--update-lock").code == 0
    assert json.loads(lock.read_text()) != before
    assert run("check", "--allow-network").code == 0


def test_without_a_configuration_the_lock_is_beside_the_specification(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    refer_to(URL)
    answer(monkeypatch, PET)
    made = ("generate", "spec/pets.yaml", "-o", "generated/pets", "--allow-network")
    assert run(*made).code == 0
    assert Path("spec/bothends.lock").exists()


def test_a_lock_that_is_none_is_said(run: Run) -> None:
    Path("bothends.lock").write_text("<<<<<<<")
    result = run("generate")
    assert result.code == 2
    assert "bothends.lock cannot be read as hashes of URLs." in result.err
