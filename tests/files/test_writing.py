"""A package is written whole, and what a person has made in it stays."""

from pathlib import Path, PurePosixPath

import pytest
from packages import (
    NEW,
    OLD,
    PACKAGE,
    everything,
    files,
    identity,
    manifest,
    on_disk,
    put,
    whole,
)

from bothends.files import File, preview, write
from bothends.problems import Rejected


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty project, so that outputs are relative as users write them."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../x.py", "a/../b.py", "", ".", "a\\b.py", "c:x", "a\0.py"]
)
def test_a_path_that_leads_out_of_the_package_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="not a path inside the package"):
        File(PurePosixPath(path), "")


@pytest.mark.parametrize("second", ["a.py", "A.py", "manifest.json"])
def test_two_files_in_one_place_are_refused(second: str) -> None:
    made = files({"a.py": ""}) + files({second: ""})
    if second == "manifest.json":
        made = files({second: ""})
    with pytest.raises(ValueError, match="more than one file"):
        write(PACKAGE, made, manifest({}))


def test_the_first_time_the_folder_and_its_parents_are_made() -> None:
    changes = put(OLD)
    assert str(changes) == "4 files written"
    assert on_disk() == whole(OLD)
    assert list(Path("generated").iterdir()) == [PACKAGE]


def test_nothing_is_touched_if_nothing_has_changed() -> None:
    put(OLD)
    before = everything(Path("generated"))
    changes = put(OLD)
    assert str(changes) == "up to date"
    assert everything(Path("generated")) == before


def test_only_what_has_changed_is_written_anew() -> None:
    put(OLD)
    untouched = identity(PACKAGE / "__init__.py")
    changes = put(NEW)
    assert str(changes) == "3 files written, 1 deleted"
    assert [str(path) for path in changes.written] == [
        "client.py",
        "manifest.json",
        "models/dog.py",
    ]
    assert on_disk() == whole(NEW)
    assert identity(PACKAGE / "__init__.py") == untouched


def test_line_endings_of_windows_are_no_change() -> None:
    put(OLD)
    client = PACKAGE / "client.py"
    client.write_bytes(client.read_bytes().replace(b"\n", b"\r\n"))
    assert str(put(OLD)) == "up to date"
    assert str(put(NEW)) == "3 files written, 1 deleted"


def test_a_folder_that_is_emptied_goes_with_its_cache() -> None:
    put(OLD)
    cache = PACKAGE / "models/__pycache__"
    cache.mkdir()
    (cache / "cat.cpython-311.pyc").touch()
    put({"client.py": ""})
    assert not (PACKAGE / "models").exists()


def test_a_persons_own_files_are_carried_over() -> None:
    put(OLD)
    own = PACKAGE / "own/notes.txt"
    (PACKAGE / "own/empty").mkdir(parents=True)
    own.write_text("mine")
    own.chmod(0o640)
    own.parent.chmod(0o750)
    (PACKAGE / "link").symlink_to("own/notes.txt")
    (PACKAGE / "broken").symlink_to("nowhere")
    (PACKAGE / "__pycache__").mkdir()
    (PACKAGE / "__pycache__/client.pyc").touch()
    before = identity(own)
    put(NEW)
    assert identity(own) == before
    assert own.parent.stat().st_mode & 0o777 == 0o750
    assert (PACKAGE / "own/empty").is_dir()
    assert on_disk() == {
        **whole(NEW),
        "own/notes.txt": "mine",
        "link": "-> own/notes.txt",
        "broken": "-> nowhere",
        "__pycache__/client.pyc": "",
    }


