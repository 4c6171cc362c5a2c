"""Headers that what sends a request adds by itself (RFC 9110 §7.2, §8.6, §10.1.5)."""

from typing import Any

from bothends.package import Parameter

_HEADERS = frozenset(
    ["accept-encoding", "connection", "content-length", "host", "user-agent"]
)
_LONGEST = 2**20
"""Bytes of a body that no limit refuses."""


def is_transported(parameter: Parameter) -> bool:
    """Tell whether a parameter is one of them."""
    return parameter.place == "header" and parameter.name.lower() in _HEADERS


def is_too_long(parameter: Parameter, value: Any) -> bool:
    """Tell whether a value is the length of a body that a server refuses by its length."""
    known = parameter.place, parameter.name.lower()
    is_length = known == ("header", "content-length")
    return is_length and isinstance(value, int | float) and value > _LONGEST
