"""Schemas that lead back to themselves in ways that no alias of Python can spell."""

from collections.abc import Mapping
from typing import Any

from bothends.hoist.components import Components
from bothends.spelling import COMPONENT, is_assertion
from bothends.tree import Tree, is_object

_UNIONS = ("anyOf", "oneOf")


def open_loops(components: Components) -> None:
    """Rewrite, in place, unions that are members of each other, and lists of themselves."""
    _open_unions(components.schemas)
    for name, schema in list(components.schemas.items()):
        if is_object(schema) and _target(schema.get("items")) == name:
            reference = components.add(
                f"{name}Item", schema["items"], components.origins[name]
            )
            schema["items"] = {"$ref": reference}


def _open_unions(components: Mapping[str, Any]) -> None:
    """Give each union of a loop the members of all: what is a member of itself adds nothing."""
    leads = {
        name: set(_unions_in(schema, components)) for name, schema in components.items()
    }
    loops = {
        name: {
            name,
            *(each for each in _reached(name, leads) if name in _reached(each, leads)),
        }
        for name, targets in leads.items()
        if targets and name in _reached(name, leads)
    }
    found = {name: _members(loop, components) for name, loop in loops.items()}
    for name, members in found.items():
        schema = components[name]
        keyword = _keyword(schema)
        del schema[keyword]
        schema.pop("discriminator", None)
        if members:
            schema["anyOf"] = members


def _members(loop: set[str], components: Mapping[str, Any]) -> list[Any]:
    """Give the members of some unions that are none of these unions, each once."""
    flat: list[Any] = []
    for name, schema in components.items():
        for member in schema[_keyword(schema)] if name in loop else ():
            if _target(member) not in loop and member not in flat:
                flat.append(member)
    return flat


def _unions_in(schema: Any, components: Mapping[str, Any]) -> list[str]:
    if not _is_union(schema):
        return []
    names = [_target(member) for member in schema[_keyword(schema)]]
    return [name for name in names if name and _is_union(components.get(name))]


def _is_union(schema: Any) -> bool:
    """Tell whether a schema is a union and nothing else; a type beside it is as good as none."""
    if not is_object(schema):
        return False
    said = [key for key in schema if is_assertion(key)]
    return len(set(said) & set(_UNIONS)) == 1 and set(said) <= {
        *_UNIONS,
        "discriminator",
        "type",
    }


def _keyword(schema: Tree) -> str:
    return next(each for each in _UNIONS if each in schema)


def _target(member: Any) -> str:
    if not is_object(member):
        return ""
    return str(member.get("$ref", "")).removeprefix(COMPONENT)


def _reached(name: str, leads: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(leads.get(name, ()))
    while waiting:
        each = waiting.pop()
        if each not in reached:
            reached.add(each)
            waiting += leads.get(each, ())
    return reached
