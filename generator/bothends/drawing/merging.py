"""Two schemas that both hold -> one that says the same, as far as keywords can be joined."""

from collections.abc import Callable, Iterable, Mapping
from math import lcm
from typing import Any, Final

from bothends.drawing.matching import matcher
from bothends.drawing.schemas import listed, members
from bothends.drawing.values import key_of
from bothends.tree import Tree, is_array, is_object

TYPES: Final = ("object", "array", "string", "number", "integer", "boolean", "null")


def merged(first: Tree, second: Tree) -> Tree | None:
    """Join two schemas without combining keywords; None where no value has both types."""
    if not first or not second:
        return first or second
    result = {**first, **second}
    for keyword in first.keys() & second.keys():
        join = _JOINS.get(keyword)
        if join is not None:
            result[keyword] = join(first[keyword], second[keyword])
    if "properties" in result:
        result["properties"] = _properties(first, second)
    if "prefixItems" in result:
        result["prefixItems"] = _prefix(first, second)
    return None if result.get("type") == [] or result.get("enum") == [] else result


def both(first: Any, second: Any) -> Any:
    """Give the schema that demands what two schemas demand."""
    if first is second or second is True or second == {}:
        return first
    if first is True or first == {}:
        return second
    if first is False or second is False:
        return False
    return {"allOf": [first, second]}


def normal(schema: Tree) -> Tree:
    """Bring keywords to the one form that can be joined: lists of types, values and patterns."""
    result = {key: value for key, value in schema.items() if key in _KEPT}
    if "type" in result:
        types = result["type"]
        result["type"] = list(types) if is_array(types) else [types]
    if "const" in schema:
        values = [schema["const"]]
        result["enum"] = _same_values(values, result.get("enum", values))
    if isinstance(result.get("pattern"), str):
        result["pattern"] = [result["pattern"]]
    examples = [*listed(schema, "examples")]
    examples += [schema[key] for key in ("default", "example") if key in schema]
    if examples:
        result["examples"] = examples
    return result


def _same_types(first: list[str], second: list[str]) -> list[str]:
    common = [each for each in first if each in second]
    if ("number" in first) != ("number" in second):
        common += [each for each in (*first, *second) if each == "integer"]
    return list(dict.fromkeys(common))


def _same_values(first: list[Any], second: list[Any]) -> list[Any]:
    keys = {key_of(each) for each in second}
    return [each for each in first if key_of(each) in keys]


def _all_of(first: list[Any], second: list[Any]) -> list[Any]:
    return [*first, *(each for each in second if each not in first)]


def _by_name(first: Tree, second: Tree) -> Tree:
    common = {name: both(first[name], second[name]) for name in first if name in second}
    return {**first, **second, **common}


def _names_by_name(first: Tree, second: Tree) -> Tree:
    common = {
        name: _all_of(first[name], second[name]) for name in first if name in second
    }
    return {**first, **second, **common}


def _multiple(first: float, second: float) -> float:
    if isinstance(first, int) and isinstance(second, int):
        return lcm(first, second)
    return max(first, second)


_KEPT: Final = {
    "type",
    "enum",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "contentEncoding",
    "items",
    "prefixItems",
    "contains",
    "minContains",
    "maxContains",
    "minItems",
    "maxItems",
    "uniqueItems",
    "properties",
    "required",
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "dependentRequired",
}

_JOINS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "type": _same_types,
    "enum": _same_values,
    "examples": _all_of,
    "pattern": _all_of,
    "required": _all_of,
    "patternProperties": _by_name,
    "dependentRequired": _names_by_name,
    "multipleOf": _multiple,
    "uniqueItems": lambda first, second: first or second,
    **dict.fromkeys(
        ["additionalProperties", "items", "contains", "propertyNames"], both
    ),
    **dict.fromkeys(
        [
            "minimum",
            "exclusiveMinimum",
            "minLength",
            "minItems",
            "minProperties",
            "minContains",
        ],
        max,
    ),
    **dict.fromkeys(
        [
            "maximum",
            "exclusiveMaximum",
            "maxLength",
            "maxItems",
            "maxProperties",
            "maxContains",
        ],
        min,
    ),
}
"""Where a keyword is not listed, what the second schema says stands for both."""


def _properties(first: Tree, second: Tree) -> Tree:
    """Join properties; one that a side does not name is what its other keywords say of it."""
    names = [
        name for side in (first, second) for name, _ in members(side, "properties")
    ]
    return {
        name: both(_property(first, name), _property(second, name))
        for name in dict.fromkeys(names)
    }


def _property(schema: Tree, name: str) -> Any:
    named = schema.get("properties")
    if is_object(named) and name in named:
        return named[name]
    if "additionalProperties" in schema and beyond(schema, [name]):
        return schema["additionalProperties"]
    return True


def _prefix(first: Tree, second: Tree) -> list[Any]:
    length = max(len(listed(side, "prefixItems")) for side in (first, second))
    return [both(item_at(first, at), item_at(second, at)) for at in range(length)]


def item_at(schema: Tree, index: int) -> Any:
    """Give the schema of an item by its place."""
    prefix = listed(schema, "prefixItems")
    return prefix[index] if index < len(prefix) else schema.get("items", True)


def beyond(schema: Tree, names: Iterable[str]) -> list[str]:
    """List the names that a schema's `additionalProperties` speaks of."""
    named = schema.get("properties")
    known = named if is_object(named) else {}
    matchers = [matcher(pattern) for pattern, _ in members(schema, "patternProperties")]
    return [
        name
        for name in names
        if name not in known
        and not any(matches and matches(name) for matches in matchers)
    ]
