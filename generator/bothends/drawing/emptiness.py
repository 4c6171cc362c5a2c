"""Whether no value at all is valid by a schema: what is certain, and nothing more."""

from typing import Any, Final

from bothends.drawing.alternatives import MOST, Alternatives
from bothends.drawing.drawer import is_of, types_of
from bothends.drawing.numbers import bounds_of
from bothends.drawing.objects import property_schema
from bothends.drawing.schemas import SENSELESS, Schemas, listed
from bothends.tree import Tree

_DEEPEST: Final = 12


class Emptiness:
    """Proves that schemas contradict themselves."""

    def __init__(self, schemas: Schemas, alternatives: Alternatives) -> None:
        self._schemas = schemas
        self._alternatives = alternatives

    def is_certain(self, schema: Any) -> bool:
        """Tell whether each way to be valid is one in which nothing can be."""
        try:
            return self._is_empty(schema, frozenset())
        except SENSELESS:
            return False

    def _is_empty(self, schema: Any, inside: frozenset[int]) -> bool:
        """A value that must have one of its own kind inside of it has no end."""
        schema = self._schemas.same(schema)
        if id(schema) in inside:
            return True
        if len(inside) > _DEEPEST:
            return False
        ways = self._alternatives.of(schema)
        inside |= {id(schema)}
        return len(ways) < MOST and all(self._is_closed(way, inside) for way in ways)

    def _is_closed(self, way: Tree, inside: frozenset[int]) -> bool:
        if "enum" in way:
            types = types_of(way)
            return not any(
                is_of(each, type_) for each in way["enum"] for type_ in types
            )
        if "type" not in way:
            return False
        return all(self._has_none(way, type_, inside) for type_ in way["type"])

    def _has_none(self, way: Tree, type_: str, inside: frozenset[int]) -> bool:
        """Tell whether there is no value of one type."""
        match type_:
            case "string":
                return _crossed(way, "minLength", "maxLength")
            case "integer":
                low, high = bounds_of(way).inner
                return low > high
            case "number":
                bounds = bounds_of(way)
                ends = (bounds.low, bounds.high)
                return None not in ends and not any(map(bounds.has, _between(*ends)))
            case "array":
                return _crossed(way, "minItems", "maxItems") or (
                    way.get("minItems", 0) > len(listed(way, "prefixItems"))
                    and self._is_empty(way.get("items", True), inside)
                )
            case "object":
                return self._has_no_object(way, inside)
            case _:
                return False

    def _has_no_object(self, way: Tree, inside: frozenset[int]) -> bool:
        hidden = self._schemas.hidden(way)
        required = [name for name in listed(way, "required") if name not in hidden]
        return (
            _crossed(way, "minProperties", "maxProperties")
            or len({*required}) > way.get("maxProperties", len(required))
            or any(
                self._is_empty(property_schema(way, name), inside) for name in required
            )
        )


def _crossed(way: Tree, least: str, most: str) -> bool:
    return bool(way.get(least, 0) > way.get(most, float("inf")))


def _between(low: float | None, high: float | None) -> tuple[float, ...]:
    return (
        (low, high, low / 2 + high / 2) if low is not None and high is not None else ()
    )
