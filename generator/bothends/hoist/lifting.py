"""Move the schemas that need a class from where they stand to the components."""

from dataclasses import dataclass
from typing import Any

from bothends.hoist.components import Components
from bothends.hoist.defaults import drop_foreign_default, holder_of_default
from bothends.hoist.repairs import (
    drop_empty_members,
    drop_self_members,
    repair,
    unwrapped,
)
from bothends.ir import Plain
from bothends.names import pascal_case
from bothends.problems import Finding
from bothends.spelling import is_assertion, type_of
from bothends.tree import Pointer, Tree, is_object

_BESIDE = ("description", "default", "deprecated", "readOnly", "writeOnly")
"""Annotations of the place, not of the class: they stay beside the reference."""

_HOLDING = frozenset(
    [
        *("additionalProperties", "allOf", "anyOf", "items", "oneOf"),
        *("patternProperties", "prefixItems", "properties"),
    ]
)
"""Keywords that hold schemas."""


@dataclass
class Lifter:
    """Walks schemas, the outer before the inner, and adds what it lifts to the components."""

    components: Components

    def __post_init__(self) -> None:
        self.losses: list[Finding] = []
        self._lifted: dict[str, str] = {}

    def complete_components(self) -> None:
        """Lift what is inline in the component schemas themselves."""
        for name, schema in list(self.components.schemas.items()):
            drop_self_members(schema, name)
            self._descend(schema, name, self.components.origins[name])

    def place(self, schema: Any, name: str, pointer: Pointer) -> Any:
        """Give what stands in the place of a schema: itself, or a reference to its component."""
        if not is_object(schema):
            return schema
        drop_empty_members(schema)
        schema = unwrapped(schema)
        if "$ref" in schema:
            return self._reference(schema, name, pointer)
        self._descend(schema, name, pointer, inline=True)
        return (
            schema if type_of(schema) is not None else self._lift(schema, name, pointer)
        )

    def _reference(self, schema: Tree, name: str, pointer: Pointer) -> Any:
        """Turn assertions beside a `$ref` into an `allOf`: both hold (JSON Schema §8.2.3.1)."""
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        if not any(map(is_assertion, beside)):
            return schema
        return self.place({"allOf": [{"$ref": schema["$ref"]}, beside]}, name, pointer)

    def _lift(self, schema: Tree, name: str, pointer: Pointer) -> Tree:
        beside = {key: schema[key] for key in _BESIDE if key in schema}
        lifted = {key: value for key, value in schema.items() if key != "default"}
        return {"$ref": self.components.add(name, lifted, pointer), **beside}

    def _descend(
        self, schema: Any, name: str, pointer: Pointer, *, inline: bool = False
    ) -> None:
        if not is_object(schema):
            return
        repair(schema)
        if _HOLDING.isdisjoint(schema):
            return
        for key, child in schema.get("properties", {}).items():
            inner = (*pointer, "properties", key)
            placed = self.place(child, f"{name}{pascal_case(key)}", inner)
            schema["properties"][key] = self._with_default(placed, inner)
        for key, child in schema.get("patternProperties", {}).items():
            inner = (*pointer, "patternProperties", key)
            schema["patternProperties"][key] = self.place(child, f"{name}Value", inner)
        for keyword, suffix in (("items", "Item"), ("additionalProperties", "Value")):
            if keyword in schema:
                inner = (*pointer, keyword)
                schema[keyword] = self.place(schema[keyword], f"{name}{suffix}", inner)
        for index, child in enumerate(schema.get("allOf", [])):
            self._descend(child, name, (*pointer, "allOf", index))
        self._descend_members(schema, name, pointer, inline=inline)

    def _with_default(self, placed: Any, pointer: Pointer) -> Any:
        """Give what stands in the place of a property its default, which may be a component's."""
        components = self.components
        if holder := holder_of_default(placed, components.schemas):
            placed = {**placed, "default": components.schemas[holder]["default"]}
            pointer = components.origins[holder]
        lost = drop_foreign_default(placed, components.schemas, pointer)
        self.losses += (each for each in lost if each not in self.losses)
        return placed

    def _descend_members(
        self, schema: Tree, name: str, pointer: Pointer, *, inline: bool
    ) -> None:
        """Lift the members of a union; one that is only made nullable keeps the union's name."""
        for keyword in ("anyOf", "oneOf", "prefixItems"):
            members = schema.get(keyword, [])
            alone = inline and keyword != "prefixItems" and _is_nullable(members)
            for index, member in enumerate(members):
                inner = name if alone else f"{name}Option{index + 1}"
                members[index] = self._member(member, inner, (*pointer, keyword, index))

    def _member(self, schema: Any, name: str, pointer: Pointer) -> Any:
        """Place the member of a union; a constrained scalar becomes an alias of its own."""
        placed = self.place(schema, name, pointer)
        match type_of(placed):
            case Plain(constraints=(_, *_)):
                return self._lift(placed, name, pointer)
            case _:
                return placed


def _is_nullable(members: list[Any]) -> bool:
    return len(members) == 2 and {"type": "null"} in members
