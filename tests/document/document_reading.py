"""How the tests of this room read a text as a document, and what was wrong with it."""

from io import BytesIO
from pathlib import Path

import pytest

from bothends.document import Document, Limits, read
from bothends.problems import Problem, Rejected


def read_text(text: str | bytes, limits: Limits | None = None) -> Document:
    """Read from standard input."""
    data = text.encode() if isinstance(text, str) else text
    return read("-", stdin=BytesIO(data), limits=limits or Limits())


def read_file(path: Path, text: str | bytes) -> Document:
    """Read from a file that has this text."""
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(str(path))


def rejected(text: str | bytes, limits: Limits | None = None) -> tuple[Problem, ...]:
    """Tell what is wrong with a text."""
    with pytest.raises(Rejected) as caught:
        read_text(text, limits)
    return caught.value.problems
