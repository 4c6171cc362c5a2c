"""Values of schemas, one inside of the other, down to a depth."""

from collections.abc import Iterable, Iterator
from itertools import islice
from random import Random
from typing import Any, Final

from bothends.drawing.alternatives import Alternatives
from bothends.drawing.arrays import Arrays, Options
from bothends.drawing.formats import FORMATS
from bothends.drawing.judge import Judge
from bothends.drawing.numbers import integers, numbers
from bothends.drawing.objects import Objects
from bothends.drawing.schemas import SENSELESS, Schemas
from bothends.drawing.texts import texts
from bothends.drawing.values import Json, key_of, type_of
from bothends.tree import Tree

DEEPEST: Final = 3
_WIDTHS: Final = (0, 3, 10, 512)
"""How many optional properties an object has, by how many levels may follow."""

_LIMITS: Final = (1, 8, 16, 24)
_FUELS: Final = (0, 1, 2, 3, 4, 6, 8, 12, 16)
_APART: Final = -1000
_FEW: Final = 4
_LARGEST: Final = 16_000
"""In characters of JSON; only a schema without smaller values gets larger ones."""

_TYPES: Final = {
    "object": (
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "propertyNames",
        "minProperties",
        "maxProperties",
        "dependentRequired",
        "unevaluatedProperties",
    ),
    "array": (
        "items",
        "prefixItems",
        "contains",
        "minItems",
        "maxItems",
        "uniqueItems",
    ),
    "string": ("minLength", "maxLength", "pattern", "contentEncoding"),
    "number": (
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
    ),
}
_LIMITLESS: Final = frozenset(["minItems", "minLength", "minProperties", "uniqueItems"])
"""Keywords that say nothing where they are 0 or false."""

_ANY: Final = ("string", "object", "integer", "number", "boolean", "array", "null")
_NUMERIC: Final = {"int32": "integer", "int64": "integer"} | dict.fromkeys(
    ["float", "double"], "number"
)


