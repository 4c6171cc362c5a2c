"""Headers of a request, straight from what an ASGI server tells of it."""

from collections.abc import Mapping
from typing import Any


def header_of(scope: Mapping[str, Any], name: bytes) -> str | None:
    """Give the value of a header, the first of several; its name is in lower case."""
    for key, value in scope["headers"]:
        if key == name:
            text: str = value.decode("latin-1")
            return text
    return None
