"""Schemas that say common things only -> whether a value certainly satisfies them, at once.

Most schemas are of this kind. A validator of JSON Schema takes a hundred times as long, most of
it to be loaded.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from bothends.tree import is_array, is_object

Target = Callable[[str], Any]
"""Follows a `$ref`."""

_SAY_NOTHING = frozenset(
    [
        "$comment",
        "default",
        "deprecated",
        "description",
        "example",
        "examples",
        "externalDocs",
        "title",
        "xml",
    ]
)
"""Annotations (JSON Schema Validation §9, OpenAPI 3.1 §4.8.24)."""

_DEEPEST = 50
"""References and values in each other; those that lead back to themselves have no end."""


def satisfies(value: Any, schema: Any, target: Target, depth: int = 0) -> bool:
    """Tell whether a value is certainly valid; False stands for not knowing, too."""
    if schema is True:
        return True
    if not is_object(schema) or depth > _DEEPEST:
        return False

    def inner(part: Any, of: Any) -> bool:
        return satisfies(part, of, target, depth + 1)

    if "$ref" in schema:
        reference = schema["$ref"]
        is_alone = schema.keys() - _SAY_NOTHING == {"$ref"}
        return (
            is_alone and isinstance(reference, str) and inner(value, target(reference))
        )
    return all(
        (keyword in _KEYWORDS and _KEYWORDS[keyword](value, said))
        or (keyword in _PARTS and _PARTS[keyword](value, schema, inner))
        for keyword, said in schema.items()
        if keyword not in _SAY_NOTHING and not keyword.startswith("x-")
    )


_KINDS: Mapping[type[object], str] = {
    bool: "boolean",
    dict: "object",
    float: "number",
    int: "integer",
    list: "array",
    str: "string",
}
"""The types of values, but for null: versions of OpenAPI disagree about it."""


def _is_of_type(value: Any, said: Any) -> bool:
    kind = _KINDS.get(cast("type[object]", type(value)))
    types = said if is_array(said) else [said]
    return kind in types or (kind == "integer" and "number" in types)


def _is_listed(value: Any, listed: Any) -> bool:
    """Compare scalars only: of others equality is a question of its own (§6.1.2)."""
    return is_array(listed) and any(
        type(each) is type(value) and each == value
        for each in listed
        if not isinstance(each, dict | list)
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _at_least(value: Any, bound: Any) -> bool:
    return _is_number(value) and _is_number(bound) and value >= bound


def _at_most(value: Any, bound: Any) -> bool:
    return _is_number(value) and _is_number(bound) and value <= bound


def _is_long(value: Any, least: Any) -> bool:
    return isinstance(value, str) and _at_least(len(value), least)


def _is_short(value: Any, most: Any) -> bool:
    return isinstance(value, str) and _at_most(len(value), most)


_DATE = (
    r"[12]\d{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
_TEXTS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.ASCII)
    for name, pattern in {
        "date": _DATE,
        "date-time": rf"{_DATE}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d"
        r"(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[0-2]):[0-5]\d)",
        "email": r"[a-zA-Z\d]+(?:[._+-][a-zA-Z\d]+)*@[a-zA-Z\d]+(?:[.-][a-zA-Z\d]+)+",
        "uri": r"https?://[a-z\d]+(?:[.-][a-z\d]+)*(?:/[\w.~-]+)*/?(?:\?[\w=&.~-]*)?",
        "uuid": r"[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}",
    }.items()
}
"""What is of a format to whoever checks it: the common texts, and not all."""


def _is_formatted(value: Any, name: Any) -> bool:
    """Know some texts, and integers of 32 bits (OpenAPI Format Registry)."""
    if isinstance(value, str) and isinstance(name, str) and name in _TEXTS:
        return _TEXTS[name].fullmatch(value) is not None
    is_small = type(value) is int and -(1 << 31) <= value < 1 << 31
    return is_small and name in ("int32", "int64")


def _has_all(value: Any, names: Any) -> bool:
    return is_object(value) and is_array(names) and all(map(value.__contains__, names))


_KEYWORDS: Mapping[str, Callable[[Any, Any], bool]] = {
    "const": lambda value, said: _is_listed(value, [said]),
    "enum": _is_listed,
    "format": _is_formatted,
    "maxItems": lambda value, most: is_array(value) and _at_most(len(value), most),
    "maxLength": _is_short,
    "maximum": _at_most,
    "minItems": lambda value, least: is_array(value) and _at_least(len(value), least),
    "minLength": _is_long,
    "minimum": _at_least,
    "nullable": lambda value, _: value is not None,
    "required": _has_all,
    "type": _is_of_type,
}
"""What tells whether a value satisfies a keyword, by what the keyword says."""


Inner = Callable[[Any, Any], bool]


def _properties(value: Any, schema: Mapping[str, Any], inner: Inner) -> bool:
    named = schema["properties"]
    return (
        is_object(value)
        and is_object(named)
        and all(inner(value[name], named[name]) for name in value.keys() & named)
    )


def _additional(value: Any, schema: Mapping[str, Any], inner: Inner) -> bool:
    """Ask of properties that have no schema of their own by name."""
    named = schema.get("properties", {})
    return (
        is_object(value)
        and is_object(named)
        and all(
            inner(value[name], schema["additionalProperties"])
            for name in value.keys() - named
        )
    )


def _items(value: Any, schema: Mapping[str, Any], inner: Inner) -> bool:
    return is_array(value) and all(inner(each, schema["items"]) for each in value)


_PARTS: Mapping[str, Callable[[Any, Mapping[str, Any], Inner], bool]] = {
    "additionalProperties": _additional,
    "items": _items,
    "properties": _properties,
}
"""The same of keywords that look into a value: patternProperties and others are not known."""
