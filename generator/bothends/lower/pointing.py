"""Where JSON pointers lead to in the types of bodies."""

from collections.abc import Iterable, Iterator

from bothends.ir import (
    Anything,
    Choice,
    ListOf,
    MapOf,
    Named,
    Nothing,
    OneOf,
    Plain,
    Type,
)
from bothends.lower.reading import Reading
from bothends.spelling import Schema, type_of
from bothends.tree import Tree, is_object, steps_in


class Pointing:
    """Follows pointers through the components of a description."""

    def __init__(self, reading: Reading) -> None:
        components: Tree = reading.tree.get("components", {})
        self._schemas: Tree = components.get("schemas", {})

    def types(self, bodies: Iterable[Type], pointer: str) -> list[Type]:
        """Give the types that a pointer leads to; none where it leads to nothing."""
        found = list(bodies)
        for step in steps_in(pointer):
            found = [child for each in found for child in self._children(each, step)]
        return found

    def items(self, types: Iterable[Type]) -> list[Type]:
        """Give the types of the items of those types that are lists."""
        return [item for each in types for item in self._items(each, frozenset())]

    def kinds(self, types: Iterable[Type]) -> set[str]:
        """Name the plain types that values may have, null left out; `other` for all else."""
        return {kind for each in types for kind in self._kinds(each, frozenset())}

    def _children(
        self, type_: Type, step: str, seen: frozenset[str] = frozenset()
    ) -> Iterator[Type]:
        match type_:
            case Named(name) if name not in seen:
                yield from self._members(self._schemas[name], step, seen | {name})
            case OneOf(members):
                for member in members:
                    yield from self._children(member, step, seen)
            case ListOf(item) if step.isdecimal():
                yield item
            case MapOf(value):
                yield value
            case _:
                pass

    def _members(
        self, schema: Schema, step: str, seen: frozenset[str]
    ) -> Iterator[Type]:
        said = type_of(schema)
        if said is not None:
            yield from self._children(said, step, seen)
        elif is_object(schema) and step in schema.get("properties", {}):
            yield type_of(schema["properties"][step]) or Anything()
        elif is_object(schema):
            for part in _parts(schema):
                yield from self._members(part, step, seen)

    def _items(self, type_: Type, seen: frozenset[str]) -> Iterator[Type]:
        match type_:
            case ListOf(item):
                yield item
            case OneOf(members):
                for member in members:
                    yield from self._items(member, seen)
            case Named(name) if name not in seen:
                yield from self._items_of(self._schemas[name], seen | {name})
            case _:
                pass

    def _items_of(self, schema: Schema, seen: frozenset[str]) -> Iterator[Type]:
        said = type_of(schema)
        if said is not None:
            yield from self._items(said, seen)
        elif is_object(schema) and "items" in schema and "prefixItems" not in schema:
            yield type_of(schema["items"]) or Anything()
        elif is_object(schema):
            for part in _parts(schema):
                yield from self._items_of(part, seen)

    def _kinds(self, type_: Type, seen: frozenset[str]) -> Iterator[str]:
        match type_:
            case Plain(name):
                yield name
            case Choice(values):
                yield from (type(value).__name__ for value in values)
            case Nothing():
                pass
            case OneOf(members):
                for member in members:
                    yield from self._kinds(member, seen)
            case Named(name) if name not in seen:
                said = type_of(self._schemas[name])
                yield from self._kinds(said, seen | {name}) if said else ("other",)
            case _:
                yield "other"


def _parts(schema: Tree) -> Iterator[Schema]:
    for keyword in ("allOf", "anyOf", "oneOf"):
        yield from schema.get(keyword, [])