def test_files_are_copied_where_there_are_no_hard_links(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put(OLD)
    own = PACKAGE / "notes.txt"
    own.write_text("mine")
    own.chmod(0o640)
    _, *modified = identity(own)

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    put(NEW)
    assert list(identity(own)[1:]) == modified
    assert on_disk() == {**whole(NEW), "notes.txt": "mine"}


def test_a_rewritten_file_keeps_its_mode() -> None:
    put(OLD)
    (PACKAGE / "client.py").chmod(0o600)
    PACKAGE.chmod(0o700)
    put(NEW)
    assert (PACKAGE / "client.py").stat().st_mode & 0o777 == 0o600
    assert PACKAGE.stat().st_mode & 0o777 == 0o700


def test_everything_that_a_person_would_lose_is_named() -> None:
    put(OLD)
    (PACKAGE / "client.py").write_text("# edited\n")
    (PACKAGE / "models/cat.py").write_text("# edited\n")
    (PACKAGE / "models/dog.py").write_text("# mine\n")
    before = everything(PACKAGE)
    with pytest.raises(Rejected) as refusal:
        put(NEW)
    assert everything(PACKAGE) == before
    assert str(refusal.value) == """\
generated/pets/client.py:1:1: error[edited-file]: \
this file was edited after it was generated.
generated/pets/models/cat.py:1:1: error[edited-file]: \
this file was edited after it was generated, and is not generated any more.
generated/pets/models/dog.py:1:1: error[unknown-file]: \
a file is to be generated here, but this one was not made by bothends."""


def test_force_overwrites_and_deletes_what_was_edited() -> None:
    put(OLD)
    (PACKAGE / "client.py").write_text("# edited\n")
    (PACKAGE / "models/cat.py").write_text("# edited\n")
    (PACKAGE / "models/dog.py").symlink_to("cat.py")
    put(NEW, force=True)
    assert on_disk() == whole(NEW)


def test_an_edited_file_that_comes_out_the_same_is_no_conflict() -> None:
    put(OLD)
    (PACKAGE / "client.py").write_text(NEW["client.py"])
    put(NEW)
    assert on_disk() == whole(NEW)


@pytest.mark.parametrize(
    ("own", "named"),
    [
        ("models", "generated/pets/models"),
        ("client.py/notes.txt", "generated/pets/client.py/notes.txt"),
    ],
)
def test_not_even_force_replaces_a_file_by_a_folder_or_a_folder_by_a_file(
    own: str, named: str
) -> None:
    (PACKAGE / own).parent.mkdir(parents=True)
    (PACKAGE / own).write_text("mine")
    with pytest.raises(Rejected) as refusal:
        put(OLD, force=True)
    assert str(refusal.value) == (
        f"{named}:1:1: error[unknown-file]:"
        " this file was not made by bothends and is in the way of one that is."
    )
    assert on_disk() == {own: "mine"}


@pytest.mark.parametrize("text", ["<<<<<<< HEAD\n", "[]", '{"format": 2}', "[" * 9999])
def test_a_manifest_that_cannot_be_read_vouches_for_nothing(text: str) -> None:
    put(OLD)
    (PACKAGE / "manifest.json").write_text(text)
    with pytest.raises(Rejected) as refusal:
        put(NEW)
    named = [problem.position.file for problem in refusal.value.problems]
    assert named == ["generated/pets/client.py", "generated/pets/manifest.json"]
    put(NEW, force=True)
    assert "NEW" in on_disk()["client.py"]


@pytest.mark.parametrize("path", ["../../victim.txt", "/victim.txt", "models/../../x"])
def test_a_manifest_that_names_files_elsewhere_is_not_believed(path: str) -> None:
    put(OLD)
    Path("victim.txt").write_text("mine")
    text = manifest(OLD).text.replace('"models/cat.py"', f'"{path}"')
    (PACKAGE / "manifest.json").write_text(text)
    with pytest.raises(Rejected):
        put(NEW)
    assert Path("victim.txt").read_text() == "mine"


def test_a_preview_tells_the_same_and_does_nothing() -> None:
    put(OLD)
    before = everything(Path("generated"))
    told = preview(PACKAGE, files(NEW), manifest(NEW))
    assert everything(Path("generated")) == before
    assert told == put(NEW)
