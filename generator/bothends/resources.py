"""Where the files live that travel with the generator but are not Python modules."""

from functools import cache
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
    return max(module.stat().st_mtime for module in _PACKAGE.rglob("*.py"))
