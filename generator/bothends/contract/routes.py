"""The paths of a description: which of them a request could mean."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

_EXPRESSION = re.compile(r"\{[^{}]+\}")
_NAME = re.compile(r"(?<=\{)(\+?)[^{}+][^{}]*(?=\})")
_NOWHERE = "/no-such-path"


class Routes:
    """The methods of every path template."""

    def __init__(self, operations: Iterable[tuple[str, str]]) -> None:
        self._methods: dict[str, set[str]] = {}
        self._first: dict[tuple[str, str], str] = {}
        for method, path in operations:
            self._first.setdefault((method, _shape(path)), path)
            # A query or a fragment in a path is no part of it (RFC 3986 §3).
            bare = re.split(r"[?#]", path, maxsplit=1)[0]
            self._methods.setdefault(bare, set()).add(method)

    def unknown_path(self, path: str) -> str | None:
        """Extend a concrete path until no template is one for it.

        None where there is none: a parameter of several segments takes them all.
        """
        longest = max(each.count("/") for each in (path, *self._methods)) + 1
        extended = [path + _NOWHERE * (each + 1) for each in range(longest)]
        for other in (*extended, f"{_NOWHERE}{path}"):
            if not any(each.fullmatch(other) for each in self._patterns.values()):
                return other
        return None

    def other_method(self, path: str, candidates: Sequence[str]) -> str | None:
        """Give a method that no template for this concrete path has, if there is one."""
        known: set[str] = set()
        for template, pattern in self._patterns.items():
            if pattern.fullmatch(path):
                known |= self._methods[template]
        return next((each for each in candidates if each not in known), None)

    def twin(self, method: str, path: str) -> str:
        """Give the path of the first operation whose requests are the same, if there is another.

        Such paths differ by their fragments and the names of their parameters alone.
        """
        first = self._first.get((method, _shape(path)), path)
        return "" if first == path else first

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {path: _pattern(path) for path in self._methods}


def _shape(path: str) -> str:
    return _NAME.sub(r"\1", path.partition("#")[0])


def _pattern(path: str) -> re.Pattern[str]:
    first, *literals = map(re.escape, _EXPRESSION.split(path))
    texts = [
        ".*" if each.startswith("{+") else "[^/]*" for each in _EXPRESSION.findall(path)
    ]
    return re.compile(first + "".join(map("".join, zip(texts, literals, strict=True))))
