"""Which version of OpenAPI a document says it is."""

import re
from typing import Literal, TypeAlias

from bothends.document.origin import Origin
from bothends.document.tree import Json, Pointer
from bothends.problems import Problem, Rejected

Version: TypeAlias = Literal["2.0", "3.0", "3.1", "3.2"]

_READ: dict[str, dict[str, Version]] = {
    "openapi": {"3.0": "3.0", "3.1": "3.1", "3.2": "3.2"},
    "swagger": {"2.0": "2.0"},
}

# Two numbers are not to the letter, but clear; unquoted, YAML takes them for one.
_WRITTEN = re.compile(r"(\d+\.\d+)(?:\.\d+(?:-.+)?)?")
_WRITTEN_NUMBER = re.compile(r"\d+\.\d(?!\d)")

_NAMES = {"openapi": "OpenAPI", "swagger": "Swagger"}
_BEGINNING = "Begin with the version: `openapi: 3.1.0`."
_SUPPORTED = "Use OpenAPI 3.0, 3.1 or 3.2, or Swagger 2.0."
_QUOTED = 'Write it as text with three numbers, in quotes: "3.1.0".'


def find_version(origin: Origin, root: dict[str, Json]) -> tuple[Version, str]:
    """Give the version by which to read a document, and the version as it is written.

    Raises Rejected (`missing-version`, `invalid-version`, `unsupported-version`).
    """
    key = next((name for name in ("openapi", "swagger") if name in root), None)
    if key is None:
        message = "The document does not say which version of OpenAPI it follows."
        raise _rejected(origin, (), "missing-version", message, _BEGINNING)
    full = _written(origin, key, root[key])
    found = _WRITTEN.fullmatch(full)
    if found is None:
        message = f"`{full}` is not a version of OpenAPI."
        raise _rejected(origin, (key,), "invalid-version", message, _QUOTED)
    if found[1] not in _READ[key]:
        message = f"{_NAMES[key]} {full} is not supported."
        raise _rejected(origin, (key,), "unsupported-version", message, _SUPPORTED)
    return _READ[key][found[1]], full


def _written(origin: Origin, key: str, value: Json) -> str:
    if isinstance(value, str):
        return value
    place = origin.position((key,))
    number = _WRITTEN_NUMBER.match(place.text, place.column - 1)
    if number is None or not isinstance(value, float):
        message = f"The value of `{key}` is not text."
        raise _rejected(origin, (key,), "invalid-version", message, _QUOTED)
    return number[0]


def _rejected(
    origin: Origin, pointer: Pointer, rule: str, message: str, hint: str
) -> Rejected:
    return Rejected([Problem(origin.position(pointer), rule, message, hint)])
