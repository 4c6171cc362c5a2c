"""Which schemas a Python type can say by itself, and which need a class of their own.

Schemas are of the JSON Schema 2020-12 dialect. `hoist` moves every schema that has no type
here to a component; after that, `lower` finds a type for each schema of an operation.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from bothends.ir import (
    Anything,
    Choice,
    Constraint,
    Keyword,
    ListOf,
    MapOf,
    Named,
    Nothing,
    Plain,
    PlainName,
    Type,
    union_of,
)

Schema = bool | Mapping[str, Any]

COMPONENT = "#/components/schemas/"

ANNOTATIONS = frozenset(
    [
        "$comment",
        "default",
        "deprecated",
        "description",
        "example",
        "examples",
        "externalDocs",
        "readOnly",
        "title",
        "writeOnly",
        "xml",
    ]
)
"""Keywords that say nothing about which values are valid (JSON Schema 2020-12 §9)."""

_STRINGS: Mapping[str, PlainName] = {
    "binary": "bytes",
    "date": "date",
    "date-time": "AwareDatetime",
    "decimal": "Decimal",
    "time": "time",
    "uuid": "UUID",
}
"""Formats of strings that have a Python type which survives the way there and back."""

_LENGTHS: Mapping[str, Keyword] = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "pattern": "pattern",
}
_BOUNDS: Mapping[str, Keyword] = {
    "minimum": "ge",
    "exclusiveMinimum": "gt",
    "maximum": "le",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
}
_COUNTS: Mapping[str, Keyword] = {"minItems": "min_length", "maxItems": "max_length"}


def type_of(schema: Schema) -> Type | None:
    """Give the type that says all of `schema`, or None where only a class could."""
    if isinstance(schema, bool):
        return Anything() if schema else None
    keywords = {key: value for key, value in schema.items() if is_assertion(key)}
    if "$ref" in keywords:
        return _reference(keywords)
    if "anyOf" in keywords or "oneOf" in keywords:
        return _nullable_union(keywords)
    if "enum" in keywords or "const" in keywords:
        return _choice(keywords)
    match keywords.get("type"):
        case None:
            return None if keywords else Anything()
        case str(name):
            return _single(name, keywords)
        case names:
            return _any_of(names, keywords)


@lru_cache(maxsize=1024)
def is_assertion(keyword: str) -> bool:
    """Tell whether a keyword of a schema may refuse values: it is no annotation or extension."""
    return keyword not in ANNOTATIONS and not keyword.startswith("x-")


def _reference(keywords: Mapping[str, Any]) -> Type | None:
    name = str(keywords["$ref"]).removeprefix(COMPONENT)
    return Named(name) if len(keywords) == 1 and "/" not in name else None


def _nullable_union(keywords: Mapping[str, Any]) -> Type | None:
    """Spell a union only where it makes one type nullable; any other deserves a name."""
    [(keyword, members), *others] = keywords.items()
    if others or keyword not in {"anyOf", "oneOf"}:
        return None
    types = [type_of(member) for member in members]
    if len(types) == 2 and Nothing() in types and None not in types:
        return union_of([each for each in types if each is not None])
    return None


def _choice(keywords: Mapping[str, Any]) -> Type | None:
    values = [keywords["const"]] if "const" in keywords else keywords["enum"]
    if not values or set(keywords) - {"enum", "const", "type", "format"}:
        return None
    if any(isinstance(value, float | list | dict) for value in values):
        return None
    present = tuple(value for value in values if value is not None)
    members: list[Type] = [Choice(present)] if present else []
    return union_of([*members, *([Nothing()] if None in values else [])])


def _any_of(names: Sequence[str], keywords: Mapping[str, Any]) -> Type | None:
    """Spell a list of types when no keyword beside it could mean only some of them."""
    types = [_single(name, _for_type(name, names, keywords)) for name in names]
    return (
        None
        if None in types
        else union_of([each for each in types if each is not None])
    )


def _for_type(
    name: str, names: Sequence[str], keywords: Mapping[str, Any]
) -> Mapping[str, Any]:
    others = [other for other in names if other not in {name, "null"}]
    return (
        {"type": name}
        if name == "null" or (others and len(keywords) == 1)
        else keywords
    )


def _single(name: str, keywords: Mapping[str, Any]) -> Type | None:
    speller = _SPELLERS.get(name)
    rest = {key: value for key, value in keywords.items() if key != "type"}
    return speller(rest) if speller else None


def _string(keywords: Mapping[str, Any]) -> Type | None:
    constraints = _constraints(keywords, _LENGTHS)
    if constraints is None:
        return None
    name = _STRINGS.get(str(keywords.get("format")), "str")
    return Plain(name, constraints if name == "str" else ())


def _integer(keywords: Mapping[str, Any]) -> Type | None:
    constraints = _constraints(keywords, _BOUNDS)
    return None if constraints is None else Plain("int", constraints)


def _number(keywords: Mapping[str, Any]) -> Type | None:
    constraints = _constraints(keywords, _BOUNDS)
    return None if constraints is None else Plain("float", constraints)


def _boolean(keywords: Mapping[str, Any]) -> Type | None:
    return None if set(keywords) - {"format"} else Plain("bool")


def _null(keywords: Mapping[str, Any]) -> Type | None:
    return None if keywords else Nothing()


def _array(keywords: Mapping[str, Any]) -> Type | None:
    item = type_of(keywords.get("items", True))
    counts = {
        key: value
        for key, value in keywords.items()
        if key not in {"items", "uniqueItems"}
    }
    constraints = _constraints(counts, _COUNTS)
    return None if item is None or constraints is None else ListOf(item, constraints)


def _object(keywords: Mapping[str, Any]) -> Type | None:
    if set(keywords) - {"additionalProperties"}:
        return None
    value = type_of(keywords.get("additionalProperties", True))
    return None if value is None else MapOf(value)


def _constraints(
    keywords: Mapping[str, Any], known: Mapping[str, Keyword]
) -> tuple[Constraint, ...] | None:
    """Give the constraints in the order of `known`, or None where a keyword is not known."""
    if not keywords:
        return ()
    if keywords.keys() - known.keys() - _UNCONSTRAINING:
        return None
    return tuple(
        Constraint(field, keywords[keyword])
        for keyword, field in known.items()
        if keyword in keywords
    )


_UNCONSTRAINING = frozenset(["format", "contentEncoding", "contentMediaType"])

_SPELLERS: Mapping[str, Callable[[Mapping[str, Any]], Type | None]] = {
    "array": _array,
    "boolean": _boolean,
    "integer": _integer,
    "null": _null,
    "number": _number,
    "object": _object,
    "string": _string,
}
