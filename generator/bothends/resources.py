"""Where the files live that travel with the generator but are not Python modules."""

from collections.abc import Iterator
from functools import cache
from os import DirEntry, scandir
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_WHEEL = _PACKAGE / "templates"
_CHECKOUT = _PACKAGE.parents[1] / "templates"


def templates() -> Path:
    """Find the folder of the templates: inside the wheel, or beside `generator/`."""
    return _WHEEL if _WHEEL.is_dir() else _CHECKOUT


@cache
def last_edit() -> float:
    """Tell when the generator was last edited, in seconds since the epoch.

    Negative infinity for an installed wheel: its modules change with its version only.
    """
    if _WHEEL.is_dir():
        return float("-inf")
    modules = (each for each in below(_PACKAGE) if each.name.endswith(".py"))
    return max(each.stat().st_mtime for each in modules)


def below(folder: Path | str) -> Iterator[DirEntry[str]]:
    """Give every file in a folder but what Python, an editor or the system has left there."""
    with scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith((".", "__pycache__")):
                continue
            if entry.is_dir():
                yield from below(entry.path)
            elif entry.is_file():
                yield entry
