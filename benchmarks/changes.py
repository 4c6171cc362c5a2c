"""A description whose text changes in one operation, again and again."""

import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

_METHODS = {"delete", "get", "patch", "post", "put"}
_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9 ]{10,}[A-Za-z0-9]")
"""What every syntax writes as it is, and what is enough to be found again."""


class Changing:
    """A text of JSON or YAML, and a place in it where words about an operation end."""

    def __init__(self, text: str, tree: Mapping[str, Any]) -> None:
        words = next(each for each in _words(tree) if text.count(each) == 1)
        at = text.index(words) + len(words)
        self._before, self._after = text[:at], text[at:]
        self._numbers = count(1)

    def text(self) -> str:
        """Give it with another text each time."""
        return f"{self._before} {next(self._numbers)}{self._after}"


def _words(tree: Mapping[str, Any]) -> Iterator[str]:
    for item in tree["paths"].values():
        for method, operation in item.items():
            if method in _METHODS:
                text = f"{operation.get('summary')}. {operation.get('description')}"
                yield from _WORDS.findall(text)
