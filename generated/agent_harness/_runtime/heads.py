"""Headers of a request, straight from what an ASGI server tells of it."""

from collections.abc import Mapping, MutableMapping
from typing import Any

_KEY = "bothends.heads"


def note_heads(scope: MutableMapping[str, Any]) -> None:
    """Note the headers of a request by their names, once nobody changes them any more."""
    scope[_KEY] = dict(reversed(scope["headers"]))


def header_of(scope: Mapping[str, Any], name: bytes) -> str | None:
    """Give the value of a header, the first of several; its name is in lower case."""
    heads: Mapping[bytes, bytes] | None = scope.get(_KEY)
    if heads is None:
        heads = dict(reversed(scope["headers"]))
    value = heads.get(name)
    return None if value is None else value.decode("latin-1")
