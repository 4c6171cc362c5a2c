"""The characters of one file, and what line and column each of them has."""

import re
from array import array
from bisect import bisect_right
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import field
from functools import cached_property
from itertools import chain

from bothends.problems import Position, Problem, Rejected
from bothends.records import dataclass

# YAML 1.1 breaks lines at more characters; these are the ones at which editors do.
_LINE_BREAK = re.compile(r"\r\n?|\n")

_ENCODINGS = (
    (BOM_UTF8, "utf-8"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Text:
    """A decoded file without its byte order mark.

    An offset counts characters from 0; nothing is computed from one until it is asked for.
    """

    file: str
    """As the user named it."""
    characters: str = field(repr=False)

    def problem(self, offset: int, rule: str, message: str, hint: str) -> Problem:
        """Make an error of what is wrong at an offset."""
        return Problem(self.position(offset), rule, message, hint)

    def position(self, offset: int) -> Position:
        """Find the line and column of an offset; past the end is the end."""
        index = bisect_right(self._line_starts, offset) - 1
        start, *end = self._line_starts[index : index + 2]
        line = self.characters[start : end[0] if end else None].rstrip("\r\n")
        return Position(self.file, index + 1, offset - start + 1, line)

    @cached_property
    def _line_starts(self) -> "array[int]":
        breaks = _LINE_BREAK.finditer(self.characters)
        return array("I", chain([0], (found.end() for found in breaks)))


def decode(file: str, data: bytes) -> Text:
    """Read UTF-8, with or without a byte order mark, or UTF-16 with one.

    Raises Rejected (`invalid-encoding`) at the first bytes that are none of these.
    """
    mark, encoding = next(
        (known for known in _ENCODINGS if data.startswith(known[0])), (b"", "utf-8")
    )
    body = data[len(mark) :]
    try:
        return Text(file, body.decode(encoding))
    except UnicodeDecodeError as error:
        offset = len(body[: error.start].decode(encoding))
        problem = Text(file, body.decode(encoding, "replace")).problem(
            offset,
            "invalid-encoding",
            f"The bytes here are not {encoding.upper()}: {error.reason}.",
            "Save the file as UTF-8.",
        )
        raise Rejected([problem]) from error
