"""Text of a description on its way into Markdown: it stays text, whatever it looks like."""

import re
from collections.abc import Sequence

from bothends.text import visible

_MARKUP = re.compile(r"[\\`*\[\]<>#|&$]|~(?=~)|(?<!\w)_|_(?!\w)|^[-+=~]")
"""What can begin or end markup in a line; an underscore within a word can't (CommonMark §6.2)."""


def markdown(text: str) -> str:
    """Escape what could be markup, and make one line of it (CommonMark §2.4)."""
    line = visible(" ".join(text.split()))
    escaped = _MARKUP.sub(r"\\\g<0>", line)
    return re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", escaped)


def code(text: str) -> str:
    """Write a span of code (CommonMark §6.1), with more backticks than are in it."""
    line = visible(" ".join(text.split()))
    fence = "`" * (_longest(line) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") or not line else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def fenced(lines: Sequence[str]) -> str:
    """Write a block of Python (CommonMark §4.5) that its own text can't end."""
    text = "\n".join(lines)
    fence = "`" * max(3, _longest(text) + 1)
    return f"{fence}python\n{text}\n{fence}"


def first_paragraph(text: str) -> str:
    """Give the first paragraph of a text."""
    return re.split(r"\n\s*\n", text.strip())[0]


def _longest(text: str) -> int:
    """Count the backticks in the longest run of them."""
    return max(map(len, re.findall(r"`+", text)), default=0)
