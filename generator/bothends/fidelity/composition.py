"""Objects that are put together by `allOf`: where a class says all that its parts do."""

from collections.abc import Iterator, Mapping
from typing import Any

from bothends.fidelity.keywords import ASSERTIONS, UNTYPED, asserted
from bothends.spelling import COMPONENT
from bothends.tree import Tree, is_object

_MERGED = frozenset(["$ref", "allOf", "properties", "required", "type"])
_HELD = UNTYPED | {"maxProperties", "minProperties"}
"""Keywords that are checked in any case: a class need not say them."""


def is_plain(schema: Tree, components: Mapping[str, Any]) -> bool:
    """Tell whether a class that inherits from others says what an `allOf` does.

    It does so for objects that are open and do not disagree about a property.
    """
    parts = list(_parts(schema, components, frozenset()))
    said: Tree = {}
    return all(
        part is not None
        and part.keys() & ASSERTIONS <= _MERGED | _HELD
        and part.get("type", "object") == "object"
        and all(
            said.setdefault(name, each) == each
            for name, each in part.get("properties", {}).items()
        )
        for part in parts
    ) and any(part and "properties" in part for part in parts)


def _parts(
    schema: Any, components: Mapping[str, Any], above: frozenset[str]
) -> Iterator[Tree | None]:
    """Give what holds at once; None for what is no object, or holds itself."""
    if not is_object(schema):
        yield None
        return
    said = asserted(schema)
    if "$ref" in said:
        name = str(said["$ref"]).removeprefix(COMPONENT)
        if name in above:
            yield None
        else:
            yield from _parts(components.get(name), components, above | {name})
    for part in said.get("allOf", []):
        yield from _parts(part, components, above)
    yield said
