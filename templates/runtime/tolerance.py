"""Read answers tolerantly: what an API has learnt since the package was made is kept.

An unknown value of an enum stays as it is, and so do a property of an object that is closed, a
variant of a union whose tag is unknown, as plain JSON, and a date-time without an offset.
Everything else is checked as ever.
"""

from collections.abc import Callable, Mapping
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import CoreSchema, SchemaValidator, core_schema

from .formats import after_leap_second

_DATA = frozenset(["cls", "config", "default", "expected", "metadata", "serialization"])
"""Keys of a core schema that hold no schemas."""


def tolerant(adapter: TypeAdapter[Any]) -> SchemaValidator:
    """Make the tolerant validator of a type; the type's own stays as strict as it is."""
    # A schema that is not built yet is built when it is looked into.
    schema = _relaxed(dict(adapter.core_schema))
    # Models have validators of their own, which are as strict as ever: use none of these.
    return SchemaValidator(cast("CoreSchema", schema), _use_prebuilt=False)


def _relaxed(node: Any) -> Any:
    """Relax a schema, and those within it; what others refer to it by goes to the outermost."""
    match node:
        case {"type": "literal" | "tagged-union" | "function-before", "ref": reference}:
            fields = cast("Mapping[str, Any]", node)
            inner = {key: value for key, value in fields.items() if key != "ref"}
            return {**_relaxed(inner), "ref": reference}
        case {"type": "literal", "expected": expected}:
            known = cast("list[str | int | bool | None]", expected)
            choices = [_unnamed(node), *_kinds_of(known)]
            return core_schema.union_schema(
                [*choices], mode="left_to_right", ref=node.get("ref")
            )
        case {"type": "tagged-union", "choices": choices}:
            return core_schema.no_info_wrap_validator_function(
                _keep_unknown_variant,
                _unnamed({**node, "choices": _relaxed(choices)}),
                ref=node.get("ref"),
            )
        case {"type": "function-before", "schema": {"type": "date" | "datetime"}}:
            return _relaxed(node["schema"])
        case {"type": "datetime"}:
            # A naive one is kept: it is as much as the API says.
            fields = cast("Mapping[str, Any]", node)
            naive = {key: fields[key] for key in fields if key != "tz_constraint"}
            return core_schema.no_info_before_validator_function(
                after_leap_second, _unnamed(naive), ref=node.get("ref")
            )
        case {"config": {"extra_fields_behavior": "forbid"} as config}:
            opened = {**config, "extra_fields_behavior": "allow"}
            return _relaxed({**node, "config": opened})
        case dict():
            fields = cast("Mapping[str, Any]", node)
            return {
                key: value if key in _DATA else _relaxed(value)
                for key, value in fields.items()
            }
        case list() | tuple():
            return [_relaxed(item) for item in cast("list[Any]", node)]
        case _:
            return node


def _unnamed(node: Mapping[str, Any]) -> CoreSchema:
    """Leave the name to what is put around a schema: that is what others refer to."""
    fields = {key: value for key, value in node.items() if key != "ref"}
    return cast("CoreSchema", fields)


def _kinds_of(known: list[str | int | bool | None]) -> list[CoreSchema]:
    """Give the types that an unknown value can have; a single value is a tag, and stays one."""
    schemas: dict[type, CoreSchema] = {
        str: core_schema.str_schema(),
        bool: core_schema.bool_schema(),
        int: core_schema.int_schema(),
    }
    kinds = {type(value) for value in known} if len(known) > 1 else set[type]()
    return [schema for kind, schema in schemas.items() if kind in kinds]


def _keep_unknown_variant(value: Any, handler: Callable[[Any], Any]) -> Any:
    try:
        return handler(value)
    except ValidationError as error:
        if isinstance(value, dict) and error.errors()[0]["type"] == "union_tag_invalid":
            return cast("dict[str, Any]", value)
        raise