class Drawer:
    """Draws values. What a schema gives depends on it and on the depth alone, in any order."""

    def __init__(
        self, schemas: Schemas, judge: Judge, seed: int, *, by_example: bool = False
    ) -> None:
        """Prepare; with `by_example` the first values are the examples of a schema."""
        self._by_example = by_example
        self._schemas = schemas
        self._judge = judge
        self._seed = seed
        self.alternatives = Alternatives(schemas)
        self._drawn: dict[tuple[int, int, int], tuple[Any, tuple[Json, ...]]] = {}

    def values(
        self, schema: Any, depth: int = DEEPEST, limit: int | None = None
    ) -> tuple[Json, ...]:
        """Draw values that the judge accepts, a typical one first."""
        schema = self._schemas.same(schema)
        if depth <= 0:
            return self._least(schema)
        limit = _LIMITS[depth] if limit is None else limit
        key = (id(schema), depth, limit)
        if key not in self._drawn:
            candidates = self._candidates(schema, self._options(depth), depth)
            found = tuple(self._accepted(schema, candidates, limit))
            self._drawn[key] = schema, found or self._least(schema)
        return self._drawn[key][1]

    def _options(self, depth: int) -> Options:
        return lambda schema: self.values(schema, depth - 1)

    def _least(self, schema: Any) -> tuple[Json, ...]:
        """Give the smallest value in a tuple; an empty one if there is none."""
        for fuel in _FUELS:
            if found := self._smallest(schema, fuel):
                return found
        return self._told_apart(schema)

    def _told_apart(self, schema: Any) -> tuple[Json, ...]:
        """Give odd values of a `oneOf` whose members take each other's: only one takes these."""
        key = (id(schema), _APART, 1)
        if key not in self._drawn:
            self._drawn[key] = schema, ()  # Within itself it has no other.
            ways = self.alternatives.apart(schema)
            candidates = self._of_ways(ways, self._least, 0)
            found = tuple(self._accepted(schema, candidates, _FEW))
            self._drawn[key] = schema, found
        return self._drawn[key][1]

    def _smallest(self, schema: Any, fuel: int) -> tuple[Json, ...]:
        """Give a small value of at most `fuel` levels, where there is one."""
        schema = self._schemas.same(schema)
        key = (id(schema), -1 - fuel, 1)
        if key not in self._drawn:

            def options(inner: Any) -> tuple[Json, ...]:
                return self._smallest(inner, fuel - 1) if fuel else ()

            candidates = self._candidates(schema, options, 0)
            found = tuple(self._accepted(schema, candidates, 1))
            self._drawn[key] = schema, found
        return self._drawn[key][1]

    def _accepted(
        self, schema: Any, candidates: Iterable[Json], limit: int
    ) -> Iterator[Json]:
        """Give each candidate that is valid once, up to a number; large ones as a last resort."""
        seen: set[str] = set()
        large: list[Json] = []
        count = 0
        for value in islice(candidates, limit * 4 + 40):
            if count >= limit:
                return
            key = key_of(value) + type_of(value)[0]
            if key in seen:
                continue
            seen.add(key)
            if len(key) > _LARGEST:
                large.append(value)
            elif self._judge.accepts(schema, value):
                count += 1
                yield value
        if not count:
            yield from (each for each in large[:2] if self._judge.accepts(schema, each))

    def _candidates(self, schema: Any, options: Options, depth: int) -> Iterator[Json]:
        """Draw by each way to be valid and each type in turn."""
        return self._of_ways(self.alternatives.of(schema), options, depth)

    def _of_ways(
        self, ways: Iterable[Tree], options: Options, depth: int
    ) -> Iterator[Json]:
        drawn = [
            self._of_type(way, type_, options, depth)
            for way in ways
            for type_ in types_of(way)
        ]
        while drawn:
            left: list[Iterator[Json]] = []
            for each in drawn:
                if found := _next(each):
                    yield found[0]
                    left.append(each)
            drawn = left

    def _of_type(
        self, way: Tree, type_: str, options: Options, depth: int
    ) -> Iterator[Json]:
        examples = [each for each in way.get("examples", ()) if is_of(each, type_)]
        if self._by_example:
            yield from examples
        if "enum" in way:
            yield from (each for each in way["enum"] if is_of(each, type_))
            return
        drawn = self._drawn_of_type(way, type_, options, depth)
        yield from islice(drawn, 1)
        yield from examples
        yield from drawn

    def _drawn_of_type(
        self, way: Tree, type_: str, options: Options, depth: int
    ) -> Iterator[Json]:
        match type_:
            case "object":
                hidden = self._schemas.hidden(way)
                made = Objects(
                    way,
                    options,
                    hidden=hidden,
                    width=_WIDTHS[depth],
                    random=self._random(way),
                )
                yield from made.draw()
            case "array":
                yield from Arrays(way, options).draw()
            case "string":
                yield from texts(way, self._random(way))
            case "integer":
                yield from integers(way, self._random(way))
            case "number":
                yield from numbers(way, self._random(way))
            case "boolean":
                yield from (True, False)
            case _:
                yield None

    def _random(self, way: Tree) -> Random:
        """Start chance anew for each schema, so that no other schema has a part in it."""
        bounds = [
            way.get(key) for key in ("minimum", "maximum", "minLength", "maxLength")
        ]
        pattern, format_ = way.get("pattern"), way.get("format")
        return Random(f"{self._seed} {bounds} {pattern} {format_}")


def _next(values: Iterator[Json]) -> tuple[Json, ...]:
    """Give the next value in a tuple; an empty one at the end, or where a keyword makes no sense."""
    try:
        return tuple(islice(values, 1))
    except SENSELESS:
        return ()


def types_of(way: Tree) -> tuple[str, ...]:
    """List the types of a schema; where it has none, those that its keywords speak of."""
    if "type" in way:
        return tuple(each for each in way["type"] if isinstance(each, str))
    if "enum" in way:
        return _ANY
    said = {key for key in way if key not in _LIMITLESS or way[key]}
    implied = [type_ for type_, keywords in _TYPES.items() if said & {*keywords}]
    name = str(way.get("format"))
    if not implied and name in _NUMERIC:
        implied = [_NUMERIC[name]]
    elif not implied and name in FORMATS:
        implied = ["string"]
    return tuple(implied) or _ANY


def is_of(value: Json, type_: str) -> bool:
    """Tell whether a value is of a type."""
    found = type_of(value)
    return found == type_ or (type_ == "number" and found == "integer")
