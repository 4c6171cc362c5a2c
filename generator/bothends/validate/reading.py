"""Reading a tree whose nodes may have any shape, whatever the standard says they are."""

import json
from typing import Final

from bothends.document import Json

_WIDTH: Final = 80


def mapping(value: Json) -> dict[str, Json]:
    """Return `value` if it is an object, an empty one otherwise."""
    return value if isinstance(value, dict) else {}


def listing(value: Json) -> list[Json]:
    """Return `value` if it is an array, an empty one otherwise."""
    return value if isinstance(value, list) else []


def texts(value: Json) -> list[str]:
    """Return the strings of an array."""
    return [entry for entry in listing(value) if isinstance(entry, str)]


def shown(value: Json) -> str:
    """Show a value in a message: scalars as JSON, at most 80 characters of it."""
    match value:
        case dict():
            return "an object"
        case list():
            return "an array" if value else "an empty array"
        case _:
            text = json.dumps(value, ensure_ascii=False)
            return text if len(text) <= _WIDTH else text[: _WIDTH - 3] + "..."


def type_name(value: Json) -> str:
    """Name the JSON type of a value, with its article."""
    return _TYPE_NAMES[type(value)]


_TYPE_NAMES: Final[dict[type, str]] = {
    type(None): "null",
    bool: "a boolean",
    int: "an integer",
    float: "a number",
    str: "a string",
    list: "an array",
    dict: "an object",
}


def identity(value: Json) -> str:
    """Spell a value so that equal JSON values are equal: 1 and 1.0, but not 1 and true."""
    if isinstance(value, str):
        return f'"{value}'
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, sort_keys=True)
