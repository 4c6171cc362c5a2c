"""What is in the way of writing is said in words, and nothing is lost or left behind."""

import fcntl
import os
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from packages import NEW, OLD, PACKAGE, everything, on_disk, put, whole

from bothends.problems import Unusable


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty project, so that outputs are relative as users write them."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def a_file() -> None:
    Path("generated").mkdir()
    PACKAGE.write_text("mine")


def a_link() -> None:
    Path("generated").mkdir()
    Path("elsewhere").mkdir()
    PACKAGE.symlink_to("../elsewhere")


def a_file_as_its_parent() -> None:
    Path("generated").write_text("mine")


@pytest.mark.parametrize(
    ("arrange", "message", "hint"),
    [
        (
            a_file,
            "generated/pets is a file, and the package is to be a folder.",
            "Move the file, or choose another output.",
        ),
        (
            a_link,
            "generated/pets is a symbolic link, which would be replaced by a folder.",
            "Name the folder it leads to: {here}/elsewhere.",
        ),
        (
            a_file_as_its_parent,
            "generated/pets cannot be written: generated/.pets.bothends: Not a directory.",
            "It is as it was before.",
        ),
    ],
)
def test_an_output_that_cannot_be_a_folder(
    arrange: Callable[[], None], message: str, hint: str, project: Path
) -> None:
    arrange()
    before = everything(project)
    with pytest.raises(Unusable) as refusal:
        put(OLD)
    assert refusal.value.message == message.format(here=project)
    assert refusal.value.hint == hint.format(here=project)
    assert everything(project) == before


@pytest.fixture
def unprivileged(project: Path) -> Iterator[Path]:
    """Be nobody for a while, since root may write everywhere; the project is read-only."""
    project.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    yield project
    if is_root:
        os.seteuid(0)
    project.chmod(0o755)


@pytest.mark.usefixtures("unprivileged")
def test_a_folder_one_may_not_write_in() -> None:
    with pytest.raises(Unusable) as refusal:
        put(OLD)
    assert refusal.value.message == (
        "generated/pets cannot be written: generated: Permission denied."
    )
    assert refusal.value.hint == (
        "Writing a package takes the right to write in the folder it is in."
    )


def test_a_file_that_is_too_large_for_the_disk(project: Path) -> None:
    put(OLD)
    before = everything(project / PACKAGE)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(Unusable) as refusal:
            put({**NEW, "large.py": "#" * 8192})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert refusal.value.message == "generated/pets cannot be written: File too large."
    assert everything(project / PACKAGE) == before
    assert list(Path("generated").iterdir()) == [PACKAGE]


def test_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    put(OLD)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unusable) as refusal:
        put(NEW)
    assert str(refusal.value) == (
        "generated/pets cannot be written: No space left on device."
        " Free some space and run the command again. The package is as it was before."
    )
    assert on_disk() == whole(OLD)
    assert list(Path("generated").iterdir()) == [PACKAGE]


def test_a_socket_or_a_pipe_that_cannot_be_carried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put(OLD)
    os.mkfifo(PACKAGE / "pipe")
    put(NEW)
    assert (PACKAGE / "pipe").is_fifo()

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with pytest.raises(Unusable) as refusal:
        put(OLD)
    assert refusal.value.message == (
        "generated/pets cannot be written: generated/pets/pipe:"
        " neither a file nor a folder."
    )
    assert (PACKAGE / "pipe").is_fifo()


def test_the_folder_one_is_in(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    put(OLD)
    monkeypatch.chdir(PACKAGE / "models")
    output = Path("../../../generated/pets")
    assert not put(OLD, output=output)
    with pytest.raises(Unusable) as refusal:
        put(NEW, output=output)
    assert str(refusal.value) == (
        "../../../generated/pets is to be replaced, and it is the folder you are in."
        f" Go to {project}/generated first."
    )
    monkeypatch.chdir(project)
    assert on_disk() == whole(OLD)
    assert list(Path("generated").iterdir()) == [PACKAGE]


def test_a_second_run_at_the_same_time() -> None:
    put(OLD)
    workshop = Path("generated/.pets.bothends")
    workshop.mkdir()
    with (workshop / "lock").open("w") as lock:
        lock.write("4711")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Unusable) as refusal:
            put(NEW)
    assert str(refusal.value) == (
        "generated/pets is being written by another run of bothends (process 4711)."
        " Wait until it has finished, then run the command again."
    )
    assert on_disk() == whole(OLD)


def test_the_lock_of_a_dead_run_is_taken_over() -> None:
    workshop = Path("generated/.pets.bothends")
    workshop.mkdir(parents=True)
    (workshop / "lock").write_text("4711")
    put(NEW)
    assert on_disk() == whole(NEW)
    assert list(Path("generated").iterdir()) == [PACKAGE]


def test_a_file_system_without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    put(NEW)
    assert on_disk() == whole(NEW)


@pytest.mark.parametrize("save", ["in place", "anew", "another"])
def test_a_person_who_saves_a_file_at_that_moment_loses_nothing(
    save: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(OLD)
    notes, other = PACKAGE / "notes.txt", PACKAGE / "other.txt"
    notes.write_text("before")
    changed = other if save == "another" else notes
    flush = os.fsync

    def meanwhile(file: int) -> None:
        flush(file)
        if save == "anew":
            Path("notes.tmp").write_text("after")
            Path("notes.tmp").rename(notes)
        else:
            changed.write_text("after")

    monkeypatch.setattr(os, "fsync", meanwhile)
    with pytest.raises(Unusable) as refusal:
        put(NEW)
    assert str(refusal.value) == (
        f"{changed} changed while the package was being written."
        " Run the command again."
    )
    own = {"notes.txt": "before"} if save == "another" else {}
    assert on_disk() == {**whole(OLD), **own, changed.name: "after"}
    assert list(Path("generated").iterdir()) == [PACKAGE]
