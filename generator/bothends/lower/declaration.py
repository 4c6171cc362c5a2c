"""A declaration of pages as it stands: its keys, their values, and where each of them is."""

from collections.abc import Mapping
from typing import Any

from bothends.job import Declared
from bothends.lower.reading import Reading
from bothends.suggest import did_you_mean
from bothends.tree import Pointer, is_object

_NEEDED: Mapping[str, frozenset[str]] = {
    "offset": frozenset(["parameter"]),
    "page": frozenset(["parameter"]),
    "cursor": frozenset(["parameter"]),
    "link": frozenset(),
    "next-url": frozenset(["next"]),
}
_ALWAYS = frozenset(["style", "items"])
KEYS: Mapping[str, frozenset[str]] = {
    "offset": _ALWAYS | {"parameter", "total", "more"},
    "page": _ALWAYS | {"parameter", "first", "pages", "more"},
    "cursor": _ALWAYS | {"parameter", "next", "next-header", "last", "more"},
    "link": _ALWAYS,
    "next-url": _ALWAYS | {"next"},
}
"""What the declaration of each style may say."""

_NUMBERS = frozenset(["first"])
_EXAMPLE = (
    "For example: `{style: cursor, parameter: after, next: /next, items: /data}`."
)


class Declaration:
    """The table that says how the pages of an operation are walked."""

    def __init__(
        self, reading: Reading, node: object, place: Pointer | Declared
    ) -> None:
        self._reading = reading
        self._place = place
        self._reported = len(reading.findings)
        self._values: dict[str, Any] = {}
        if is_object(node):
            self._values = node
            self._check_keys()
        else:
            self.report("", "pagination-style", "this is no table.", _EXAMPLE)

    @property
    def style(self) -> str:
        """How pages are walked."""
        return str(self._values.get("style", ""))

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found to be wrong with it so far."""
        return len(self._reading.findings) == self._reported

    def text(self, key: str) -> str | None:
        """Give the text of a key; None where it is not there."""
        return self._values.get(key)

    def number(self, key: str) -> int | None:
        """Give the number of a key; None where it is not there."""
        return self._values.get(key)

    def report(self, key: str, rule: str, message: str, hint: str) -> None:
        """Report what is wrong with a key, or without one with the whole."""
        if isinstance(self._place, Declared):
            positions = self._place.positions
            position = positions.get(key, self._place.position)
            self._reading.report((), rule, message, hint, position=position)
        else:
            pointer = (*self._place, key) if key in self._values else self._place
            self._reading.report(pointer, rule, message, hint)

    def _check_keys(self) -> None:
        style = self.style
        if style not in _NEEDED:
            message = f"`{style}` is no style of pages."
            hint = did_you_mean(style, _NEEDED)
            if "style" not in self._values:
                message, hint = "a declaration of pages has a `style`.", _EXAMPLE
            self.report("style", "pagination-style", message, hint)
            return
        known = KEYS[style]
        for key, value in self._values.items():
            if key not in known:
                message = f"the style `{style}` has no key `{key}`."
                self.report(key, "pagination-key", message, did_you_mean(key, known))
            else:
                self._check_value(key, value)
        for key in sorted(_NEEDED[style] - self._values.keys()):
            message = f"the style `{style}` needs the key `{key}`."
            self.report("", "pagination-key", message, _EXAMPLE)

    def _check_value(self, key: str, value: object) -> None:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if key in _NUMBERS and not is_number:
            self.report(key, "pagination-key", f"`{key}` must be a number.", _EXAMPLE)
        if key not in _NUMBERS and not isinstance(value, str):
            self.report(key, "pagination-key", f"`{key}` must be a text.", _EXAMPLE)
