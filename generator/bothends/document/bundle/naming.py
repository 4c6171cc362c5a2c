"""Names for the Objects of other files among the components of a description."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from bothends.document.tree import Pointer, Step

# OpenAPI 3.1 §4.8.7: what the key of a component may consist of.
_UNUSUAL = re.compile(r"[^A-Za-z0-9._-]+")
_MAPS = frozenset(
    [
        "$defs",
        "callbacks",
        "definitions",
        "examples",
        "headers",
        "links",
        "mediaTypes",
        "parameters",
        "requestBodies",
        "responses",
        "schemas",
        "securitySchemes",
    ]
)
"""Keywords whose keys are names that say enough."""


def natural_name(location: str, pointer: Pointer) -> str:
    """Name an Object after its key, or after its file where it is the whole of it."""
    if not pointer:
        return _usual(_stem(location))
    if len(pointer) == 1 or pointer[-2] in _MAPS:
        return _usual(str(pointer[-1]))
    return _usual("_".join(map(str, (_stem(location), *pointer))))


class Names:
    """The keys of one kind of component."""

    def __init__(self, taken: Iterable[Step]) -> None:
        self._taken = {str(name) for name in taken}

    def claim(self, location: str, pointer: Pointer) -> str:
        """Claim the natural name, the one with the file in it, or a numbered one."""
        name = natural_name(location, pointer)
        if name in self._taken:
            name = _usual(f"{_stem(location)}_{name}")
        return self.numbered(name)

    def numbered(self, name: str) -> str:
        """Claim a name, with a number where it is taken."""
        claimed, number = name, 1
        while claimed in self._taken:
            number += 1
            claimed = f"{name}_{number}"
        self._taken.add(claimed)
        return claimed


def _stem(location: str) -> str:
    path = urlsplit(location).path if "://" in location else location
    return PurePosixPath(unquote(path).replace("\\", "/")).stem


def _usual(name: str) -> str:
    return _UNUSUAL.sub("_", name.replace("$", "")).strip("_") or "unnamed"
