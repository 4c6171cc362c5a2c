"""Which `allOf` is a class that inherits from others, as Python and type checkers take it."""

from collections.abc import Iterator, Mapping
from typing import Any

from bothends.spelling import ANNOTATIONS, COMPONENT
from bothends.tree import Tree, is_object

_Components = Mapping[str, Any]

_OBJECT = frozenset(["additionalProperties", "properties", "required", "type"])
"""Keywords that a class says."""


def is_inheritance(
    schema: Tree, components: _Components, above: frozenset[str] = frozenset()
) -> bool:
    """Tell whether a subclass says what an `allOf` does.

    Its bases are classes, none of them the base of another, and no two parts say different
    things about a property: a subclass may not change the type of an attribute.
    """
    inline = [schema, *(part for part in schema["allOf"] if "$ref" not in part)]
    bases = [_base(part) for part in schema["allOf"] if "$ref" in part]
    return (
        all(
            _says(part, _OBJECT | {"allOf"} if part is schema else _OBJECT)
            for part in inline
        )
        and bool(bases)
        and all(name and _is_class(name, components, above) for name in bases)
        and not _are_related(bases, components)
        and not _disagree(list(_parts(schema, components)))
    )


def _base(part: Tree) -> str:
    """Name the component that a part refers to, and no more; empty if it says more."""
    if not _says(part, frozenset(["$ref"])):
        return ""
    return str(part["$ref"]).removeprefix(COMPONENT)


def _says(schema: Any, keywords: frozenset[str]) -> bool:
    """Tell whether a schema asserts nothing but by some keywords."""
    return (
        is_object(schema)
        and all(
            key in keywords
            or key in ANNOTATIONS
            or key.startswith("x-")
            or key == "discriminator"
            for key in schema
        )
        and schema.get("type", "object") == "object"
    )


def _is_class(name: str, components: _Components, above: frozenset[str]) -> bool:
    schema = components.get(name)
    if name in above or not is_object(schema):
        return False
    if "allOf" in schema:
        return is_inheritance(schema, components, above | {name})
    free = "additionalProperties" in schema and "properties" not in schema
    return (
        _says(schema, _OBJECT)
        and not free
        and bool({"type", "properties"} & schema.keys())
    )


def _are_related(bases: list[str], components: _Components) -> bool:
    """Tell whether a base stands twice, or is a base of another one."""
    inherited = [each for name in bases for each in _ancestors(name, components)]
    return len(set(bases)) < len(bases) or bool(set(bases) & set(inherited))


def _ancestors(name: str, components: _Components) -> Iterator[str]:
    for part in components[name].get("allOf", []):
        if base := _base(part) if "$ref" in part else "":
            yield base
            yield from _ancestors(base, components)


def _parts(schema: Tree, components: _Components) -> Iterator[Tree]:
    """Give what holds at once, references followed; a class has no cycle among its bases."""
    yield schema
    for part in schema.get("allOf", []):
        target = components[_base(part)] if "$ref" in part else part
        yield from _parts(target, components)


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
