"""Sets of characters: what a character class of a regular expression takes."""

import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Final, TypeAlias

Characters: TypeAlias = tuple[tuple[int, int], ...]
"""Ranges of code points, both ends included; sorted, and none touches another."""

_LAST: Final = sys.maxunicode
_SURROGATES: Final = (0xD800, 0xDFFF)


def of(*pairs: str) -> Characters:
    """Spell a set: `"az"` is the range from a to z, `"_"` one character."""
    return union([(ord(pair[0]), ord(pair[-1])) for pair in pairs])


def union(ranges: Iterable[tuple[int, int]]) -> Characters:
    """Sort ranges and join those that touch."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def complement(characters: Characters) -> Characters:
    """Give all other characters."""
    return union(_between(union([*characters, _SURROGATES])))


def _between(characters: Characters) -> Iterator[tuple[int, int]]:
    start = 0
    for first, last in characters:
        if start < first:
            yield start, first - 1
        start = last + 1
    if start <= _LAST:
        yield start, _LAST


DIGITS: Final = of("09")
WORD: Final = of("az", "AZ", "09", "_")
SPACE: Final = of(
    "\t\r", " ", "\xa0", "\u1680", "\u2000\u200a", "\u2028\u2029", "\u202f"
) + of("\u205f", "\u3000", "\ufeff")
NEWLINES: Final = of("\n", "\r", "\u2028\u2029")

_ALIASES: Final = {
    "alphabetic": "L",
    "alpha": "L",
    "letter": "L",
    "lowercase": "Ll",
    "uppercase_letter": "Lu",
    "lowercase_letter": "Ll",
    "uppercase": "Lu",
    "mark": "M",
    "number": "N",
    "decimal_number": "Nd",
    "punctuation": "P",
    "symbol": "S",
    "separator": "Z",
    "other": "C",
    "control": "Cc",
}


@lru_cache(maxsize=64)
def of_property(name: str) -> Characters | None:
    """Give the characters of a Unicode property, such as `L`, `Lu` or `Letter`; None if unknown."""
    name = name.rpartition("=")[2]
    prefix = _ALIASES.get(name.lower(), name)
    ranges = [
        each
        for category, found in _categories().items()
        if category.startswith(prefix)
        for each in found
    ]
    return complement(complement(union(ranges))) or None


@lru_cache(maxsize=1)
def _categories() -> dict[str, list[tuple[int, int]]]:
    """Find the characters of each general category of Unicode."""
    found: dict[str, list[tuple[int, int]]] = {}
    points = range(_LAST + 1)
    for category, run in groupby(
        points, lambda point: unicodedata.category(chr(point))
    ):
        same = list(run)
        found.setdefault(category, []).append((same[0], same[-1]))
    return found


_PREFERRED: Final = (*of("az"), *of("AZ"), *of("09"))


@lru_cache(maxsize=1024)
def samples(characters: Characters) -> str:
    """List some of them, the plainest first; none only if there are none."""
    plain = "".join(
        chr(point)
        for first, last in _PREFERRED
        for point in range(first, last + 1)
        if any(low <= point <= high for low, high in characters)
    )
    return plain or "".join(chr(first) for first, _ in _visible_first(characters)[:16])


def _visible_first(characters: Characters) -> list[tuple[int, int]]:
    return sorted(characters, key=lambda pair: (pair[1] < ord(" "), pair))
