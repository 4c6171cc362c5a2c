"""Objects of a schema, from the values of its properties."""

from collections.abc import Iterator, Sequence
from itertools import chain
from random import Random
from typing import Any, Final

from bothends.drawing.arrays import Options
from bothends.drawing.matching import matcher
from bothends.drawing.merging import both
from bothends.drawing.schemas import listed, members
from bothends.drawing.spelling import matching
from bothends.drawing.values import Json
from bothends.records import dataclass
from bothends.tree import Tree, is_object

KEYS: Final = (
    "key",
    "other key",
    "ключ🎉",
    "a/b~c.d[e]$f",
    "",
    "__class__",
    'q"\\\n',
)
_MOST: Final = 512
_TURNS: Final = 5
"""How many times more optional properties take turns than are there at once."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """A property that may be there, and what it can be."""

    name: str
    options: tuple[Json, ...]
    is_required: bool


class Objects:
    """Draws objects for one schema without combining keywords.

    `width` is how many optional properties they have at most, `hidden` what they never have.
    """

    def __init__(
        self,
        schema: Tree,
        options: Options,
        *,
        hidden: frozenset[str],
        width: int,
        random: Random,
    ) -> None:
        self._schema = schema
        self._options = options
        self._hidden = hidden
        self._width = width
        self._random = random
        self._least = schema.get("minProperties", 0)
        self._most = schema.get("maxProperties", _MOST)

    def draw(self) -> Iterator[Json]:
        """Draw objects, a typical one first, then the smallest. Some may not be valid."""
        slots = self._slots()
        if slots is None or self._least > _MOST:
            return
        required = [slot for slot in slots if slot.is_required]
        shown = [*required, *self._window(slots, 0)]
        typical = {slot.name: slot.options[0] for slot in shown}
        yield self._completed(typical, slots, at=0)
        yield self._completed(
            {slot.name: slot.options[0] for slot in required}, slots, at=None
        )
        yield from self._diagonals(slots)
        yield from self._single(typical, shown)

    def _window(self, slots: Sequence[_Slot], at: int) -> Sequence[_Slot]:
        """Choose optional properties, no more than there may be: in turn, if there are more."""
        optional = [slot for slot in slots if not slot.is_required]
        room = max(0, min(self._width, self._most - len(slots) + len(optional)))
        if room >= len(optional):
            return optional
        start = at * room % len(optional)
        return [*optional[start:], *optional[:start]][:room]

    def _diagonals(self, slots: Sequence[_Slot]) -> Iterator[Json]:
        """Give each property its next value at once: few objects hold every value."""
        longest = max((len(slot.options) for slot in slots), default=0)
        required = [slot for slot in slots if slot.is_required]
        for at in range(1, max(longest, len(KEYS)) + 1):
            shown = [*required, *self._window(slots, at)]
            made: dict[str, Json] = {}
            for slot in shown:
                # Those that take turns are absent often enough.
                may_miss = not slot.is_required and len(shown) == len(slots)
                if (index := at % (len(slot.options) + may_miss)) < len(slot.options):
                    made[slot.name] = slot.options[index]
            yield self._completed(made, slots, at=at)

    def _single(
        self, typical: dict[str, Json], slots: Sequence[_Slot]
    ) -> Iterator[Json]:
        """Change one property of the typical object at a time."""
        for slot in slots:
            if not slot.is_required:
                rest = {
                    name: each for name, each in typical.items() if name != slot.name
                }
                yield self._completed(rest, slots, at=0)
        longest = max((len(slot.options) for slot in slots), default=0)
        for at in range(1, longest):
            for slot in slots:
                if at < len(slot.options):
                    changed = {**typical, slot.name: slot.options[at]}
                    yield self._completed(changed, slots, at=0)

    def _slots(self) -> list[_Slot] | None:
        """List the properties, the required ones first; None if one of those can't be."""
        required = [
            name
            for name in listed(self._schema, "required")
            if isinstance(name, str) and name not in self._hidden
        ]
        slots: list[_Slot] = []
        for name in required[: _MOST + 1]:
            options = self._options(property_schema(self._schema, name))
            if not options:
                return None
            slots.append(_Slot(name, options, is_required=True))
        room = min(self._width * _TURNS, _MOST)
        for name in self._optional({*required}):
            if room <= 0:
                break
            if options := self._options(property_schema(self._schema, name)):
                slots.append(_Slot(name, options, is_required=False))
                room -= 1
        return slots

    def _optional(self, required: set[str]) -> Iterator[str]:
        named = (name for name, _ in members(self._schema, "properties"))
        matched = (
            next(matching(pattern, (), self._random), None)
            for pattern, _ in members(self._schema, "patternProperties")
        )
        for name in dict.fromkeys(chain(named, matched)):
            if name is not None and name not in required | self._hidden:
                yield name

    def _completed(
        self, made: dict[str, Json], slots: Sequence[_Slot], *, at: int | None
    ) -> Json:
        """Add what depends on the properties that are there, and entries of a map."""
        made = dict(made)
        pending = list(made)
        dependents = self._schema.get("dependentRequired", {})
        while pending:
            for name in listed(dependents, pending.pop()):
                options = (
                    ()
                    if name in made
                    else self._options(property_schema(self._schema, name))
                )
                if options:
                    made[name] = options[0]
                    pending.append(name)
        wanted = self._least - len(made)
        if at is not None and self._is_map():
            wanted = max(wanted, 1 if at == 0 else min(at, 3))
        self._add_entries(made, slots, min(wanted, self._most - len(made)), at or 0)
        return made

    def _is_map(self) -> bool:
        """Tell whether free names are what the schema is about."""
        if self._width == 0:
            return False
        additional = self._schema.get("additionalProperties")
        named = self._schema.get("properties") or self._schema.get("patternProperties")
        return is_object(additional) or (additional is not False and not named)

    def _add_entries(
        self, made: dict[str, Json], slots: Sequence[_Slot], wanted: int, at: int
    ) -> None:
        if wanted <= 0:
            return
        for slot in slots:
            if slot.name not in made and len(made) < self._least:
                made[slot.name] = slot.options[0]
                wanted -= 1
        keys = self._keys(wanted, at)
        for index, key in enumerate(keys):
            options = (
                self._options(property_schema(self._schema, key))
                if key not in made
                else ()
            )
            if wanted <= 0:
                return
            if options and key not in self._hidden:
                made[key] = options[(at + index) % len(options)]
                wanted -= 1

    def _keys(self, wanted: int, at: int) -> Iterator[str]:
        """List names for entries, those that are no others' first."""
        if "propertyNames" in self._schema:
            names = self._options(
                both(self._schema["propertyNames"], {"type": "string"})
            )
            keys = [name for name in names if isinstance(name, str)]
        else:
            keys = list(KEYS)
        start = at % len(keys) if keys else 0
        yield from keys[start:] + keys[:start]
        for pattern, _ in members(self._schema, "patternProperties"):
            yield from matching(pattern, (), self._random)
        yield from (f"key{number}" for number in range(wanted + len(keys)))


def property_schema(schema: Tree, name: str) -> Any:
    """Give all that a schema says of a property."""
    properties = schema.get("properties")
    named = is_object(properties) and name in properties
    found: Any = properties[name] if is_object(properties) and named else True
    for pattern, inner in members(schema, "patternProperties"):
        matches = matcher(pattern)
        if matches and matches(name):
            found, named = both(found, inner), True
    return found if named else schema.get("additionalProperties", True)
