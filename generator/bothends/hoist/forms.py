"""The forms of a component schema: what is left of it in requests, and in responses."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from bothends.hoist.messages import Way
from bothends.spelling import COMPONENT
from bothends.tree import Tree, is_object, schemas

_Schemas = Mapping[str, Any]

_HIDDEN: Mapping[Way, str] = {"request": "readOnly", "response": "writeOnly"}
"""What says of a property that messages of a way leave it out."""


def forms(components: _Schemas, way: Way) -> Tree:
    """Give the components that messages of a way carry in another form than they have."""
    flag = _HIDDEN[way]
    if not any(schema.get(flag) is True for schema in schemas({"schemas": components})):
        return {}
    hidden = {
        name: _hidden(schema, way, components) for name, schema in components.items()
    }
    return {
        name: _form(schema, hidden[name], way)
        for name, schema in components.items()
        if _speaks_of(schema, hidden[name])
    }


def _form(schema: Tree, hidden: frozenset[str], way: Way) -> Tree:
    copy = deepcopy(schema)
    for part in _own_parts(copy):
        _leave_out(part, hidden, way)
    return copy


def _leave_out(part: Tree, hidden: frozenset[str], way: Way) -> None:
    """Leave properties out of one object.

    A request's object that is closed keeps them, as optional ones: clients send back what they
    have read, and what a closed object does not know it refuses.
    """
    closed = part.get("additionalProperties") is False and way == "request"
    if "properties" in part and not closed:
        for name in hidden & part["properties"].keys():
            del part["properties"][name]
    if "required" in part:
        part["required"] = [name for name in part["required"] if name not in hidden]
        if not part["required"]:
            del part["required"]


def _speaks_of(schema: Any, hidden: frozenset[str]) -> bool:
    return any(
        hidden & {*part.get("properties", {}), *part.get("required", [])}
        for part in _own_parts(schema)
    )


def _hidden(schema: Any, way: Way, components: _Schemas) -> frozenset[str]:
    """Give the names of the properties that one part at least says are hidden (§9.4)."""
    return frozenset(
        name
        for part in _parts(schema, components, frozenset())
        for name, property_ in part.get("properties", {}).items()
        if _is_hidden(property_, _HIDDEN[way], components)
    )


def _is_hidden(schema: Any, flag: str, components: _Schemas) -> bool:
    """Tell whether a property, or what it refers to, is flagged."""
    return any(
        part.get(flag) is True for part in _parts(schema, components, frozenset())
    )


def _own_parts(schema: Any) -> Iterator[Tree]:
    """Give a schema and what is inline in its `allOf`."""
    if is_object(schema):
        yield schema
        for part in schema.get("allOf", []):
            yield from _own_parts(part)


def _parts(schema: Any, components: _Schemas, above: frozenset[str]) -> Iterator[Tree]:
    """Give everything that holds of a schema's values at once, references followed."""
    for part in _own_parts(schema):
        yield part
        name = str(part.get("$ref", "")).removeprefix(COMPONENT)
        if name in components and name not in above:
            yield from _parts(components[name], components, above | {name})
