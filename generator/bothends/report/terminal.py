"""What a stream can show: colour, its width, and which text is safe to print on it."""

import io
import os
import shutil
from typing import Literal, TextIO

from bothends.records import dataclass

Colour = Literal["red", "yellow", "green", "cyan", "bold"]

_CODES: dict[Colour, str] = {
    "bold": "1",
    "red": "1;31",
    "green": "32",
    "yellow": "1;33",
    "cyan": "36",
}
_NARROWEST, _WIDEST = 40, 160


@dataclass(frozen=True, slots=True)
class Screen:
    """How to write for one stream."""

    is_terminal: bool = False
    """Whether a person is looking: then source lines are listed as well."""
    colour: bool = False
    width: int = 80

    def paint(self, text: str, colour: Colour) -> str:
        """Put text into a colour, where there is colour."""
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if self.colour else text


def screen(stream: TextIO) -> Screen:
    """Look at the stream and at NO_COLOR, FORCE_COLOR and TERM (https://no-color.org)."""
    is_terminal = stream.isatty()
    colour = is_terminal and os.environ.get("TERM") != "dumb"
    if os.environ.get("FORCE_COLOR"):
        colour = True
    if os.environ.get("NO_COLOR"):
        colour = False
    width = shutil.get_terminal_size().columns
    return Screen(is_terminal, colour, min(max(width, _NARROWEST), _WIDEST))


def never_fail(stream: TextIO) -> None:
    """Let characters that the encoding of a stream lacks come out as escapes."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
