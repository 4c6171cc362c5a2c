"""JSON values: their types, and when two are the same."""

import json
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""A JSON value. Values that were drawn share parts with each other: do not change them."""


def key_of(value: object) -> str:
    """Spell a value so that equal values, and no others, are spelled alike (1 and 1.0 are)."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True)
    return json.dumps(value)


def type_of(value: object) -> str:
    """Name the JSON type of a value; a whole number is an integer."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "integer" if value.is_integer() else "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"
