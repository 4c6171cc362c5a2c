"""Drawn values against an independent judge: jsonschema's own validator of Draft 2020-12."""

import re
from typing import Any

import pytest
from oracle import errors

from bothends.drawing import Direction, Drawing

TREE: dict[str, Any] = {
    "openapi": "3.2.0",
    "components": {
        "schemas": {
            "Name": {"type": "string", "minLength": 2, "maxLength": 6},
            "Node": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"$ref": "#/components/schemas/Name"},
                    "next": {"$ref": "#/components/schemas/Node"},
                    "children": {
                        "type": "array",
                        "items": {"$ref": "#/components/schemas/Node"},
                    },
                },
            },
            "Endless": {
                "type": "object",
                "required": ["inner"],
                "properties": {"inner": {"$ref": "#/components/schemas/Endless"}},
            },
            "Chicken": {"allOf": [{"$ref": "#/components/schemas/Egg"}]},
            "Egg": {
                "type": "string",
                "allOf": [{"$ref": "#/components/schemas/Chicken"}],
            },
            "Itself": {"$ref": "#/components/schemas/Itself"},
        }
    },
}


def ref(name: str) -> dict[str, Any]:
    """Refer to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


WANTED: list[tuple[Any, list[Any]]] = [
    ({"type": "boolean"}, [True, False]),
    ({"type": "null"}, [None]),
    ({"type": "integer"}, [0, -1, 2**53 + 1, 2**63 - 1, 2**64]),
    ({"type": "integer", "format": "int32"}, [0, 2**31 - 1, -(2**31)]),
    ({"type": "integer", "format": "int64"}, [2**63 - 1, -(2**63)]),
    ({"type": "number", "format": "int64"}, [-(2.0**63), 2.0**63 - 1024]),
    ({"type": "integer", "minimum": 3, "maximum": 9}, [3, 4, 8, 9]),
    ({"type": "integer", "exclusiveMinimum": 3, "exclusiveMaximum": 6}, [4, 5]),
    ({"type": "integer", "multipleOf": 7, "minimum": 1}, [7]),
    ({"type": "number"}, [0, 1e-7, 1.7e308, -1.7e308]),
    ({"type": "number", "minimum": -0.5, "maximum": 2.5}, [-0.5, 2.5, 0]),
    ({"type": "number", "multipleOf": 0.01, "minimum": 0}, [0.01, 0]),
    ({"type": "string"}, ["", "null", "line\nbreak\ttab", "a&b=c+d%20#e/f;g,h?i:j@k"]),
    ({"type": "string", "minLength": 3, "maxLength": 5}, ["xxx", "yyyyy"]),
    ({"type": "string", "pattern": "(?i)^AB$"}, ["AB"]),
    ({"enum": ["a", 1, None, {"b": 2}]}, ["a", 1, None, {"b": 2}]),
    ({"const": [1, 2]}, [[1, 2]]),
    ({"type": ["string", "null"], "maxLength": 2}, ["", None]),
    ({"type": "array", "items": {"enum": [1, 2, 3]}}, [[], [1, 2], [1, 2, 3]]),
    ({"type": "array", "items": {"const": 1}, "maxItems": 3}, [[], [1, 1, 1]]),
    ({"type": "array", "uniqueItems": True, "items": {"enum": [1, 2]}}, [[1, 2]]),
    ({"type": "array", "prefixItems": [{"const": 1}], "items": False}, [[], [1]]),
    (
        {"type": "array", "prefixItems": [{"const": 1}], "items": {"const": 2}},
        [[], [1], [1, 2]],
    ),
    ({"type": "object", "additionalProperties": {"const": 1}}, [{"key": 1}, {}]),
    ({"type": "object", "additionalProperties": False}, [{}]),
    ({"properties": {"a": {"const": 1}}, "uniqueItems": False}, [{"a": 1}, {}]),
    (
        {"properties": {"a": {"const": 1}, "b": {"const": 2}}, "required": ["a"]},
        [{"a": 1, "b": 2}, {"a": 1}],
    ),
    (
        {"oneOf": [{"type": "string", "maxLength": 1}, {"type": "null"}]},
        ["", None],
    ),
    ({"anyOf": [{"const": "a"}, {"const": "b"}]}, ["a", "b"]),
    (
        {"allOf": [{"type": "integer", "minimum": 3}, {"maximum": 4}]},
        [3, 4],
    ),
    (
        {
            "type": "object",
            "properties": {"a": {"const": 1}, "b": {"const": 2}},
            "dependentRequired": {"a": ["b"]},
        },
        [{"a": 1, "b": 2}, {}],
    ),
    (
        {
            "type": "object",
            "properties": {"kind": {"enum": ["x", "y"]}, "z": {"const": 1}},
            "required": ["kind"],
            "if": {"properties": {"kind": {"const": "x"}}},
            "then": {"required": ["z"]},
        },
        [{"kind": "x", "z": 1}, {"kind": "y", "z": 1}],
    ),
    ({"type": ["string", "integer"], "not": {"type": "string"}}, [0, -1]),
    (True, ["text", 42, True, None, []]),
]
"""Schemas, and some of the values that must be drawn from them."""


@pytest.mark.parametrize(("schema", "wanted"), WANTED, ids=repr)
def test_the_edges_of_a_schema_are_drawn(schema: Any, wanted: list[Any]) -> None:
    values = Drawing(TREE).valid(schema, "request")
    assert [each for each in wanted if each not in values] == []


VALID: list[Any] = [
    *(schema for schema, _ in WANTED),
    {"type": "string", "pattern": r"^\d{3}-[a-z]+$", "maxLength": 12},
    {"type": "string", "pattern": r"^(a|b\/c)*$"},
    {"type": "string", "pattern": r"^(?=.*[A-Z])(?=.*\d).{8,}$"},
    {"type": "array", "contains": {"const": 7}, "minContains": 2},
    {"type": "array", "uniqueItems": True, "minItems": 5, "items": {"type": "string"}},
    {"type": "object", "minProperties": 3},
    {
        "type": "object",
        "patternProperties": {"^x-": {"type": "integer"}},
        "additionalProperties": False,
    },
    {"type": "object", "propertyNames": {"pattern": "^[a-z]{3}$"}, "minProperties": 2},
    {"type": "object", "maxProperties": 1, "properties": {"a": {}, "b": {}}},
    {"required": ["a"], "minLength": 2},
    ref("Node"),
    {"allOf": [ref("Node"), {"required": ["next"]}]},
]


@pytest.mark.parametrize("schema", VALID, ids=repr)
@pytest.mark.parametrize("direction", ["request", "response"])
def test_every_value_is_valid(schema: Any, direction: Direction) -> None:
    drawing = Drawing(TREE)
    values = drawing.valid(schema, direction)
    assert values
    for value in values:
        assert errors(TREE, schema, value) == []
        assert drawing.is_valid(schema, value, direction)


@pytest.mark.parametrize("schema", VALID, ids=repr)
def test_every_wrong_value_is_refused(schema: Any) -> None:
    drawing = Drawing(TREE)
    for wrong in drawing.wrong(schema, "request"):
        assert errors(TREE, schema, wrong.value) != []
        assert not drawing.is_valid(schema, wrong.value, "request")


NOTHING: list[Any] = [
    False,
    ref("Endless"),
    {"type": "string", "minLength": 10**9},
    {"type": "array", "minItems": 10**8},
    {"type": "object", "minProperties": 10**8},
    {"type": "integer", "minimum": 3, "maximum": 2},
    {"allOf": [{"type": "string"}, {"type": "integer"}]},
    {"enum": []},
    {"type": "string", "pattern": "^a{1000000000}$"},
]


@pytest.mark.parametrize("schema", NOTHING, ids=repr)
def test_what_has_no_value_within_reason_gives_none(schema: Any) -> None:
    drawing = Drawing(TREE)
    assert drawing.valid(schema, "response") == ()
    assert drawing.wrong(schema, "response") == ()


def test_a_schema_that_is_itself_takes_all() -> None:
    assert None in Drawing(TREE).valid(ref("Itself"), "request")


def test_schemas_that_are_all_of_each_other_end() -> None:
    values = Drawing(TREE).valid(ref("Chicken"), "request")
    assert values
    assert all(isinstance(value, str) for value in values)


def test_texts_match_their_pattern() -> None:
    schema = {"type": "string", "pattern": "^[a-f]{2}(-[0-9]+)?$"}
    values = Drawing(TREE).valid(schema, "request")
    assert len(values) > 3
    for value in values:
        assert re.search(schema["pattern"], str(value))
