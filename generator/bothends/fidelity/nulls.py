"""Which schemas null is valid by."""

from collections.abc import Mapping
from typing import Any

from bothends.fidelity.keywords import asserted
from bothends.fidelity.kinds import KINDS, kinds, values_of
from bothends.spelling import COMPONENT
from bothends.tree import Tree, is_array, is_object

_Components = Mapping[str, Any]

_STRUCTURE = frozenset(
    ["additionalProperties", "items", "patternProperties", "properties", "required"]
)
"""Keywords that mean one type, though none is said."""

_UNSURE = frozenset(["if", "not"])
"""Keywords that may refuse null."""


def says_null(schema: Any, components: _Components) -> bool:
    """Tell whether null is valid by a schema for certain, and not because anything is."""
    return kinds(schema, components) != KINDS and _takes_null(
        schema, components, frozenset()
    )


def _takes_null(schema: Any, components: _Components, above: frozenset[str]) -> bool:
    if not is_object(schema):
        return schema is True
    said = asserted(schema)
    name = str(said.get("$ref", "")).removeprefix(COMPONENT)
    if name in above or _UNSURE & said.keys() or not _lets_null_be(said):
        return False

    def among(keyword: str) -> int:
        inner = above | {name} if name else above
        return sum(_takes_null(each, components, inner) for each in said[keyword])

    return (
        (not name or _takes_null(components.get(name), components, above | {name}))
        and ("allOf" not in said or among("allOf") == len(said["allOf"]))
        and ("anyOf" not in said or among("anyOf") > 0)
        and ("oneOf" not in said or among("oneOf") == 1)
    )


def _lets_null_be(said: Tree) -> bool:
    """Tell whether what a schema says beside what it is put together from takes null."""
    if "type" in said:
        names: list[str] = said["type"] if is_array(said["type"]) else [said["type"]]
        if "null" not in names:
            return False
    elif _STRUCTURE & said.keys():
        return False
    return not {"enum", "const"} & said.keys() or None in values_of(said)
