"""What one direction leaves out, and tags of discriminators."""

from typing import Any

import pytest

from bothends.drawing import Direction, Drawing


def ref(name: str) -> dict[str, Any]:
    """Refer to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


TREE: dict[str, Any] = {
    "components": {
        "schemas": {
            "Id": {"type": "integer", "readOnly": True},
            "User": {
                "type": "object",
                "required": ["id", "name", "password"],
                "properties": {
                    "id": ref("Id"),
                    "name": {"type": "string"},
                    "password": {"type": "string", "writeOnly": True},
                },
            },
            "Strict": {"allOf": [ref("User"), {"required": ["id"]}]},
            "Team": {"type": "array", "items": ref("User"), "minItems": 1},
            "Pet": {
                "type": "object",
                "required": ["kind"],
                "properties": {"kind": {"type": "string"}},
                "discriminator": {
                    "propertyName": "kind",
                    "mapping": {"kitty": "#/components/schemas/Cat"},
                },
            },
            "Cat": {"allOf": [ref("Pet"), {"properties": {"lives": {"const": 9}}}]},
            "Dog": {"allOf": [ref("Pet"), {"properties": {"tail": {"const": 1}}}]},
            "Circle": {
                "type": "object",
                "required": ["shape", "radius"],
                "properties": {"shape": {"type": "string"}, "radius": {"const": 1}},
            },
            "Square": {
                "type": "object",
                "required": ["shape", "side"],
                "properties": {"shape": {"type": "string"}, "side": {"const": 2}},
            },
            "Shape": {
                "oneOf": [ref("Circle"), ref("Square")],
                "discriminator": {
                    "propertyName": "shape",
                    "mapping": {"round": "Circle", "disc": "Circle"},
                },
            },
        }
    }
}


@pytest.mark.parametrize(
    ("direction", "names"),
    [("request", {"name", "password"}), ("response", {"id", "name"})],
)
@pytest.mark.parametrize("schema", ["User", "Strict"])
def test_a_direction_leaves_out_what_the_other_owns(
    schema: str, direction: Direction, names: set[str]
) -> None:
    drawing = Drawing(TREE)
    values = drawing.valid(ref(schema), direction)
    assert values
    for value in values:
        assert isinstance(value, dict)
        assert value.keys() == names
        assert drawing.is_valid(ref(schema), value, direction)
    other: Direction = "response" if direction == "request" else "request"
    assert not drawing.is_valid(ref(schema), values[0], other)


def test_a_direction_is_for_all_levels() -> None:
    for value in Drawing(TREE).valid(ref("Team"), "request"):
        assert isinstance(value, list)
        assert all("id" not in each for each in value if isinstance(each, dict))


def test_what_a_direction_leaves_out_is_not_wrong() -> None:
    drawing = Drawing(TREE)
    whole: Any = {"id": 1, "name": "Ada", "password": "secret"}
    assert drawing.is_valid(ref("User"), whole, "request")
    assert drawing.is_valid(ref("User"), whole, "response")
    for wrong in drawing.wrong(ref("User"), "request"):
        assert not (wrong.keyword == "required" and wrong.pointer == ("id",))


def test_every_tag_is_set() -> None:
    values = Drawing(TREE).valid(ref("Shape"), "request")
    found = {
        (str(each["shape"]), "radius" in each)
        for each in values
        if isinstance(each, dict)
    }
    assert found == {("round", True), ("disc", True), ("Square", False)}


def test_a_base_schema_is_one_of_its_children() -> None:
    values = Drawing(TREE).valid(ref("Pet"), "request")
    assert {"kind": "kitty", "lives": 9} in values
    assert {"kind": "Dog", "tail": 1} in values
    assert {str(each["kind"]) for each in values if isinstance(each, dict)} == {
        "kitty",
        "Dog",
    }


@pytest.mark.parametrize(("name", "tag"), [("Cat", "kitty"), ("Dog", "Dog")])
def test_a_child_has_its_own_tag(name: str, tag: str) -> None:
    values = Drawing(TREE).valid(ref(name), "response")
    assert values
    for value in values:
        assert isinstance(value, dict)
        assert value["kind"] == tag


def test_a_tag_that_a_member_spells_out_is_meant() -> None:
    def event(kind: str) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["type"],
            "properties": {"type": {"type": "string", "enum": [kind]}},
        }

    schemas = {"Delta": event("text.delta"), "Done": event("text.done")}
    stream = {
        "anyOf": [ref("Delta"), ref("Done")],
        "discriminator": {"propertyName": "type"},
    }
    values = Drawing({"components": {"schemas": schemas}}).valid(stream, "response")
    assert values == ({"type": "text.delta"}, {"type": "text.done"})


def test_a_tag_that_a_member_spells_out_is_there_though_it_need_not_be() -> None:
    def part(kind: str, required: list[str]) -> dict[str, Any]:
        kinds = {"kind": {"allOf": [ref("Kinds"), {"enum": [kind]}]}}
        return {"type": "object", "required": required, "properties": kinds}

    schemas = {
        "Kinds": {"type": "string"},
        "Track": part("track", []),
        "Episode": part("episode", ["kind", "show"]),
    }
    union = {
        "oneOf": [ref("Track"), ref("Episode")],
        "discriminator": {"propertyName": "kind"},
    }
    values = Drawing({"components": {"schemas": schemas}}).valid(union, "response")
    assert values
    for value in values:
        assert isinstance(value, dict)
        assert value["kind"] == ("episode" if "show" in value else "track")


def test_a_value_that_another_member_spells_out_too_is_no_tag() -> None:
    def part(*needed: str) -> dict[str, Any]:
        kind = {"enum": ["message"]}
        return {
            "type": "object",
            "required": list(needed),
            "properties": {"kind": kind, "id": {"type": "string"}},
        }

    schemas = {"Short": part(), "Long": part("kind", "id")}
    union = {
        "oneOf": [ref("Short"), ref("Long")],
        "discriminator": {"propertyName": "kind"},
    }
    values = Drawing({"components": {"schemas": schemas}}).valid(union, "response")
    assert values
    for value in values:
        assert isinstance(value, dict)
        assert not {"kind", "id"} <= value.keys()
