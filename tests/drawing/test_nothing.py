"""Schemas of which nothing is drawn: those that contradict themselves are told from the others."""

from typing import Any

import pytest

from bothends.drawing import Drawing

CONTRADICTIONS: dict[str, Any] = {
    "false": False,
    "types": {"allOf": [{"type": "string"}, {"type": "integer"}]},
    "enum": {"type": "string", "enum": [None]},
    "enums": {"allOf": [{"enum": [1]}, {"enum": [2]}]},
    "lengths": {"type": "string", "minLength": 2, "maxLength": 1},
    "bounds": {"type": "integer", "minimum": 2, "exclusiveMaximum": 3, "maximum": 1},
    "open bounds": {"type": "number", "exclusiveMinimum": 1, "maximum": 1},
    "no integer between": {
        "type": "integer",
        "exclusiveMinimum": 1,
        "exclusiveMaximum": 2,
    },
    "items": {"type": "array", "minItems": 1, "items": False},
    "numbers of items": {"type": "array", "minItems": 2, "maxItems": 1},
    "a property": {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "string", "enum": [1]}},
    },
    "numbers of properties": {
        "type": "object",
        "required": ["a", "b"],
        "maxProperties": 1,
    },
    "closed beside parts": {
        "type": "object",
        "allOf": [{"required": ["a"], "properties": {"a": {"const": 1}}}],
        "additionalProperties": False,
    },
    "each alternative": {"anyOf": [False, {"type": "string", "enum": [1]}]},
    "one within itself": {
        "type": "object",
        "required": ["next"],
        "properties": {"next": {"$ref": "#/components/schemas/Endless"}},
    },
    "two that are one": {"oneOf": [{"type": "string"}, {"type": "string"}]},
}
ENDLESS = CONTRADICTIONS["one within itself"]
VALID: dict[str, Any] = {
    "all": True,
    "open": {"additionalProperties": False},
    "an empty array": {"type": "array", "items": False},
    "a nullable circle": {"anyOf": [{"type": "null"}, ENDLESS]},
    "length": {"type": "string", "minLength": 1, "maxLength": 1},
    "number": {"type": "number", "minimum": 1, "maximum": 1},
}
HARD = {"type": "string", "pattern": "^a+$", "minLength": 3000}


def drawing() -> Drawing:
    """Draw from a tree with a schema that leads to itself."""
    return Drawing({"components": {"schemas": {"Endless": ENDLESS}}})


@pytest.mark.parametrize("schema", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_contradiction_is_known_as_one(schema: Any) -> None:
    assert drawing().valid(schema, "request") == ()
    assert drawing().contradiction(schema, "request")


@pytest.mark.parametrize("schema", VALID.values(), ids=VALID)
def test_what_has_values_is_none(schema: Any) -> None:
    assert drawing().valid(schema, "request")
    assert not drawing().contradiction(schema, "request")


def test_what_is_merely_too_hard_is_none() -> None:
    assert drawing().valid(HARD, "request") == ()
    assert not drawing().contradiction(HARD, "request")


def test_members_that_take_most_of_each_other_are_told_apart() -> None:
    schema = {
        "oneOf": [
            {"type": "object", "properties": {"from": {"type": "string"}}},
            {"type": "object", "properties": {"to": {"type": "integer"}}},
        ]
    }
    values = drawing().valid(schema, "request")
    assert values
    for value in values:
        assert isinstance(value, dict)
        assert drawing().is_valid(schema, value, "request")


def test_a_tag_says_which_of_several_members_is_meant() -> None:
    def member(name: str) -> Any:
        """Give a member that takes the values of the others, too."""
        return {
            "required": ["kind"],
            "properties": {"kind": {"type": "string"}, name: {}},
        }

    refs = [{"$ref": f"#/components/schemas/{name}"} for name in ("Cat", "Dog")]
    union = {"oneOf": refs, "discriminator": {"propertyName": "kind"}}
    pets = Drawing(
        {"components": {"schemas": {"Cat": member("a"), "Dog": member("b")}}}
    )
    values = pets.valid(union, "request")
    kinds = {str(each["kind"]) for each in values if isinstance(each, dict)}
    assert kinds == {"Cat", "Dog"}
    assert not pets.is_valid(union, {"kind": "Owl"}, "request")
    assert not pets.is_valid({"oneOf": refs}, {"kind": "Cat"}, "request")


def test_examples_come_first_where_they_are_wanted() -> None:
    schema = {
        "type": "object",
        "required": ["name", "kind"],
        "properties": {
            "name": {"type": "string", "examples": ["support-bot"]},
            "kind": {"type": "string", "enum": ["a", "b"], "default": "b"},
        },
    }
    first, *_ = Drawing({}, by_example=True).valid(schema, "request")
    assert first == {"name": "support-bot", "kind": "b"}
    first, *_ = Drawing({}).valid(schema, "request")
    assert first == {"name": "text", "kind": "a"}


def test_what_is_wrong_is_told_with_its_place() -> None:
    schema = {"properties": {"a": {"items": {"type": "integer"}}}}
    assert not drawing().fault(schema, {"a": [1]}, "request")
    fault = drawing().fault(schema, {"a": [1, "2"]}, "request")
    assert fault == "at /a/1: '2' is not of type 'integer'"
