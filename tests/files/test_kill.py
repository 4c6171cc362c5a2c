"""Whenever a run is killed there is a whole package, and the next run cleans up."""

import ctypes
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from packages import NEW, OLD, PACKAGE, on_disk, put, whole

from bothends.files.lock import leftover
from bothends.problems import Unusable


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty project, so that outputs are relative as users write them."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


OWN = {"notes.txt": "mine", "models/own.txt": "mine too"}
WHOLE = (whole(OLD) | OWN, whole(NEW) | OWN)


@pytest.fixture(autouse=True)
def no_flush(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk: a killed process takes nothing back from the kernel."""

    def skip(_: int) -> None:
        pass

    monkeypatch.setattr(os, "fsync", skip)


@pytest.fixture(params=["exchange", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Take the one way on which folders change places, and then the other."""

    def refuse(_: object) -> None:
        raise OSError

    way = str(request.param)
    if way == "two renames":
        monkeypatch.setattr(ctypes, "CDLL", refuse)
    return way


def arrange() -> None:
    put(OLD)
    for path, text in OWN.items():
        (PACKAGE / path).write_text(text)


def die_at(event: int) -> Callable[[], None]:
    """Let a process be killed in front of its nth dealing with the file system."""
    left = [event]

    def hook(name: str, _: object) -> None:
        if name.startswith(("os.", "open", "shutil.", "ctypes.")):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return lambda: sys.addaudithook(hook)


def survives(prepare: Callable[[], None], work: Callable[[], object]) -> bool:
    """Work in a process of its own, which may be killed before it has finished."""
    child = os.fork()
    if child == 0:
        prepare()
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status in {0, signal.SIGKILL}
    return status == 0


def is_whole(way: str) -> bool:
    """Whether a package is there, as it has to be unless it takes two renames."""
    if way == "two renames" and not PACKAGE.exists():
        return on_disk(PACKAGE.with_name(".pets.bothends") / "old") in WHOLE
    return on_disk() in WHOLE


def finish() -> None:
    put(NEW)
    assert on_disk() == whole(NEW) | OWN
    assert list(Path("generated").iterdir()) == [PACKAGE]


def fresh(folder: Path) -> None:
    folder.mkdir()
    os.chdir(folder)
    arrange()


def test_killed_at_every_step(way: str, project: Path) -> None:
    event = 0
    survived = False
    while not survived:
        event += 1
        fresh(project / str(event))
        survived = survives(die_at(event), lambda: put(NEW))
        assert is_whole(way)
        finish()
    assert event > 40


def test_killed_again_while_it_recovers(way: str, project: Path) -> None:
    first = last_step_before_the_old_package_is_deleted(project / "first")
    event = 0
    survived = False
    while not survived:
        event += 1
        fresh(project / str(event))
        assert not survives(die_at(first), lambda: put(NEW))
        survived = survives(die_at(event), lambda: put(NEW))
        assert is_whole(way)
        finish()


def last_step_before_the_old_package_is_deleted(folder: Path) -> int:
    folder.mkdir()
    old = PACKAGE.with_name(".pets.bothends") / "old"
    found = 0
    event = 0
    survived = False
    while not survived:
        event += 1
        fresh(folder / str(event))
        survived = survives(die_at(event), lambda: put(NEW))
        if old.exists() and on_disk(old) in WHOLE:
            found = event
    assert found
    return found


@pytest.mark.parametrize("moment", [0, 0.002, 0.003, 0.005, 0.008, 0.013, 0.021])
def test_killed_at_any_moment(way: str, moment: float) -> None:
    arrange()
    child = os.fork()
    if child == 0:
        while True:
            put(NEW)
            put(OLD)
    time.sleep(moment)  # In seconds.
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert is_whole(way)
    finish()


def test_a_file_that_only_a_killed_run_has_is_not_deleted() -> None:
    arrange()
    old = PACKAGE.with_name(".pets.bothends") / "old"
    shutil.copytree(PACKAGE, old)
    for path in OWN:
        (PACKAGE / path).write_text("another")
    with pytest.raises(Unusable) as refusal:
        put(NEW)
    assert str(refusal.value) == (
        "A run that was killed while it wrote generated/pets left"
        " generated/.pets.bothends/old/models/own.txt,"
        " generated/.pets.bothends/old/notes.txt, of which generated/pets has another"
        " version or none. Copy what you need out of generated/.pets.bothends/old, then"
        " delete generated/.pets.bothends."
    )
    assert leftover(PACKAGE)
    assert on_disk(old) == whole(OLD) | OWN
