"""A description with 600 schemas that refer to each other in every way."""

from collections.abc import Iterator
from typing import Any

FAMILIES = 100


def description(families: int = FAMILIES) -> dict[str, Any]:
    """Describe an API with six schemas and an operation in each family."""
    schemas = dict(_shared())
    for number in range(families):
        schemas |= _family(number)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Large", "version": "1"},
        "paths": {
            f"/families/{number}": {"post": _operation(number)}
            for number in range(families)
        },
        "components": {"schemas": schemas},
    }


def _shared() -> Iterator[tuple[str, Any]]:
    """Give what all families use; two are a case of capitals."""
    yield "node0", _object(name=_ref("CephFS"), more=_ref("Cephfile"))
    yield "CephFS", _object(name={"type": "string"})
    yield "Cephfile", _object(name={"type": "string"})
    for number in range(3):
        yield f"Base{number}", _object(of=_ref("node0"), born={"type": "integer"})
    for number in range(10):
        yield f"Tag{number}", {"enum": [f"a{number}", f"b{number}"]}


def _family(number: int) -> dict[str, Any]:
    """Give a cycle, a union with a discriminator, and an alias that has itself in it.

    Every other family uses the one before.
    """
    earlier = {"earlier": _ref(f"Branch{number - 1}")} if number % 2 else {}
    tags = {"type": "array", "items": _ref(f"Tag{number % 10}"), "maxItems": 2}
    return {
        f"Node{number}": _object(
            branch=_ref(f"Branch{number}"), pet=_ref(f"Pet{number}"), tags=tags
        ),
        f"Branch{number}": _object(
            node=_ref(f"Node{number}"), tree=_ref(f"Tree{number}"), **earlier
        ),
        f"Cat{number}": _pet(number, "cat"),
        f"Dog{number}": _pet(number, "dog"),
        f"Pet{number}": {
            "oneOf": [_ref(f"Cat{number}"), _ref(f"Dog{number}")],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {
                    kind.lower(): f"#/components/schemas/{kind}{number}"
                    for kind in ("Cat", "Dog")
                },
            },
        },
        f"Tree{number}": {
            "oneOf": [
                {"type": "string"},
                {"type": "array", "items": _ref(f"Tree{number}"), "maxItems": 2},
            ]
        },
    }


def _pet(number: int, kind: str) -> dict[str, Any]:
    own = _object(kind={"const": kind}, friend=_ref(f"Node{number}"))
    return {"allOf": [_ref(f"Base{number % 3}"), {**own, "required": ["kind"]}]}


def _operation(number: int) -> dict[str, Any]:
    pet = {"application/json": {"schema": _ref(f"Pet{number}")}}
    node = {"application/json": {"schema": _ref(f"Node{number}")}}
    return {
        "operationId": f"family{number}",
        "requestBody": {"required": True, "content": node},
        "responses": {
            "200": {"description": "A pet.", "content": pet},
            "404": {"description": "No such family.", "content": node},
        },
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}
