"""Values that break one keyword: a valid value, changed at one place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice, pairwise
from typing import Any, Final

from bothends.drawing import breaking
from bothends.drawing.breaking import Attempt
from bothends.drawing.drawer import Drawer, types_of
from bothends.drawing.judge import Judge
from bothends.drawing.merging import item_at
from bothends.drawing.objects import property_schema
from bothends.drawing.schemas import SENSELESS, Schemas, listed
from bothends.drawing.tags import property_of
from bothends.drawing.values import Json, key_of, type_of
from bothends.records import dataclass
from bothends.tree import Pointer, Tree, is_object

_UNLIKE: Final[tuple[Json, ...]] = ({}, [], "no such value", -1.5, True, None)
"""Values of every type, which a choice seldom has all."""

_SITES: Final = 150
_BASES: Final = 6
_DEEPEST: Final = 4


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that its schema refuses."""

    value: Json
    keyword: str
    """The keyword that it breaks, such as `maxLength`."""
    pointer: Pointer
    """Where in the value; of what is missing, where it is missing."""


@dataclass(frozen=True, slots=True)
class _Site:
    """A place in a valid value, and the schema that speaks of it."""

    pointer: Pointer
    schema: Any
    value: Json


class Mistakes:
    """Draws wrong values. Each is refused by the judge, for the keyword that it names."""

    def __init__(self, schemas: Schemas, drawer: Drawer, judge: Judge) -> None:
        self._schemas = schemas
        self._drawer = drawer
        self._judge = judge
        self._drawn: dict[tuple[int, int], tuple[Any, tuple[Wrong, ...]]] = {}

    def of(self, schema: Any, limit: int) -> tuple[Wrong, ...]:
        """Draw wrong values, first one for each keyword that can be broken."""
        schema = self._schemas.same(schema)
        key = (id(schema), limit)
        if key not in self._drawn:
            self._drawn[key] = schema, tuple(self._refused(schema, limit))
        return self._drawn[key][1]

    def _refused(self, schema: Any, limit: int) -> Iterator[Wrong]:
        seen: set[str] = set()
        count = 0
        for base, site, attempt in islice(self._attempts(schema), limit * 4 + 60):
            if count >= limit:
                return
            value = _replaced(base, site.pointer, attempt.value)
            if (key := key_of(value)) in seen:
                continue
            seen.add(key)
            broken = self._judge.broken(schema, value)
            keyword = next((each for each in attempt.keywords if each in broken), None)
            if keyword is not None:
                count += 1
                yield Wrong(value, keyword, site.pointer)

    def _attempts(self, schema: Any) -> Iterator[tuple[Json, _Site, Attempt]]:
        """Give what may be wrong, keyword by keyword in turn."""
        queues: dict[str, list[tuple[Json, _Site, Attempt]]] = defaultdict(list)
        for base in self._drawer.values(schema)[:_BASES]:
            for site in islice(self._sites(_Site((), schema, base)), _SITES):
                with suppress(*SENSELESS):
                    for attempt in self._at(site):
                        queues[attempt.keywords[0]].append((base, site, attempt))
        longest = max(map(len, queues.values()), default=0)
        for at in range(longest):
            yield from (queue[at] for queue in queues.values() if at < len(queue))

    def _sites(self, root: _Site) -> Iterator[_Site]:
        """Go through a value, the outer places before the inner."""
        pending = [root]
        while pending:
            inner: list[_Site] = []
            for site in pending:
                yield site
                if len(site.pointer) < _DEEPEST:
                    with suppress(*SENSELESS):
                        inner += self._below(site)
            pending = inner

    def _below(self, site: _Site) -> Iterator[_Site]:
        for way in self._ways(site):
            if is_object(site.value):
                for name, value in site.value.items():
                    inner = property_schema(way, name)
                    yield _Site((*site.pointer, name), inner, value)
            elif isinstance(site.value, list):
                for index, value in enumerate(site.value[:3]):
                    inner = item_at(way, index)
                    yield _Site((*site.pointer, index), inner, value)

    def _at(self, site: _Site) -> Iterator[Attempt]:
        for way in self._ways(site):
            yield from breaking.attempts(way, site.value, self._schemas.hidden(way))
        for part in self._schemas.parts(site.schema, choices=False):
            yield from self._combining(part, site.value)

    def _ways(self, site: _Site) -> Iterable[Tree]:
        """Find the way in which a value is valid."""
        ways = self._drawer.alternatives.of(site.schema)
        return islice((way for way in ways if self._fits(way, site.value)), 1)

    def _fits(self, way: Tree, value: Json) -> bool:
        found = type_of(value)
        types = types_of(way)
        if found not in types and not (found == "integer" and "number" in types):
            return False
        if "enum" in way and key_of(value) not in {
            key_of(each) for each in way["enum"]
        }:
            return False
        if not is_object(value):
            return True
        named = way.get("properties", {})
        hidden = self._schemas.hidden(way)
        return all(
            name in value or name in hidden for name in listed(way, "required")
        ) and all(
            self._judge.accepts(named[name], each)
            for name, each in value.items()
            if name in named
        )

    def _combining(self, part: Tree, value: Json) -> Iterator[Attempt]:
        """Break the keywords that combine schemas."""
        tag = property_of(part)
        if tag is not None and is_object(value) and tag in value:
            keywords = ("const", "enum", "oneOf", "anyOf")
            yield Attempt(keywords, {**value, tag: "no-such-tag"})
        if "not" in part:
            for each in self._drawer.values(part["not"], 1):
                yield Attempt(("not",), _with(value, each))
        for keyword in ("oneOf", "anyOf"):
            if keyword in part:
                yield from (Attempt((keyword,), each) for each in _UNLIKE)
        options = listed(part, "oneOf")
        for first, second in pairwise(options):
            two = {"allOf": [first, second]}
            yield from (
                Attempt(("oneOf",), each) for each in self._drawer.values(two, 1)
            )


def _with(value: Json, more: Json) -> Json:
    return (
        {**value, **more}
        if isinstance(value, dict) and isinstance(more, dict)
        else more
    )


def _replaced(value: Json, pointer: Pointer, new: Json) -> Json:
    """Copy a value with another one at a place."""
    if not pointer:
        return new
    step, rest = pointer[0], pointer[1:]
    match value, step:
        case dict(), str():
            return {**value, step: _replaced(value[step], rest, new)}
        case list(), int():
            return [
                _replaced(each, rest, new) if at == step else each
                for at, each in enumerate(value)
            ]
        case _:
            return value
