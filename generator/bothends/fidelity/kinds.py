"""Which alternatives of a union exclude each other, so that one of them at most fits a value."""

import json
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from bothends.fidelity.keywords import asserted
from bothends.spelling import COMPONENT
from bothends.tree import is_array, is_object

_Components = Mapping[str, Any]

KINDS = frozenset(["array", "boolean", "null", "number", "object", "string"])
"""The types of JSON; an integer is a number."""

_OBJECT = frozenset(["object"])
_OF: Sequence[tuple[type | tuple[type, ...], str]] = (
    (bool, "boolean"),
    ((int, float), "number"),
    (str, "string"),
    (list, "array"),
    (dict, "object"),
)


def kind_of(value: Any) -> str:
    """Name the type of a JSON value."""
    return next((name for type_, name in _OF if isinstance(value, type_)), "null")


def kinds(
    schema: Any, components: _Components, above: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Give the types that a schema lets a value have, or more where that is hard to tell."""
    if not is_object(schema):
        return KINDS if schema else frozenset()
    said = asserted(schema)
    found = KINDS
    if "type" in said:
        names: list[str] = said["type"] if is_array(said["type"]) else [said["type"]]
        found &= {"number" if name == "integer" else name for name in names}
    if "enum" in said or "const" in said:
        found &= frozenset(map(kind_of, values_of(said)))
    if "$ref" in said:
        name = str(said["$ref"]).removeprefix(COMPONENT)
        if name not in above:
            found &= kinds(components.get(name, True), components, above | {name})
    for each in said.get("allOf", []):
        found &= kinds(each, components, above)
    for keyword in ("anyOf", "oneOf"):
        if keyword in said:
            inner = [kinds(each, components, above) for each in said[keyword]]
            found &= frozenset[str]().union(*inner)
    return found


def values_of(said: Mapping[str, Any]) -> list[Any]:
    """Give the values that `enum` and `const` allow."""
    return [said["const"]] if "const" in said else list(said["enum"])


def are_disjoint_kinds(members: Sequence[Any], components: _Components) -> bool:
    """Tell whether the types of JSON tell the members of a union apart."""
    found = [kinds(member, components) for member in members]
    return not any(one & other for one, other in combinations(found, 2))


def as_python(taken: frozenset[str], by_all: frozenset[str]) -> frozenset[str]:
    """Give the types whose values may pass for those of one member of a union.

    To the `Literal` of a member, true is 1; unless another member takes booleans, or numbers.
    """
    confused = frozenset(["boolean", "number"])
    return taken | (confused - by_all) if taken & confused else taken


def exclude_each_other(members: Sequence[Any], components: _Components) -> bool:
    """Tell whether types, or properties with values of their own, tell members apart."""
    found = [
        (kinds(member, components), _tags(member, components, frozenset()))
        for member in members
    ]
    return _are_disjoint_values(members, components) or all(
        not one & other or (one & other == _OBJECT and _differ(tags, others))
        for (one, tags), (other, others) in combinations(found, 2)
    )


def _are_disjoint_values(members: Sequence[Any], components: _Components) -> bool:
    found = [_values(member, components) for member in members]
    return None not in found and not any(
        (one or frozenset()) & (other or frozenset())
        for one, other in combinations(found, 2)
    )


_Tags = Mapping[str, frozenset[str]]


def _differ(tags: _Tags, others: _Tags) -> bool:
    return any(not values & others.get(name, values) for name, values in tags.items())


def _tags(schema: Any, components: _Components, above: frozenset[str]) -> _Tags:
    """Give the properties that must be there, each with the only values that it can have."""
    if not is_object(schema):
        return {}
    found: dict[str, frozenset[str]] = {}
    name = str(schema.get("$ref", "")).removeprefix(COMPONENT)
    if name and name not in above:
        found |= _tags(components.get(name), components, above | {name})
    for each in schema.get("allOf", []):
        found |= _tags(each, components, above)
    for key, inner in schema.get("properties", {}).items():
        values = _values(inner, components)
        if key in schema.get("required", []) and values is not None:
            found[key] = values
    return found


def _values(schema: Any, components: _Components) -> frozenset[str] | None:
    if is_object(schema) and "$ref" in schema:
        schema = components.get(str(schema["$ref"]).removeprefix(COMPONENT))
    if not is_object(schema) or not {"enum", "const"} & schema.keys():
        return None
    return frozenset(json.dumps(value, sort_keys=True) for value in values_of(schema))
