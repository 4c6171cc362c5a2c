"""Rewrites of single schemas that keep the model generator from going wrong.

Each of them leaves the set of valid values as it is.
"""

from collections.abc import Mapping
from typing import Any

from bothends.hoist.keywords import TYPE_OF, foreign
from bothends.hoist.merging import asserts
from bothends.spelling import COMPONENT
from bothends.text import visible_lines
from bothends.tree import Tree, is_object

_FORMATS = frozenset(["binary", "date", "date-time", "decimal", "time", "uuid"])
"""Formats of strings that change the Python type; no other survives the way there and back."""

_SHAPES = frozenset(
    ["$ref", "allOf", "anyOf", "const", "enum", "items", "oneOf", "prefixItems", "type"]
) | (TYPE_OF.keys() - {"required", "minProperties", "maxProperties"})
"""Keywords by which a member of a union makes a difference to the type."""


_HOLDING_SEVERAL = frozenset(["allOf", "anyOf", "oneOf", "prefixItems"])


def repair(schema: Tree) -> None:
    """Rewrite one schema in place, not those within it."""
    _show_description(schema)
    _drop_examples(schema)
    _drop_inapplicable(schema)
    _drop_formats(schema)
    if not _HOLDING_SEVERAL.isdisjoint(schema):
        _open_tuple(schema)
        drop_empty_members(schema)
        _drop_shapeless_unions(schema)
        _put_booleans_first(schema)


def drop_deprecation(components: Mapping[str, Any]) -> None:
    """Forget that a component is deprecated where it becomes an alias.

    It says so beside the references; of an alias itself pydantic warns that it has no effect.
    """
    for schema in components.values():
        if is_object(schema) and "properties" not in schema:
            schema.pop("deprecated", None)


def unwrapped(schema: Tree) -> Tree:
    """Take a reference out of an `allOf` or a union that holds nothing else.

    OpenAPI 3.0 has no other way to say something about a reference (§4.7.24).
    """
    if _HOLDING_SEVERAL.isdisjoint(schema):
        return schema
    for keyword in ("allOf", "anyOf", "oneOf"):
        members: list[Any] = schema.get(keyword, [])
        if len(members) != 1 or not is_object(members[0]):
            continue
        others = {key: value for key, value in schema.items() if key != keyword}
        if not asserts(others):
            beside = {key: value for key, value in members[0].items() if key != "$ref"}
            if "$ref" in members[0] and not asserts(beside):
                return {**members[0], **others}
    return schema


def drop_self_members(schema: Any, name: str) -> None:
    """Forget members of a union that are the union itself: they allow nothing new."""
    for keyword in ("anyOf", "oneOf"):
        if is_object(schema) and keyword in schema:
            itself = {"$ref": f"{COMPONENT}{name}"}
            schema[keyword] = [member for member in schema[keyword] if member != itself]
            if not schema[keyword]:
                del schema[keyword]


def _show_description(schema: Tree) -> None:
    """Make a description visible: it becomes a docstring."""
    if isinstance(text := schema.get("description"), str):
        schema["description"] = visible_lines(text)


def _drop_examples(schema: Tree) -> None:
    """Forget examples: they are data, and the models would carry them at run time."""
    for keyword in ("example", "examples"):
        schema.pop(keyword, None)


def _drop_inapplicable(schema: Tree) -> None:
    """Forget keywords that speak of no type of the schema's (JSON Schema §7.6.1)."""
    match schema.get("type"):
        case str(name):
            inapplicable = foreign(name)
        case [str(first), *others]:
            inapplicable = foreign(first).intersection(*map(foreign, others))
        case _:
            return
    for keyword in inapplicable & schema.keys():
        del schema[keyword]


def _open_tuple(schema: Tree) -> None:
    """Make a list of an array whose length is not fixed: a tuple has one."""
    if "prefixItems" not in schema:
        return
    first, others = schema["prefixItems"], schema.get("items", True)
    count = len(first)
    if others is False and schema.get("minItems") == count:
        return
    del schema["prefixItems"]
    members = [*first, *([others] if others is not False else [])]
    unique = [each for index, each in enumerate(members) if each not in members[:index]]
    schema["items"] = unique[0] if len(unique) == 1 else {"anyOf": unique}
    if not all(map(asserts, unique)):
        schema["items"] = {}
    if others is False:
        schema["maxItems"] = min(count, schema.get("maxItems", count))


def _drop_formats(schema: Tree) -> None:
    """Forget formats that are annotations only (JSON Schema 2020-12 §7.2.1), or of another type."""
    types = schema.get("type", [])
    if schema.get("format") not in _FORMATS or "string" not in (types, *types):
        schema.pop("format", None)


def drop_empty_members(schema: Tree) -> None:
    """Forget members of `allOf` that assert nothing: they would multiply classes."""
    members: list[Any] = schema.get("allOf", [])
    kept = [member for member in members if asserts(member)]
    if members and len(kept) < len(members):
        for member in members:
            if member not in kept and is_object(member):
                schema.update({key: member[key] for key in member if key not in schema})
        schema["allOf"] = kept
    if not schema.get("allOf", [None]):
        del schema["allOf"]


def _drop_shapeless_unions(schema: Tree) -> None:
    """Forget unions whose members say only what must be there: no type says that of some."""
    for keyword in ("anyOf", "oneOf"):
        members: list[Any] = schema.get(keyword, [])
        if members and not any(
            is_object(each) and _SHAPES & each.keys() for each in members
        ):
            del schema[keyword]


def _put_booleans_first(schema: Tree) -> None:
    """Ask whether a value is a boolean first: to the `Literal` of another member, true is 1."""
    for keyword in ("anyOf", "oneOf"):
        members: list[Any] = schema.get(keyword, [])
        if any(is_object(each) and {"const", "enum"} & each.keys() for each in members):
            members.sort(key=lambda each: not _is_boolean(each))


def _is_boolean(schema: Any) -> bool:
    return is_object(schema) and schema.get("type") == "boolean"
