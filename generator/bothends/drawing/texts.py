"""Strings of a schema: typical ones, those at its bounds, and those that break careless code."""

from collections.abc import Iterator
from random import Random
from typing import Final

from bothends.drawing.formats import FORMATS
from bothends.drawing.matching import matcher
from bothends.drawing.spelling import matching
from bothends.tree import Tree

LONGEST: Final = 2048
"""In characters; nothing longer is drawn, and a schema that wants more gets nothing."""

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"

ODD: Final = (
    "naïve e\u0301 Ω 日本語",
    "🎉 \U0001d4b3 \U0010fffd",
    "שלום \u202e\u0645\u0631\u062d\u0628\u0627\u202c",
    "\"quoted\" 'single' \\back\\slash\\",
    "line\nbreak\ttab",
    "a&b=c+d%20#e/f;g,h?i:j@k",
    " leading and trailing ",
    "null",
    "0012",
)


def texts(schema: Tree, random: Random) -> Iterator[str]:
    """Draw strings, the plainest first. Some may miss what keywords say together."""
    least = schema.get("minLength", 0)
    if least > LONGEST:
        return
    most = schema.get("maxLength", LONGEST)
    patterns = [each for each in schema.get("pattern", ()) if matcher(each)]
    form = FORMATS.get(_format(schema))
    for pattern in patterns:
        lengths = [int(least)]
        if "maxLength" in schema and most <= LONGEST:
            lengths.append(int(most))
        yield from matching(pattern, tuple(lengths), random)
    if form is not None:
        yield from form.texts
    if patterns or form is not None:
        return
    for text in _plain(int(least), most, random):
        yield _fitted(text, int(least), most)


def _format(schema: Tree) -> str:
    if schema.get("contentEncoding") in ("base64", "base64url"):
        return "byte" if schema["contentEncoding"] == "base64" else "base64url"
    name = schema.get("format")
    return name if isinstance(name, str) else ""


def _plain(least: int, most: float, random: Random) -> Iterator[str]:
    yield "text"
    yield "".join(random.choice(_LETTERS) for _ in range(8))
    yield ""
    yield "x" * least
    if most < LONGEST:
        yield "y" * int(most)
    yield from ODD


def _fitted(text: str, least: int, most: float) -> str:
    """Make a text as long as it must be and no longer than it may be."""
    missing = least - len(text)
    if missing > 0:
        text += "".join(_LETTERS[at % len(_LETTERS)] for at in range(missing))
    return text if len(text) <= most else text[: int(most)]
