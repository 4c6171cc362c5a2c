"""The manifest is the same everywhere, and tells what has changed since."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from packages import OLD, files

from bothends import __version__, resources
from bothends.files import digests, manifest, write
from bothends.files.manifest import describe, up_to_date
from bothends.job import Job
from bothends.problems import Unusable


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty project, so that outputs are relative as users write them."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


JOB = Job("pets", "spec/pets.yaml", Path("generated/pets"), include_tags=("a", "b"))


@pytest.fixture(autouse=True)
def templates(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have templates of our own, and a generator nobody is editing."""
    folder = project / "templates"
    folder.mkdir()
    (folder / "client.py").write_text("template")
    monkeypatch.setattr(resources, "templates", lambda: folder)
    monkeypatch.setattr(resources, "last_edit", lambda: 0.0)
    return folder


def source(path: str) -> tuple[str, str]:
    return path, sha256(Path(path).read_bytes()).hexdigest()


def make(job: Job = JOB) -> None:
    Path("spec").mkdir(exist_ok=True)
    Path("spec/pets.yaml").write_text("openapi: 3.1.0\n")
    Path("spec/part.yaml").write_text("a: 1\n")
    sources = [source("spec/pets.yaml"), source("spec/part.yaml")]
    made = files(OLD)
    write(job.output, made, describe(job, sources, digests(made)))


def test_its_text_is_sorted_and_holds_nothing_of_this_machine(project: Path) -> None:
    make()
    text = Path("generated/pets/manifest.json").read_text()
    assert text.endswith("}\n")
    assert str(project) not in text
    content = json.loads(text)
    settings = content["inputs"].pop("settings")
    assert len(settings) == 64
    assert content == {
        "bothends": __version__,
        "format": 1,
        "files": digests(files(OLD)),
        "inputs": {
            "specs": {
                "../../spec/part.yaml": source("spec/part.yaml")[1],
                "../../spec/pets.yaml": source("spec/pets.yaml")[1],
            }
        },
    }
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True) + "\n"


def test_it_is_the_same_wherever_the_project_is_and_one_stands(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make()
    text = Path("generated/pets/manifest.json").read_text()
    (project / "elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    make()
    assert Path("generated/pets/manifest.json").read_text() == text
    monkeypatch.chdir("spec")
    job = replace(JOB, spec="pets.yaml", output=Path("../generated/pets"))
    sources = [source("pets.yaml"), source("part.yaml")]
    assert describe(job, sources, digests(files(OLD))).text == text


@pytest.mark.parametrize(
    "job",
    [
        replace(JOB, name="another"),
        replace(JOB, allow_network=True),
        replace(JOB, include_tags=("b", "a")),
        replace(JOB, spec="./spec/../spec/pets.yaml"),
    ],
)
def test_what_does_not_matter_to_the_output_is_not_in_it(job: Job) -> None:
    make()
    assert up_to_date(job)


@pytest.mark.parametrize(
    "job",
    [
        replace(JOB, include_tags=("a",)),
        replace(JOB, include_paths=("/pets",)),
        replace(JOB, include_operations=("getPet",)),
        replace(JOB, lenient=True),
        replace(JOB, spec="spec/part.yaml"),
        replace(JOB, spec="-"),
        replace(JOB, spec="https://example.org/pets.yaml"),
        replace(JOB, output=Path("generated/cats")),
    ],
)
def test_another_job_is_not_up_to_date(job: Job) -> None:
    make()
    assert not up_to_date(job)


CHANGES = {
    "specification": lambda: Path("spec/pets.yaml").write_text("openapi: 3.1.1\n"),
    "part of it": lambda: Path("spec/part.yaml").unlink(),
    "template": lambda: Path("templates/client.py").write_text("another"),
    "new template": lambda: Path("templates/more.py").write_text(""),
    "edited file": lambda: Path("generated/pets/client.py").write_text("another"),
    "missing file": lambda: Path("generated/pets/__init__.py").unlink(),
    "missing manifest": lambda: Path("generated/pets/manifest.json").unlink(),
    "killed run": lambda: Path("generated/.pets.bothends").mkdir(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_noticed(change: Callable[[], object]) -> None:
    make()
    assert up_to_date(JOB)
    change()
    assert not up_to_date(JOB)


def test_another_version_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    make()
    monkeypatch.setattr(manifest, "__version__", "99.0")
    assert not up_to_date(JOB)


def test_what_a_wheel_does_not_hold_does_not_matter(templates: Path) -> None:
    make()
    (templates / "__pycache__").mkdir()
    for name in ("__pycache__/client.pyc", ".DS_Store", ".client.py.swp"):
        (templates / name).touch()
    assert up_to_date(JOB)


def test_in_a_checkout_an_edited_generator_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make()
    later = Path("generated/pets/manifest.json").stat().st_mtime + 1
    monkeypatch.setattr(resources, "last_edit", lambda: later)
    assert not up_to_date(JOB)


def test_windows_line_endings_are_no_change() -> None:
    make()
    for path in ("spec/pets.yaml", "templates/client.py", "generated/pets/client.py"):
        Path(path).write_bytes(Path(path).read_bytes().replace(b"\n", b"\r\n"))
    assert up_to_date(JOB)


def test_an_output_behind_a_symbolic_link(project: Path) -> None:
    (project / "a/b").mkdir(parents=True)
    Path("generated").symlink_to("a/b")
    make()
    assert up_to_date(JOB)


def test_credentials_in_an_address_are_not_recorded() -> None:
    sources = [("https://me:secret@example.org/pets.yaml?token=secret#x", "abc")]
    described = describe(JOB, sources, {})
    assert described.specs == {"https://example.org/pets.yaml": "abc"}
    assert "secret" not in described.text


def test_standard_input_and_pipes_are_recorded_without_a_name(project: Path) -> None:
    os.mkfifo(project / "pipe")
    assert describe(JOB, [("-", "abc")], {}).specs == {"-": "abc"}
    assert describe(JOB, [("pipe", "abc")], {}).specs == {"-": "abc"}


@pytest.mark.parametrize("path", ["spec.yaml", "gone.yaml"])
def test_a_specification_that_was_changed_meanwhile_is_not_vouched_for(
    path: str,
) -> None:
    Path("spec.yaml").write_text("")
    with pytest.raises(Unusable) as refusal:
        describe(JOB, [(path, "abc")], {})
    assert str(refusal.value) == (
        f"{path} was changed while the package was being made from it."
        " Run the command again."
    )
