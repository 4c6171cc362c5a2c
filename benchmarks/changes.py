"""A description whose text changes in one operation, again and again."""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

_METHODS = {"delete", "get", "patch", "post", "put"}
_WORDS = 12
"""Characters that are enough to find a text again."""


class Changing:
    """A text of JSON or YAML, and the place in it where the text of an operation begins."""

    def __init__(self, text: str, tree: Mapping[str, Any]) -> None:
        found = (each for each in _texts(tree) if text.count(each) == 1)
        self._before, self._text, self._after = text.partition(next(found))
        self._numbers = count(1)

    def text(self) -> str:
        """Give it with another text each time."""
        changed = f"{self._text} {next(self._numbers)}"
        return f"{self._before}{changed}{self._after}"


def _texts(tree: Mapping[str, Any]) -> Iterator[str]:
    """Give what operations are called in words, as far as any syntax writes it as it is."""
    for item in tree["paths"].values():
        for method, operation in item.items():
            if method in _METHODS:
                text = operation.get("summary") or operation.get("description") or ""
                if len(text) >= _WORDS and text.replace(" ", "").isalnum():
                    yield text
