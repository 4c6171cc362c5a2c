"""`allOf` whose parts disagree about a property: written out as one object.

The model generator makes a subclass of each `allOf` with a reference, and a subclass may not
change the type of an attribute. Where it would have to, the parts are merged here, after all
that is inline in them has a name.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from bothends.spelling import ANNOTATIONS, COMPONENT
from bothends.tree import Tree, is_object, schemas

_MERGED = frozenset(["additionalProperties", "allOf", "properties", "required", "type"])
"""Keywords of a part that a merged object can say; a part with any other stays as it is."""


def merge_disagreeing(components: Mapping[str, Any]) -> None:
    """Merge the parts of each component's `allOf`, in place, where two of them disagree."""
    for schema in components.values():
        if is_object(schema) and "allOf" in schema:
            parts = list(_parts(schema, components, frozenset()))
            if _disagree(parts):
                _merge(schema, parts)


def merge_tagged(tree: Tree, components: Mapping[str, Any]) -> None:
    """Merge each member of a union with a discriminator that has the tag from a base.

    The model generator gives each member a tag of its own, so that it disagrees with the base.
    """
    for schema in list(schemas(tree)):
        discriminator = schema.get("discriminator")
        tag = discriminator.get("propertyName") if is_object(discriminator) else None
        members: list[Any] = schema.get("oneOf") or schema.get("anyOf") or []
        for member in members:
            target = _target(member, components)
            if isinstance(tag, str) and is_object(target) and "allOf" in target:
                parts = list(_parts(target, components, frozenset()))
                if any(tag in part.get("properties", {}) for part in parts):
                    _merge(target, parts)


def _target(member: Any, components: Mapping[str, Any]) -> Any:
    if is_object(member) and "$ref" in member:
        return components.get(str(member["$ref"]).removeprefix(COMPONENT))
    return member


def _merge(schema: Tree, parts: list[Tree]) -> None:
    """Write the parts of a schema's `allOf` out as one object, if all of them are objects.

    The last part that speaks of a property has its say: as a rule it is the more specific one.
    """
    if not all(_is_mergeable(part) for part in parts):
        return
    properties: Tree = {}
    required: dict[str, None] = {}
    for part in parts:
        properties |= deepcopy(part.get("properties", {}))
        required |= dict.fromkeys(part.get("required", []))
    del schema["allOf"]
    schema |= {"type": "object", "properties": properties}
    if required:
        schema["required"] = list(required)


def _parts(
    schema: Any, components: Mapping[str, Any], above: frozenset[str]
) -> Iterator[Tree]:
    """Give what holds at once: the bases first, the schema itself last."""
    if not is_object(schema):
        return
    name = str(schema.get("$ref", "")).removeprefix(COMPONENT)
    if name and name not in above:
        yield from _parts(components.get(name), components, above | {name})
    for part in schema.get("allOf", []):
        yield from _parts(part, components, above)
    yield {key: value for key, value in schema.items() if key != "$ref"}


def _disagree(parts: list[Tree]) -> bool:
    said: Tree = {}
    for part in parts:
        for name, schema in part.get("properties", {}).items():
            if said.setdefault(name, schema) != schema:
                return True
    return any(_requires_more(part, other) for part in parts for other in parts)


def _requires_more(part: Tree, other: Tree) -> bool:
    """Tell whether a part requires a property that is another part's, and optional there."""
    optional = set(other.get("properties", {})) - set(other.get("required", []))
    return part is not other and bool(optional & set(part.get("required", [])))


def _is_mergeable(part: Tree) -> bool:
    return all(
        key in _MERGED
        or key in ANNOTATIONS
        or key.startswith("x-")
        or key == "discriminator"
        for key in part
    )
