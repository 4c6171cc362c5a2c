"""A schema -> the schemas without combining keywords, each of which is one way to be valid."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, Final

from bothends.drawing.merging import merged, normal
from bothends.drawing.schemas import REFERENCES, SENSELESS, Schemas, listed, members
from bothends.drawing.tags import Tag, Tags
from bothends.tree import Tree, is_object

MOST: Final = 64
_MOST_APART: Final = 256
_MOST_WORK: Final = 5000
"""How many schemas are looked into for one."""

Ways = tuple[Tree, ...]


class Alternatives:
    """Finds the ways to be valid; of very many only the first, each choice among them."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._tags = Tags(schemas)
        self._known: dict[int, tuple[Any, Ways]] = {}
        self._circles = 0
        self._work = 0

    def of(self, schema: Any) -> Ways:
        """List the ways to be valid, the one that is written first in front."""
        if id(schema) not in self._known:
            self._work = 0
            try:
                ways = self._ways(schema, frozenset())
            except SENSELESS:
                ways = ()
            self._known[id(schema)] = (schema, ways)
        return self._known[id(schema)][1]

    def apart(self, schema: Any) -> Ways:
        """List ways through one member of a `oneOf` that are none through the others.

        They have a property that only another member names, and that is wrong there.
        """
        try:
            return tuple(islice(self._apart(schema), _MOST_APART))
        except SENSELESS:
            return ()

    def _apart(self, schema: Any) -> Iterator[Tree]:
        for part in self._schemas.parts(schema):
            options = listed(part, "oneOf")[:MOST]
            for option in options:
                wrong = [
                    _spoilt(self.of(other)) for other in options if other != option
                ]
                demand: Ways = ({},)
                for each in wrong:
                    demand = _combined(demand, tuple(each))
                if options[1:]:
                    yield from _combined(demand, self.of(option))

    def _ways(self, schema: Any, inside: frozenset[int]) -> Ways:
        """List the ways; one that leads through the schema itself (`inside`) says nothing new."""
        if not is_object(schema):
            return () if schema is False else ({},)
        if id(schema) in self._known:
            return self._known[id(schema)][1]
        self._work += 1
        if id(schema) in inside or self._work > _MOST_WORK:
            self._circles += 1
            return ({},)
        circles = self._circles
        inside |= {id(schema)}
        ways: Ways = (self._own(schema),)
        for choice in self._choices(schema, inside):
            ways = _combined(ways, choice)
        ways = self._tagged(schema, ways, inside)
        if circles == self._circles:
            # Nothing of it depended on where it was entered from.
            self._known[id(schema)] = (schema, ways)
        return ways

    def _own(self, schema: Tree) -> Tree:
        """Give what a schema says beside its combining keywords."""
        own = normal(schema)
        if self._schemas.is_loose and "allOf" in schema:
            # Who forbids other properties here means those of every part.
            own.pop("additionalProperties", None)
        return own

    def _choices(self, schema: Tree, inside: frozenset[int]) -> Iterator[Ways]:
        """Give, for each keyword that combines, the ways to obey it."""
        for reference in REFERENCES:
            if reference in schema:
                yield self._ways(self._schemas.target(schema[reference]), inside)
        for part in listed(schema, "allOf"):
            yield self._ways(part, inside)
        for keyword in ("oneOf", "anyOf"):
            if options := listed(schema, keyword):
                yield self._one(schema, options, inside)
        if "if" in schema:
            yield self._conditional(schema, inside)
        for name, inner in members(schema, "dependentSchemas"):
            needed = _combined(({"required": [name]},), self._ways(inner, inside))
            yield (*needed, {"properties": {name: False}})

    def _one(self, schema: Tree, options: list[Any], inside: frozenset[int]) -> Ways:
        """List the ways through each option, first one of each."""
        each = [
            self._named(schema, option, self._ways(option, inside))
            for option in options[:MOST]
        ]
        return tuple(_in_turn(each))[:MOST]

    def _named(self, schema: Tree, option: Any, ways: Ways) -> Ways:
        """Set the tag by which a discriminator knows an option."""
        tags = self._tags.of_option(schema, option)
        if not tags:
            return ways
        return tuple(chain.from_iterable(self._with(tag, ways) for tag in tags))

    def _tagged(self, schema: Tree, ways: Ways, inside: frozenset[int]) -> Ways:
        """Set the tag of a schema that inherits from one with a discriminator, or has one."""
        if self._tags.any_child(inside - {id(schema)}):
            self._circles += 1
            return ways
        if tag := self._tags.of_child(schema):
            return self._with(tag, ways)
        children = self._tags.children(schema)
        if not children:
            return ways
        each = [self._with(tag, self._ways(child, inside)) for tag, child in children]
        found = tuple(_in_turn([_combined(ways, list_) for list_ in each]))
        return found[:MOST] or ways

    def _with(self, tag: Tag, ways: Ways) -> Ways:
        """Add a tag, but where a schema itself says another one: then that is meant."""
        return tuple(
            each
            for way in ways
            for each in (
                _combined((tag.demand,), (way,)) if self._takes(way, tag) else (way,)
            )
        )

    def _takes(self, way: Tree, tag: Tag) -> bool:
        """Tell whether the property of a tag may have its value, as far as enums say."""
        named = way.get("properties", {})
        own = self._ways(named.get(tag.name, True), frozenset())
        return any("enum" not in each or tag.value in each["enum"] for each in own)

    def _conditional(self, schema: Tree, inside: frozenset[int]) -> Ways:
        condition = self._ways(schema["if"], inside)
        then = self._ways(schema.get("then", True), inside)
        otherwise = self._ways(schema.get("else", True), inside)
        return tuple(
            _in_turn([_combined(condition, then), self._opposite(schema, otherwise)])
        )

    def _opposite(self, schema: Tree, otherwise: Ways) -> Ways:
        """Help a condition to fail: leave out one of the properties that it names."""
        named = [name for name, _ in members(schema["if"], "properties")]
        without: Ways = tuple({"properties": {name: False}} for name in named)
        return (*otherwise, *_combined(without, otherwise))


def _spoilt(ways: Ways) -> Iterator[Tree]:
    """Give schemas that the first of some ways forbids, each by one property of it."""
    for way in ways[:1]:
        for name, inner in members(way, "properties"):
            if inner is not True:
                yield {"properties": {name: {"not": inner}}, "required": [name]}


def _combined(first: Ways, second: Ways) -> Ways:
    """Join each way with each; of too many, each with one."""
    if len(first) * len(second) <= MOST:
        pairs = [(one, other) for other in second for one in first]
    elif not first or not second:
        pairs = []
    else:
        length = max(len(first), len(second))
        pairs = [
            (first[at % len(first)], second[at % len(second)]) for at in range(length)
        ]
    joined = (merged(one, other) for one, other in pairs)
    return tuple(each for each in joined if each is not None)


def _in_turn(lists: list[Ways]) -> Iterator[Tree]:
    """Give the first of each list, then the second of each, and so on."""
    longest = max(map(len, lists), default=0)
    for at in range(longest):
        yield from (each[at] for each in lists if at < len(each))
