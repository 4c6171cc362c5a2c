"""No keyword is dropped silently: each is typed, checked, an annotation, or reported as lost."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from bothends.fidelity import measure
from bothends.fidelity.keywords import ANNOTATIONS, ASSERTIONS, PLACES, UNSUPPORTED

REGISTRY: Any = import_module("jsonschema_specifications").REGISTRY
"""The meta-schemas; what they come in has no types."""

_META = "https://json-schema.org/draft/2020-12/meta/"
_VOCABULARIES = (
    "applicator",
    "content",
    "core",
    "format-annotation",
    "meta-data",
    "unevaluated",
    "validation",
)
_OPENAPI = frozenset(["discriminator", "example", "externalDocs", "xml"])
"""The vocabulary of OpenAPI (3.2 §4.24.5)."""


def standard() -> Iterator[str]:
    """Give every keyword that JSON Schema 2020-12 and OpenAPI define."""
    schema = "https://json-schema.org/draft/2020-12/schema"
    for address in (schema, *(f"{_META}{name}" for name in _VOCABULARIES)):
        meta: Any = REGISTRY.contents(address)
        yield from meta["properties"]
    yield from _OPENAPI


def test_every_keyword_is_known_to_be_of_one_sort() -> None:
    sorts = (ANNOTATIONS, ASSERTIONS, PLACES, UNSUPPORTED)
    for keyword in standard():
        assert sum(keyword in sort for sort in sorts) == 1, keyword
    assert set(standard()) == frozenset[str]().union(*sorts)


TYPED: dict[str, Any] = {
    "$ref": {"$ref": "#/components/schemas/Target"},
    "additionalProperties": {
        "type": "object",
        "properties": {"a": True},
        "additionalProperties": False,
    },
    "allOf": {"allOf": [{"$ref": "#/components/schemas/Target"}]},
    "anyOf": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
    "const": {"const": "a"},
    "enum": {"enum": ["a", 5, None]},
    "exclusiveMaximum": {"type": "integer", "exclusiveMaximum": 1},
    "exclusiveMinimum": {"type": "number", "exclusiveMinimum": 1},
    "format": {"type": "string", "format": "date"},
    "items": {"type": "array", "items": {"type": "string"}},
    "maxItems": {"type": "array", "maxItems": 1},
    "maxLength": {"type": "string", "maxLength": 1},
    "maxProperties": {"type": "object", "maxProperties": 1},
    "maximum": {"type": "integer", "maximum": 1},
    "minItems": {"type": "array", "minItems": 1},
    "minLength": {"type": "string", "minLength": 1},
    "minProperties": {"type": "object", "minProperties": 1},
    "minimum": {"type": "number", "minimum": 1},
    "multipleOf": {"type": "integer", "multipleOf": 2},
    "oneOf": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
    "pattern": {"type": "string", "pattern": "^a"},
    "prefixItems": {
        "type": "array",
        "prefixItems": [{"type": "string"}],
        "items": False,
        "minItems": 1,
    },
    "properties": {"type": "object", "properties": {"a": {"type": "string"}}},
    "required": {"type": "object", "properties": {"a": True}, "required": ["a"]},
    "type": {"type": ["string", "null"]},
    "unevaluatedProperties": {
        "type": "object",
        "properties": {"a": True},
        "unevaluatedProperties": False,
    },
    "uniqueItems": {"type": "array", "uniqueItems": False},
}
"""Schemas that types say, by the keyword that they show."""

CHECKED: dict[str, Any] = {
    "$ref": {"$ref": "#/components/schemas/Target", "additionalProperties": False},
    "additionalProperties": {"additionalProperties": False},
    "allOf": {"allOf": [{"type": "string"}, {"maxLength": 1}]},
    "anyOf": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
    "const": {"const": {"a": 1}},
    "contains": {"type": "array", "contains": {"type": "string"}},
    "dependentRequired": {"dependentRequired": {"a": ["b"]}},
    "dependentSchemas": {"dependentSchemas": {"a": {"minProperties": 2}}},
    "else": {"if": {"type": "string"}, "else": False},
    "enum": {"enum": [1.5, True]},
    "exclusiveMaximum": {"exclusiveMaximum": 1},
    "exclusiveMinimum": {"exclusiveMinimum": 1},
    "format": {"type": "integer", "format": "int32"},
    "if": {"if": {"type": "string"}, "then": {"minLength": 1}},
    "items": {"prefixItems": [True], "items": {"type": "integer"}},
    "maxContains": {"type": "array", "contains": True, "maxContains": 1},
    "maxItems": {"maxItems": 1},
    "maxLength": {"maxLength": 1},
    "maxProperties": {
        "type": "object",
        "properties": {"a": True},
        "maxProperties": 1,
    },
    "maximum": {"maximum": 1},
    "minContains": {"type": "array", "contains": True, "minContains": 2},
    "minItems": {"minItems": 1},
    "minLength": {"type": "string", "format": "date", "minLength": 1},
    "minProperties": {"minProperties": 1},
    "minimum": {"minimum": 1},
    "multipleOf": {"type": "number", "multipleOf": 0.1},
    "not": {"not": {"type": "string"}},
    "oneOf": {"oneOf": [{"type": "integer"}, {"type": "number"}]},
    "pattern": {"type": "string", "pattern": "^(?!a)"},
    "patternProperties": {"patternProperties": {"^a": {"type": "string"}}},
    "prefixItems": {"type": "array", "prefixItems": [{"type": "string"}]},
    "propertyNames": {"type": "object", "propertyNames": {"maxLength": 1}},
    "required": {"type": "object", "required": ["a"]},
    "then": {"if": {"type": "string"}, "then": False},
    "type": {"type": ["string", "integer"], "maximum": 1},
    "unevaluatedItems": {"type": "array", "unevaluatedItems": False},
    "unevaluatedProperties": {
        "type": "object",
        "unevaluatedProperties": {"type": "string"},
    },
    "uniqueItems": {"type": "array", "uniqueItems": True},
}
"""Schemas of which something is checked at run time."""

LOST: dict[str, Any] = {
    "$dynamicAnchor": {"$dynamicAnchor": "a"},
    "$dynamicRef": {"$dynamicRef": "#a"},
    "$vocabulary": {"$vocabulary": {}},
    "pattern": {"type": "string", "pattern": "^(?!b)(a+)+$"},
    "patternProperties": {"patternProperties": {"^(?!b)(a+)+$": False}},
}
"""Schemas of which something is lost."""


def treatments(schema: Any) -> set[tuple[str, str]]:
    """Tell what becomes of the keywords of a component's schema."""
    target = {"type": "object", "properties": {"a": {"type": "string"}}}
    schemas = {"Target": target, "It": schema}
    origins: Any = {name: ("components", "schemas", name) for name in schemas}
    tree = {"components": {"schemas": schemas}}
    entries = measure(tree, schemas, origins, ()).entries
    return {(each.keyword, each.treatment) for each in entries}


