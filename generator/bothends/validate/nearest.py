"""What a mistyped name was meant to be."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

_MANY: Final = 200
_LENGTHS_APART: Final = 3
_LIKENESS: Final = 0.7


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like `name`, if one is much like it.

    Case does not count. Among very many names only those of about the same length and with
    the same first and last letter are compared, so that a document full of mistakes is not slow.
    """
    folded = {other.casefold(): other for other in known}
    wanted = name.casefold()
    candidates = list(folded)
    if len(candidates) > _MANY:
        candidates = [
            other
            for other in candidates
            if other[:1] == wanted[:1]
            and other[-1:] == wanted[-1:]
            and abs(len(other) - len(wanted)) <= _LENGTHS_APART
        ]
    close = get_close_matches(wanted, candidates, 1, _LIKENESS)
    return folded[close[0]] if close else None


def meant(name: str, known: Iterable[str], otherwise: str) -> str:
    """Hint at the nearest name, or say what else to do."""
    close = nearest(name, known)
    return f"Did you mean `{close}`?" if close is not None else otherwise
