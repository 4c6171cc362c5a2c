"""One folder takes the place of another in a single step, and can be put back.

In the workshop, while a package is being written:

    new/    what is being prepared: worth nothing until it is finished
    old/    the package that was replaced, or a finished one that waits for its turn
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # renameat2(2), Linux 3.15
_RENAME_SWAP = 2  # renamex_np(2), macOS 10.12


def put(workshop: Path, output: Path) -> None:
    """Make `new/` the package; what was the package before, if anything, is `old/`."""
    new, old = workshop / "new", workshop / "old"
    if not os.path.lexists(output):
        new.rename(output)
        return
    new.rename(old)
    if not _exchange(old, output):
        old.rename(new)
        _rename_both(new, output, old)


def put_back(workshop: Path, output: Path) -> None:
    """Undo `put`: the package is again what it was, and `new/` what was made."""
    new, old = workshop / "new", workshop / "old"
    if _exchange(old, output):
        old.rename(new)
    else:
        _rename_both(old, output, new)


def give_up(workshop: Path) -> None:
    """Mark what is in `old/`, if anything, as worth nothing: it can then be deleted.

    A run that is killed while it deletes leaves half a package, which would look like
    one that somebody has changed.
    """
    old = workshop / "old"
    if old.is_dir():
        old.rename(workshop / "new")


def restore(workshop: Path, output: Path) -> None:
    """Put the package back that a killed run had moved away, if it got no further."""
    old = workshop / "old"
    if old.is_dir() and not os.path.lexists(output):
        old.rename(output)


def _rename_both(source: Path, output: Path, aside: Path) -> None:
    """Replace the output where folders cannot be exchanged.

    Between the two steps there is no package: `restore` is for a run that dies there.
    """
    output.rename(aside)
    try:
        source.rename(output)
    except OSError:
        aside.rename(output)
        raise


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names atomically; False where that is not possible."""
    import ctypes

    a, b = os.fsencode(one), os.fsencode(other)
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        if sys.platform == "linux":
            done = libc.renameat2(_AT_FDCWD, a, _AT_FDCWD, b, _RENAME_EXCHANGE)
            return bool(done == 0)
        if sys.platform == "darwin":
            return bool(libc.renamex_np(a, b, _RENAME_SWAP) == 0)
    return False