@pytest.mark.parametrize("keyword", TYPED)
def test_types_say_a_keyword(keyword: str) -> None:
    assert keyword in TYPED[keyword]
    assert treatments(TYPED[keyword]) == set()


@pytest.mark.parametrize("keyword", CHECKED)
def test_a_keyword_is_checked(keyword: str) -> None:
    assert keyword in CHECKED[keyword]
    found = treatments(CHECKED[keyword])
    assert (keyword, "checked") in found
    assert {treatment for _, treatment in found} == {"checked"}


@pytest.mark.parametrize("keyword", LOST)
def test_a_keyword_is_reported_as_lost(keyword: str) -> None:
    assert keyword in LOST[keyword]
    assert (keyword, "lost") in treatments(LOST[keyword])


@pytest.mark.parametrize("keyword", sorted(ANNOTATIONS | PLACES))
def test_an_annotation_asks_for_nothing(keyword: str) -> None:
    assert treatments({"type": "string", keyword: {}}) == set()


def test_each_keyword_that_refuses_values_is_shown() -> None:
    shown = TYPED.keys() | CHECKED.keys() | LOST.keys()
    assert shown == ASSERTIONS | UNSUPPORTED


def test_a_union_puts_up_with_literals_that_python_confuses() -> None:
    member = {"type": "object", "properties": {"a": {"enum": [True]}}}
    assert ("enum", "checked") in treatments(member)
    union = {"anyOf": [member, {"$ref": "#/components/schemas/Target"}]}
    assert ("anyOf", "checked") not in treatments(union)
    stricter = {**member, "minProperties": 1}
    union = {"anyOf": [stricter, {"$ref": "#/components/schemas/Target"}]}
    assert ("anyOf", "checked") in treatments(union)
