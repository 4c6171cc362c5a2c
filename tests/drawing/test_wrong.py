"""Wrong values: each keyword is broken, by itself and further down."""

from typing import Any

import pytest
from oracle import errors

from bothends.drawing import Drawing

TAGGED = {
    "oneOf": [
        {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"const": kind}, kind: {"type": "integer"}},
        }
        for kind in ("cat", "dog")
    ],
    "discriminator": {"propertyName": "kind"},
}

BROKEN: list[tuple[Any, set[str]]] = [
    ({"type": "integer"}, {"type"}),
    ({"type": ["string", "null"]}, {"type"}),
    ({"enum": ["a", "b"]}, {"enum"}),
    ({"enum": [1, 2.5]}, {"enum"}),
    ({"const": True}, {"const"}),
    ({"minimum": 1}, {"minimum"}),
    ({"maximum": 1}, {"maximum"}),
    ({"exclusiveMinimum": 1}, {"exclusiveMinimum"}),
    ({"exclusiveMaximum": 1}, {"exclusiveMaximum"}),
    ({"type": "integer", "multipleOf": 5}, {"multipleOf"}),
    ({"type": "number", "multipleOf": 0.01}, {"multipleOf"}),
    ({"type": "integer", "format": "int32"}, {"format"}),
    ({"type": "string", "minLength": 3, "maxLength": 4}, {"minLength", "maxLength"}),
    ({"type": "string", "pattern": "^[a-z]+$"}, {"pattern"}),
    ({"type": "string", "format": "date"}, {"format"}),
    ({"type": "string", "format": "date-time"}, {"format"}),
    ({"type": "string", "format": "uuid"}, {"format"}),
    ({"items": {"type": "null"}, "minItems": 1, "maxItems": 2}, {"minItems"}),
    ({"items": {"type": "null"}, "minItems": 1, "maxItems": 2}, {"maxItems"}),
    ({"items": {"type": "string"}, "uniqueItems": True}, {"uniqueItems"}),
    ({"items": {"enum": [1]}, "minItems": 1}, {"enum", "minItems"}),
    ({"type": "array", "contains": {"const": 1}}, {"contains"}),
    ({"prefixItems": [{"type": "string"}], "items": False}, {"items", "type"}),
    ({"required": ["a"]}, {"required"}),
    (
        {"properties": {"a": {"type": "string"}}, "additionalProperties": False},
        {"additionalProperties", "type"},
    ),
    (
        {"properties": {"a": {"const": 1}}, "unevaluatedProperties": False},
        {"unevaluatedProperties", "const"},
    ),
    ({"type": "object", "minProperties": 2}, {"minProperties", "type"}),
    ({"type": "object", "maxProperties": 1}, {"maxProperties"}),
    ({"type": "object", "propertyNames": {"pattern": "^[a-z]+$"}}, {"propertyNames"}),
    (
        {"properties": {"a": {}, "b": {}}, "dependentRequired": {"a": ["b"]}},
        {"dependentRequired"},
    ),
    ({"oneOf": [{"type": "string"}, {"type": "integer"}]}, {"oneOf"}),
    ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"anyOf"}),
    (
        {"oneOf": [{"required": ["a"]}, {"required": ["b"]}], "type": "object"},
        {"oneOf", "required", "type"},
    ),
    ({"type": ["string", "integer"], "not": {"type": "integer"}}, {"not"}),
    (TAGGED, {"const", "required", "type"}),
    (
        {
            "required": ["a"],
            "properties": {
                "a": {
                    "items": {"properties": {"b": {"type": "string", "maxLength": 2}}}
                }
            },
        },
        {"required", "maxLength", "type"},
    ),
]


@pytest.mark.parametrize(
    ("schema", "keywords"), [pytest.param(*each, id=repr(each[0])) for each in BROKEN]
)
def test_keywords_are_broken(schema: Any, keywords: set[str]) -> None:
    wrongs = Drawing({}).wrong(schema, "request")
    for wrong in wrongs:
        assert errors({}, schema, wrong.value)
    assert keywords <= {wrong.keyword for wrong in wrongs}


def test_a_mistake_is_where_it_says() -> None:
    schema: Any = {
        "type": "object",
        "required": ["list"],
        "properties": {
            "list": {
                "type": "array",
                "minItems": 1,
                "items": {"type": "object", "required": ["a"], "properties": {"a": {}}},
            }
        },
    }
    wrongs = Drawing({}).wrong(schema, "request")
    found = [each for each in wrongs if each.pointer == ("list", 0)]
    assert "required" in {each.keyword for each in found}
    for each in found:
        assert [*each.pointer] in [[*e.path] for e in errors({}, schema, each.value)]


def test_a_value_of_two_members_is_wrong() -> None:
    number = {"type": "integer", "minimum": 0}
    schema = {"oneOf": [number, {"type": "integer", "maximum": 10}]}
    wrongs = Drawing({}).wrong(schema, "request")
    assert any(each.keyword == "oneOf" and each.value == 5 for each in wrongs)


def test_an_unknown_tag_is_wrong() -> None:
    wrongs = Drawing({}).wrong(TAGGED, "request")
    assert any(
        isinstance(each.value, dict) and each.value.get("kind") == "no-such-tag"
        for each in wrongs
    )


def test_what_is_right_can_not_be_wrong() -> None:
    assert Drawing({}).wrong({}, "request") == ()
    assert Drawing({}).wrong(True, "request") == ()


def test_there_are_no_more_than_wanted() -> None:
    schema = {"type": "string", "minLength": 2, "maxLength": 4, "pattern": "^[a-z]+$"}
    assert len(Drawing({}).wrong(schema, "request", limit=2)) == 2
