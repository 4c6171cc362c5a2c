"""One run at a time writes a package, in a folder of its own beside it."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from bothends.problems import Unusable

if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        os.lseek(file, 1024, os.SEEK_SET)  # Elsewhere than what others want to read.
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def workshop(output: Path) -> Path:
    """Name the folder in which the next state of a package is prepared.

    A sibling, because only folders on the same file system can change places.
    """
    return output.with_name(f".{output.name}.bothends")


def leftover(output: Path) -> bool:
    """Whether a run was killed while it wrote the package, or is writing it now."""
    return os.path.lexists(workshop(output))


@contextmanager
def held(output: Path) -> Generator[Path]:
    """Keep every other run away from the package; gives its workshop.

    The lock is the kernel's and ends with the process: none is ever stale.

    Raises `Unusable` when another run holds it, `OSError` when there cannot be one.
    """
    folder = workshop(output)
    lock = folder / "lock"
    file = _open(lock, output)
    try:
        os.ftruncate(file, 0)
        os.write(file, str(os.getpid()).encode())
        yield folder
    finally:
        if sys.platform == "win32":  # Which deletes no file that is open.
            os.close(file)
            with suppress(OSError):
                lock.unlink()
        else:
            with suppress(OSError):
                lock.unlink()
            os.close(file)
        with suppress(OSError):  # Not empty: what could not be cleaned up stays.
            folder.rmdir()


def _open(lock: Path, output: Path) -> int:
    """Open and lock the lock file, which the run before may be deleting right now."""
    while True:
        lock.parent.mkdir(parents=True, exist_ok=True)
        try:
            file = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        except FileNotFoundError:
            continue
        try:
            _take(file)
        except (BlockingIOError, PermissionError):
            os.close(file)
            raise _busy(lock, output) from None
        except OSError:  # A file system that has no locks: go on without.
            return file
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file), lock.stat()):
                return file
        os.close(file)


def _busy(lock: Path, output: Path) -> Unusable:
    try:
        holder = f" (process {int(lock.read_bytes())})"
    except (OSError, ValueError):
        holder = ""
    return Unusable(
        f"{output} is being written by another run of bothends{holder}.",
        "Wait until it has finished, then run the command again.",
    )
