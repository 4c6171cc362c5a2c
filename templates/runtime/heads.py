"""Headers of a request, straight from what an ASGI server tells of it."""

from collections.abc import Mapping, MutableMapping
from typing import Any

_KEY = "bothends.heads"


def note_heads(scope: MutableMapping[str, Any]) -> None:
    """Note the headers of a request by their names, once nobody changes them any more."""
    scope[_KEY] = _first(scope)


def header_of(scope: Mapping[str, Any], name: bytes) -> str | None:
    """Give the value of a header, the first of several; its name is in lower case."""
    heads: Mapping[bytes, bytes] = scope.get(_KEY) or _first(scope)
    value = heads.get(name)
    return None if value is None else value.decode("latin-1")


def _first(scope: Mapping[str, Any]) -> dict[bytes, bytes]:
    """Give the headers by their names, of several of a name the first."""
    return dict(reversed(scope["headers"]))
