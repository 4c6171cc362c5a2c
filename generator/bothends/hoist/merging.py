"""Two schemas that hold at once, written as one.

What comes out allows every value that both allow, and may allow more: it is what a type can
say. Schemas are flat here: without references and without `allOf`, `anyOf` and `oneOf`.
"""

from collections.abc import Iterable
from typing import Any

from bothends.hoist.keywords import applies
from bothends.spelling import is_assertion
from bothends.tree import Tree, is_array

_GREATER = frozenset(
    [
        "exclusiveMinimum",
        "minContains",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
    ]
)
_LESSER = frozenset(
    [
        "exclusiveMaximum",
        "maxContains",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
    ]
)
_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")


def both(one: Tree, other: Tree) -> Tree | None:
    """Merge two schemas; None if no value is valid by both. Of annotations the first have a say.

    A property of which they say different things becomes an `allOf` of these.
    """
    merged = {**other, **one}
    for key in one.keys() & other.keys():
        merged[key] = _joined(key, one[key], other[key])
    if merged.get("type") == [] or merged.get("enum") == []:
        return None
    if "const" in one and "const" in other and one["const"] != other["const"]:
        return None
    if "const" in merged and merged["const"] not in merged.get(
        "enum", [merged["const"]]
    ):
        return None
    if {"const", "enum"} <= merged.keys():
        del merged["enum"]
    if not _agree_on_others(one, other):
        merged.pop("additionalProperties", None)
    match merged.get("type"):
        case str(name):
            return {key: each for key, each in merged.items() if applies(key, name)}
        case _:
            return merged


def asserts(schema: Any) -> bool:
    """Tell whether a schema refuses any value."""
    return schema is not True and (schema is False or any(map(is_assertion, schema)))


def _agree_on_others(one: Tree, other: Tree) -> bool:
    """Tell whether both mean the same properties by all others, and say the same of them."""
    every = _names(one) | _names(other)
    said = [each for each in (one, other) if "additionalProperties" in each]
    return all(
        _names(each) == every
        and each["additionalProperties"] == said[0]["additionalProperties"]
        for each in said
    )


def _names(schema: Tree) -> frozenset[str]:
    return frozenset(schema.get("properties", {}))


def _joined(key: str, one: Any, other: Any) -> Any:
    """Give what two values of a keyword say together."""
    match key:
        case "type":
            return _common_types(_list(one), _list(other))
        case "required":
            return list(dict.fromkeys([*one, *other]))
        case "enum":
            return [value for value in one if value in other]
        case "properties":
            shared = {
                name: _two(one[name], other[name]) for name in one if name in other
            }
            return one | other | shared
        case _ if key in _GREATER:
            return max(one, other)
        case _ if key in _LESSER:
            return min(one, other)
        case _:
            return one


def _two(one: Any, other: Any) -> Any:
    """Say both of a property: by one schema, where the other one adds nothing."""
    if not asserts(other) or one == other:
        return one
    if not asserts(one):
        return other
    return {"allOf": [one, other]}


def _common_types(one: Iterable[str], other: Iterable[str]) -> str | list[str]:
    """Give the types that both name; an integer is a number."""
    wide, wider = _widened(one), _widened(other)
    common = [name for name in _TYPES if name in wide & wider]
    if "number" in common and "integer" in common:
        common.remove("integer")
    return common[0] if len(common) == 1 else common


def _widened(names: Iterable[str]) -> set[str]:
    found = set(names)
    return found | {"integer"} if "number" in found else found


def _list(names: Any) -> list[str]:
    return names if is_array(names) else [str(names)]
