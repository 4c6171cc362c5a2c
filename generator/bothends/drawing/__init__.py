"""Values that schemas describe, and values that they forbid, drawn from one canonical tree."""

from typing import Any

from bothends.drawing.drawer import DEEPEST, Drawer
from bothends.drawing.emptiness import Emptiness
from bothends.drawing.judge import Judge
from bothends.drawing.mistakes import Mistakes, Wrong
from bothends.drawing.schemas import Direction, Schemas
from bothends.drawing.values import Json
from bothends.records import dataclass
from bothends.tree import Tree

__all__ = ["Direction", "Drawing", "Json", "Wrong"]


@dataclass(frozen=True, slots=True)
class _End:
    """What is known of the values that go in one direction."""

    drawer: Drawer
    mistakes: Mistakes
    judge: Judge
    emptiness: Emptiness


class Drawing:
    """Draws values: the same for a tree, a schema and a seed on every machine, in any order.

    The tree and the schemas must not change, nor values that were drawn: they share parts.
    """

    def __init__(self, tree: Tree, *, seed: int = 0, by_example: bool = False) -> None:
        """Prepare; with `by_example` the examples of a schema are its typical values."""
        self._by_example = by_example
        self._tree = tree
        self._seed = seed
        self._ends: dict[tuple[Direction, bool], _End] = {}

    def valid(
        self, schema: Any, direction: Direction, *, limit: int = 24
    ) -> tuple[Json, ...]:
        """Draw values that are valid by JSON Schema 2020-12, a typical one first.

        Properties that the direction leaves out are left out. None where no value was found.
        """
        return self._end(direction).drawer.values(schema, DEEPEST, limit)

    def least(self, schema: Any, direction: Direction) -> tuple[Json, ...]:
        """Draw a value with nothing in it that may be absent; none where none was found."""
        return self._end(direction).drawer.values(schema, 0)

    def contradiction(self, schema: Any, direction: Direction) -> str:
        """Say why no value is valid by a schema; empty where one is, or that is not known.

        Where a lenient reader would find values, a common mistake is why there are none: the
        members of a `oneOf` have all values in common, or other properties are forbidden beside
        an `allOf` that has some.
        """
        if self._end(direction).drawer.values(schema, DEEPEST, 1):
            return ""
        if self._end(direction).emptiness.is_certain(schema):
            return "its keywords contradict each other"
        if self._end(direction, is_loose=True).drawer.values(schema, DEEPEST, 1):
            return "each value is forbidden by an `additionalProperties` or a second of `oneOf`"
        return ""

    def wrong(
        self, schema: Any, direction: Direction, *, limit: int = 24
    ) -> tuple[Wrong, ...]:
        """Draw values that are valid but for one keyword, each of which names it."""
        return self._end(direction).mistakes.of(schema, limit)

    def is_valid(self, schema: Any, value: Json, direction: Direction) -> bool:
        """Tell whether a value is valid; what its direction leaves out may be there or not."""
        return self._end(direction).judge.accepts(schema, value)

    def fault(self, schema: Any, value: Json, direction: Direction) -> str:
        """Say what is wrong with a value, and where in it; empty if it is valid."""
        return self._end(direction).judge.fault(schema, value)

    def _end(self, direction: Direction, *, is_loose: bool = False) -> _End:
        key = direction, is_loose
        if key not in self._ends:
            schemas = Schemas(self._tree, direction, is_loose=is_loose)
            judge = Judge(schemas, strict=True, remembers=True)
            drawer = Drawer(schemas, judge, self._seed, by_example=self._by_example)
            mistakes = Mistakes(schemas, drawer, judge)
            lenient = Judge(schemas, strict=False, remembers=False)
            emptiness = Emptiness(schemas, drawer.alternatives)
            self._ends[key] = _End(drawer, mistakes, lenient, emptiness)
        return self._ends[key]
