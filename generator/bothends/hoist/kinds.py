"""Schemas of several types: one of each, so that an object can be a class and null is apart.

A component that is an object or null is the class of the object, and null is said where it is
referred to. Any other schema whose types have keywords of their own becomes a union.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bothends.hoist.keywords import TYPE_OF, applies
from bothends.hoist.merging import asserts
from bothends.hoist.nullable import say_null
from bothends.spelling import COMPONENT, is_assertion
from bothends.tree import Tree, is_array, is_object, schemas

_NULL = "null"
_UNIONS = ("anyOf", "oneOf")
_COMPOSING = frozenset(["$ref", "allOf", *_UNIONS, "const", "enum", "not", "if"])
_WHOLE = frozenset(["array", "object"])
"""Types whose keywords no union of plain types can say."""


def separate_kinds(tree: Tree, components: Mapping[str, Any]) -> None:
    """Rewrite the schemas of `tree`, in place; their references are to components already."""
    say_null(tree, components)
    nullable = [name for name, each in components.items() if _open_to_null(each)]
    if nullable:
        _refer_to_null(tree, {f"{COMPONENT}{name}" for name in nullable})
    for schema in schemas(tree):
        _split(schema)


def _open_to_null(schema: Any) -> bool:
    """Take null away from an object, in place; tell whether there was any."""
    if not is_object(schema):
        return False
    if _types(schema) in (["object", _NULL], [_NULL, "object"]):
        if "enum" in schema or not schema.keys() & {"properties", *_COMPOSING}:
            return False
        schema["type"] = "object"
        return True
    keyword = next((each for each in _UNIONS if each in schema), "")
    others = [key for key in schema if is_assertion(key)]
    if others != [keyword] or len(schema[keyword]) != 2:
        return False
    inner = [each for each in schema[keyword] if each != {"type": _NULL}]
    if len(inner) != 1 or not _is_structure(inner[0]):
        return False
    del schema[keyword]
    schema |= {**inner[0], **schema}
    return True


def _is_structure(schema: Any) -> bool:
    return (
        is_object(schema)
        and "$ref" not in schema
        and bool({"properties", "allOf"} & schema.keys())
    )


def _refer_to_null(tree: Tree, nullable: set[str]) -> None:
    """Say null beside each reference to what was open to it, but where it is a base."""
    bases: set[int] = set()
    for schema in schemas(tree):
        if "allOf" in schema:
            _take_alone(schema, nullable)
            bases |= {id(part) for part in schema.get("allOf", [])}
        for keyword in _UNIONS:
            members: list[Any] = schema.get(keyword, [])
            found = [each for each in members if _leads(each, nullable)]
            takers = len(found) + members.count({"type": _NULL})
            if keyword == "oneOf" and takers > 1 and "discriminator" not in schema:
                continue  # Null is valid by several: it is not valid by one of them.
            bases |= {id(each) for each in found}
            if found and takers == len(found):
                members.append({"type": _NULL})
    for schema in schemas(tree):
        if id(schema) not in bases and _leads(schema, nullable):
            schema["anyOf"] = [{"$ref": schema.pop("$ref")}, {"type": _NULL}]


def _take_alone(schema: Tree, nullable: set[str]) -> None:
    """Take a reference to what was open to null out of an `allOf` that holds nothing else."""
    parts: list[Any] = schema["allOf"]
    if len(parts) == 1 and _leads(parts[0], nullable):
        others = {key: each for key, each in schema.items() if key != "allOf"}
        if not asserts(others):
            schema |= {**schema.pop("allOf")[0], **others}


def _leads(schema: Any, targets: set[str]) -> bool:
    """Tell whether a schema is a reference to one of some components, and asserts no more."""
    return (
        is_object(schema)
        and schema.get("$ref") in targets
        and not asserts({key: each for key, each in schema.items() if key != "$ref"})
    )


def _split(schema: Tree) -> None:
    """Make a union of a schema's types, each with the keywords that are about it."""
    names = _types(schema)
    if len(names) < 2:
        return
    keywords = {key for key in schema if key in TYPE_OF}
    about = [name for name in names if any(TYPE_OF[key] == name for key in keywords)]
    if not _WHOLE & set(about) or _COMPOSING & schema.keys():
        return
    if names in (["array", _NULL], [_NULL, "array"]):
        return
    members = [dict(_only(schema, name)) for name in names]
    for key in [*keywords, "type", "format"]:
        schema.pop(key, None)
    schema["anyOf"] = members


def _only(schema: Tree, name: str) -> Iterator[tuple[str, Any]]:
    yield "type", name
    for key, value in schema.items():
        if key in TYPE_OF and applies(key, name) and name != _NULL:
            yield key, value
        if key == "format" and name in {"string", "integer", "number"}:
            yield key, value


def _types(schema: Tree) -> list[str]:
    names = schema.get("type")
    return names if is_array(names) else []
