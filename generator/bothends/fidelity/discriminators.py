"""Discriminators that tell the members of a union apart (OpenAPI 3.1 §4.8.25)."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from bothends.fidelity.kinds import values_of
from bothends.spelling import COMPONENT
from bothends.tree import Tree, is_object, mapping_of

_Components = Mapping[str, Any]


def chooses(schema: Tree, components: _Components) -> bool:
    """Tell whether a discriminator says of each value which member of a `oneOf` is meant.

    It does if each member is mapped or has the property, and no two have a tag in common.
    Otherwise the `oneOf` stands by itself: a hint changes nothing of what is valid.
    """
    if "discriminator" not in schema:
        return False
    found = [_tags(schema, member, components) for member in schema.get("oneOf", [])]
    return all(found) and not any(one & other for one, other in combinations(found, 2))


def _tags(schema: Tree, member: Any, components: _Components) -> frozenset[str]:
    """Give the tags that mean a member; none where it is not mapped and has no such property."""
    name = str(schema["discriminator"].get("propertyName"))
    reference = str(member.get("$ref", ""))
    mapped = [tag for tag, to in mapping_of(schema).items() if to == reference]
    property_ = next(_properties(member, name, components, frozenset()), None)
    if mapped or property_ is None:
        return frozenset(mapped)
    said = _values(property_, components)
    return frozenset(said or [reference.removeprefix(COMPONENT)])


def _properties(
    schema: Any, name: str, components: _Components, above: frozenset[str]
) -> Iterator[Any]:
    """Find a property of an object, and of all that it refers to or is put together from."""
    if not is_object(schema):
        return
    if name in schema.get("properties", {}):
        yield schema["properties"][name]
    target = str(schema.get("$ref", "")).removeprefix(COMPONENT)
    if target and target not in above:
        inner = above | {target}
        yield from _properties(components.get(target), name, components, inner)
    for keyword in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(keyword, []):
            yield from _properties(part, name, components, above)


def _values(schema: Any, components: _Components) -> list[str]:
    target = str(schema.get("$ref", "")).removeprefix(COMPONENT) if schema else ""
    said = components.get(target) if target else schema
    if not is_object(said) or not {"const", "enum"} & said.keys():
        return []
    return [value for value in values_of(said) if isinstance(value, str)]
