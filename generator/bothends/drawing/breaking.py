"""What may be wrong with one value by each keyword of its schema."""

import math
from collections.abc import Iterator
from typing import Final

from bothends.drawing.formats import FORMATS
from bothends.drawing.numbers import Bounds, bounds_of
from bothends.drawing.schemas import listed
from bothends.drawing.values import Json
from bothends.records import dataclass
from bothends.tree import Tree, is_object

_LONGEST: Final = 4096
_MOST_ITEMS: Final = 256
_STEPS: Final = (0, 10, 4096)
"""How far beyond a limit; a float tells only the last from 2**63."""
_OTHERS: Final[dict[str, Json]] = {
    "string": "text",
    "integer": 7,
    "number": 1.5,
    "boolean": True,
    "object": {"key": "text"},
    "array": ["text"],
}
_MISSES: Final = ("!", "", " ", "ÿ🎉", "0", "a")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A value that may be wrong, and the keywords of which one should be what it breaks."""

    keywords: tuple[str, ...]
    value: Json


def attempts(way: Tree, value: Json, hidden: frozenset[str]) -> Iterator[Attempt]:
    """Change a valid value so that it breaks a keyword, once or more for each keyword."""
    yield from _other_types(way)
    if "enum" in way:
        yield from _other_values(value)
    if isinstance(value, str):
        yield from _texts(way, value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _numbers(way, value)
    elif isinstance(value, list):
        yield from _arrays(way, value)
    elif is_object(value):
        yield from _objects(way, value, hidden)


def _other_types(way: Tree) -> Iterator[Attempt]:
    types = way.get("type")
    if types is None:
        return
    if "null" not in types:
        yield Attempt(("type",), None)
    for type_, other in _OTHERS.items():
        if type_ not in types and not (type_ == "integer" and "number" in types):
            yield Attempt(("type",), other)


def _other_values(value: Json) -> Iterator[Attempt]:
    keywords = ("enum", "const")
    match value:
        case str():
            yield Attempt(keywords, f"{value}-other")
            yield Attempt(keywords, value.swapcase())
        case bool():
            yield Attempt(keywords, not value)
        case int() | float():
            yield Attempt(keywords, value + 1_000_003)
        case _:
            yield Attempt(keywords, "other")


def _texts(way: Tree, value: str) -> Iterator[Attempt]:
    if 0 <= (most := way.get("maxLength", math.inf)) < _LONGEST:
        filler = value[-1:] or "x"
        yield Attempt(("maxLength",), value + filler * (int(most) + 1 - len(value)))
    if 0 < (least := way.get("minLength", 0)) <= _LONGEST:
        yield Attempt(("minLength",), value[: int(least) - 1])
    if "pattern" in way:
        yield from (Attempt(("pattern",), each) for each in _MISSES)
        yield Attempt(("pattern",), f"{value}\n{value}!")
    form = FORMATS.get(str(way.get("format")))
    if form is not None:
        yield from (Attempt(("format",), each) for each in form.others)


def _numbers(way: Tree, value: float) -> Iterator[Attempt]:
    bounds = bounds_of(way)
    is_whole = "number" not in way.get("type", ["number"])
    for keywords, number in _outside(bounds):
        # A float may not tell a number from the limit: -2**63 - 1 is -2**63.
        if is_whole or not bounds.has(float(number)):
            yield Attempt(keywords, number)
    if bounds.step:
        yield Attempt(("multipleOf",), value + bounds.step / 2)
        yield Attempt(("multipleOf",), value + 1)
    if is_whole:
        yield Attempt(("type",), 1.5)


def _outside(bounds: Bounds) -> Iterator[tuple[tuple[str, ...], float]]:
    """Give numbers beyond the limits, and the keywords that may set these."""
    if bounds.low is not None:
        below = bounds.low - (not bounds.is_above)
        for less in _STEPS:
            yield ("minimum", "exclusiveMinimum", "format"), below - less
    if bounds.high is not None:
        beyond = bounds.high + (not bounds.is_below)
        for more in _STEPS:
            yield ("maximum", "exclusiveMaximum", "format"), beyond + more


def _arrays(way: Tree, value: list[Json]) -> Iterator[Attempt]:
    most = way.get("maxItems", math.inf)
    if value and most < _MOST_ITEMS:
        repeats = int(most) // len(value) + 1
        yield Attempt(("maxItems",), (value * repeats)[: int(most) + 1])
    if (least := way.get("minItems", 0)) > 0:
        yield Attempt(("minItems",), value[: int(least) - 1])
    if way.get("uniqueItems") and value:
        yield Attempt(("uniqueItems",), [*value, value[0]])
        yield Attempt(("uniqueItems",), [value[0], *value[:-1]])
    if "contains" in way:
        yield Attempt(("contains", "minContains"), [])
        nulls: list[Json] = [None] * len(value)
        yield Attempt(("contains", "minContains"), nulls)
        yield Attempt(("maxContains", "contains"), value * 3)
    if listed(way, "prefixItems"):
        yield Attempt(("items", "unevaluatedItems"), [*value, "more"])


def _objects(way: Tree, value: Tree, hidden: frozenset[str]) -> Iterator[Attempt]:
    for name in listed(way, "required"):
        if name in value and name not in hidden:
            yield Attempt(("required",), _without(value, name))
    extra = {**value, "unexpected": "text"}
    yield Attempt(("additionalProperties", "unevaluatedProperties"), extra)
    for name, inner in way.get("properties", {}).items():
        if inner is False and name not in value:
            yield Attempt(("properties", "not"), {**value, name: "text"})
    if "propertyNames" in way:
        yield from (
            Attempt(("propertyNames",), {**value, each: "text"}) for each in _MISSES
        )
    yield from _sizes(way, value)
    for name, needed in way.get("dependentRequired", {}).items():
        if name in value:
            for each in needed:
                yield Attempt(("dependentRequired",), _without(value, each))


def _sizes(way: Tree, value: Tree) -> Iterator[Attempt]:
    if (least := way.get("minProperties", 0)) > 0:
        first = list(value.items())[: int(least) - 1]
        yield Attempt(("minProperties",), dict(first))
    most = way.get("maxProperties", math.inf)
    if most < _MOST_ITEMS:
        other: Json = next(iter(value.values()), "text")
        more = {f"key{at}": other for at in range(int(most) + 1 - len(value))}
        yield Attempt(("maxProperties",), {**value, **more})


def _without(value: Tree, name: str) -> Tree:
    return {key: each for key, each in value.items() if key != name}
