"""Arrays of a schema, from the values of its items."""

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

from bothends.drawing.merging import both, item_at
from bothends.drawing.schemas import listed
from bothends.drawing.values import Json, key_of
from bothends.tree import Tree

Options: TypeAlias = Callable[[Any], tuple[Json, ...]]
"""The values of a schema within what is being drawn, the plainest first."""

_MOST: Final = 256
"""Arrays that must be longer are not drawn."""

_PACKED: Final = 32
_EXACT: Final = 64
_MADE_UP: Final = 40


class Arrays:
    """Draws arrays for one schema without combining keywords."""

    def __init__(self, schema: Tree, options: Options) -> None:
        self._schema = schema
        self._options = options
        self._least = int(schema.get("minItems", 0))
        self._most = schema.get("maxItems", _MOST)
        self._prefix = len(listed(schema, "prefixItems"))
        if "contains" in schema:
            needed = int(schema.get("minContains", 1))
            self._least = max(self._least, needed)

    def draw(self) -> Iterator[Json]:
        """Draw arrays, a typical one first, then the shortest. Some may not be valid."""
        if self._least > min(self._most, _MOST):
            return
        if self._most == 0:
            yield []
            return
        items = self._distinct()
        typical = max(self._least, self._prefix, min(2, len(items)))
        yield from self._of(min(typical, int(self._most)), items, 0)
        yield from self._of(self._least, items, 0)
        yield from self._of(self._prefix, items, 0)
        room = int(min(self._most, self._prefix + max(len(items), self._least)))
        if items:
            yield from self._of(min(room, max(_PACKED, self._least)), items, 0)
        if self._most <= _EXACT:
            yield from self._of(int(self._most), items, 1)
        for shift in range(1, len(items)):
            yield from self._of(max(self._least, self._prefix + 1), items, shift)

    def _of(self, length: int, items: tuple[Json, ...], shift: int) -> Iterator[Json]:
        """Make an array of a length, where its items allow one; `shift` is where they begin."""
        made: list[Json] = []
        for at in range(min(length, self._prefix)):
            options = self._options(item_at(self._schema, at))
            if not options:
                return
            made.append(options[shift % len(options)])
        missing = length - len(made)
        if missing and not items:
            return
        if self._schema.get("uniqueItems"):
            fresh = _without(items[shift:] + items[:shift], made)
            if len(fresh) < missing:
                return
            made += fresh[:missing]
        else:
            made += [items[(shift + at) % len(items)] for at in range(missing)]
        yield self._containing(made)

    def _containing(self, made: list[Json]) -> list[Json]:
        """Put what the array must contain behind its prefix."""
        if "contains" not in self._schema:
            return made
        inner = both(self._schema.get("items", True), self._schema["contains"])
        wanted = self._options(inner)
        count = int(self._schema.get("minContains", 1))
        if not wanted or count > len(made) - self._prefix:
            return made
        return [
            *made[: self._prefix],
            *(wanted[at % len(wanted)] for at in range(count)),
            *made[self._prefix + count :],
        ]

    def _distinct(self) -> tuple[Json, ...]:
        """List the values of the items after the prefix; more than there are if all must differ."""
        inner = self._schema.get("items", True)
        items = self._options(inner)
        if self._schema.get("uniqueItems") and len(items) < self._least:
            made_up = (
                each
                for number in range(_MADE_UP)
                for value in (f"text{number}", 100 + number)
                for each in self._options(both(inner, {"enum": [value]}))
            )
            items = (*items, *made_up)
        return items


def _without(items: tuple[Json, ...], taken: list[Json]) -> list[Json]:
    seen = {key_of(each) for each in taken}
    found: list[Json] = []
    for item in items:
        if (key := key_of(item)) not in seen:
            seen.add(key)
            found.append(item)
    return found
