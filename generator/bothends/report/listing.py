"""A line of the source with carets under the place that is meant."""

import re
import unicodedata

from bothends.problems import Position
from bothends.report.terminal import Screen
from bothends.text import visible

_TAB = "    "
_MORE = "…"
_FAR = 500
"""A place is at most this many characters from what is shown of its line."""
_TOKEN = re.compile(
    r"""
      " (?: \\. | [^"\\] )* "          # a string of JSON or YAML
    | ' [^']* '
    | / [^\s:,"']*                     # a path: /pets/{id}
    | (?: [^\s:,\[\]{}"'\#] | :(?=\S) )+
    | .
    """,
    re.VERBOSE,
)


def listing(position: Position, screen: Screen) -> list[str]:
    """Show the line, cut to the width of the screen, and below it the carets."""
    line = position.text.rstrip("\r\n")
    start = min(max(position.column - 1, 0), len(line))
    token = _TOKEN.match(line, start, start + _FAR)
    end = token.end() if token else start
    margin = f"{position.line:>5} | "
    before, marked, after = _cut(
        _shown(line[max(start - _FAR, 0) : start]),
        _shown(line[start:end]),
        _shown(line[end : end + _FAR]),
        screen.width - len(margin),
    )
    blank = f"{'|':>{len(margin) - 1}} "
    carets = screen.paint("^" * max(_cells(marked), 1), "red")
    return [
        f"{screen.paint(margin, 'cyan')}{before}{marked}{after}".rstrip(),
        f"{screen.paint(blank, 'cyan')}{' ' * _cells(before)}{carets}",
    ]


def _shown(text: str) -> str:
    return _TAB.join(map(visible, text.split("\t")))


def _cut(before: str, marked: str, after: str, room: int) -> tuple[str, str, str]:
    """Leave out the ends of a line that is too long, and not the place that is meant."""
    marked = _start(marked, room // 2)
    rest = room - _cells(marked)
    before = _start(before[::-1], max(rest // 2, rest - _cells(after)))[::-1]
    return before, marked, _start(after, rest - _cells(before))


def _start(text: str, room: int) -> str:
    """Cut text to a number of cells of the screen."""
    if _cells(text) <= room:
        return text
    while text and _cells(text) >= room:
        text = text[:-1]
    return text + _MORE


def _cells(text: str) -> int:
    """Count the cells of the screen that visible text takes up."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
