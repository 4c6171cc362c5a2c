"""Defaults of properties: those that Python's literals can say as what the property holds."""

from collections.abc import Iterator, Mapping
from typing import Any

from bothends.ir import (
    Anything,
    Blob,
    Choice,
    ListOf,
    MapOf,
    Named,
    Nothing,
    OneOf,
    Plain,
    StreamOf,
    Type,
)
from bothends.problems import Finding
from bothends.spelling import COMPONENT, type_of
from bothends.tree import Pointer, is_array, is_object

_LITERALS = {"str": str, "int": int, "float": int | float, "bool": bool}


def holder_of_default(schema: Any, components: Mapping[str, Any]) -> str | None:
    """Name the component whose default stands for that of a reference, which has none itself."""
    seen: set[str] = set()
    while is_object(schema) and "$ref" in schema and "default" not in schema:
        name = str(schema["$ref"]).removeprefix(COMPONENT)
        if name in seen:
            return None
        seen.add(name)
        schema = components.get(name)
        if is_object(schema) and "default" in schema:
            return name
    return None


def drop_foreign_default(
    schema: Any, components: Mapping[str, Any], pointer: Pointer
) -> Iterator[Finding]:
    """Forget a default that is no literal of the property's type, and report it.

    The model generator would assign it as it stands: a string to a date, a dict to a model.
    """
    if not is_object(schema) or "default" not in schema:
        return
    type_ = type_of({key: value for key, value in schema.items() if key != "default"})
    if type_ is not None and not _fits(schema["default"], type_, components):
        del schema["default"]
        yield Finding(
            (*pointer, "default"),
            "unsupported-default",
            "this default is not filled in: no literal of Python says it",
            "let the handler fill it in where the property is absent",
            "warning",
        )


def _fits(value: Any, type_: Type, components: Mapping[str, Any]) -> bool:
    match type_:
        case Plain(name):
            literal = _LITERALS.get(name)
            return literal is not None and isinstance(value, literal)
        case Choice(values):
            return value in values
        case ListOf(item):
            return is_array(value) and all(
                _fits(each, item, components) for each in value
            )
        case MapOf(item):
            return is_object(value) and all(
                _fits(each, item, components) for each in value.values()
            )
        case OneOf(members):
            return any(_fits(value, member, components) for member in members)
        case Named(name):
            target = type_of(components.get(name, False))
            return target is not None and _fits(value, target, components)
        case Anything():
            return True
        case Nothing():
            return value is None
        case Blob() | StreamOf():
            return False
