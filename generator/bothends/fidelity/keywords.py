"""The keywords of a Schema Object: which of them refuse values, and what the others are for.

Of JSON Schema 2020-12 and the OpenAPI vocabulary: `tests/fidelity` holds that none is left out.
"""

from collections.abc import Mapping
from typing import Any

from bothends.tree import is_object

ANNOTATIONS = frozenset(
    [
        "$comment",
        "$recursiveAnchor",
        "$recursiveRef",
        "$schema",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
        "default",
        "dependencies",
        "deprecated",
        "description",
        "discriminator",
        "example",
        "examples",
        "externalDocs",
        "readOnly",
        "title",
        "writeOnly",
        "xml",
    ]
)
"""They refuse no value in this dialect (Validation §8.2, §9; OpenAPI 3.1 §4.8.24)."""

PLACES = frozenset(["$anchor", "$defs", "$id", "definitions"])
"""They name schemas; references that use them are followed before."""

UNSUPPORTED = frozenset(["$dynamicAnchor", "$dynamicRef", "$vocabulary"])
"""They refuse values that are not refused here."""

SCHEMA = frozenset(
    [
        "additionalProperties",
        "contains",
        "else",
        "if",
        "items",
        "not",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    ]
)
"""Keywords that hold a schema."""

SCHEMAS = frozenset(["allOf", "anyOf", "oneOf", "prefixItems"])
"""Keywords that hold schemas in an array."""

NAMED_SCHEMAS = frozenset(["dependentSchemas", "patternProperties", "properties"])
"""Keywords that hold schemas by names."""

LIMITS = frozenset(
    [
        "const",
        "dependentRequired",
        "enum",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "format",
        "maxContains",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minContains",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "multipleOf",
        "pattern",
        "required",
        "type",
        "uniqueItems",
    ]
)
"""Keywords that limit values by data of their own."""

ASSERTIONS = SCHEMA | SCHEMAS | NAMED_SCHEMAS | LIMITS | {"$ref"}
"""Every keyword that can be typed or checked."""

UNTYPED = frozenset(
    [
        "contains",
        "dependentRequired",
        "dependentSchemas",
        "else",
        "if",
        "maxContains",
        "minContains",
        "not",
        "propertyNames",
        "then",
    ]
)
"""Keywords that no type says anything of, whatever stands beside them."""

RANGES = frozenset(["float", "int32", "int64"])
"""Formats that limit numbers (OpenAPI's format registry)."""

CHECKED_FORMATS = RANGES | {"date", "date-time", "time", "uuid"}
"""Formats that a check knows; types know some of them as well."""


def asserted(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Give the keywords of a schema that refuse values, those that say nothing left out."""
    said = {
        key: value
        for key, value in schema.items()
        if key in ASSERTIONS and not (key in _IDLE and value in _IDLE[key])
    }
    if not _DEPENDENT.isdisjoint(said):
        _drop_dependent(said)
    if "allOf" in said:
        said["allOf"] = [part for part in said["allOf"] if not _is_idle(part)]
        if not said["allOf"]:
            del said["allOf"]
    return said


_DEPENDENT = frozenset(["else", "if", "maxContains", "minContains", "then"])
"""Keywords that refuse nothing without another one."""


def _drop_dependent(said: dict[str, Any]) -> None:
    if "if" not in said:
        said.pop("then", None)
        said.pop("else", None)
    elif not {"then", "else"} & said.keys():
        del said["if"]
    if "contains" not in said:
        said.pop("minContains", None)
        said.pop("maxContains", None)


def _is_idle(part: Any) -> bool:
    return part is True or (is_object(part) and not asserted(part))


_ANYTHING: tuple[Any, ...] = ({}, True)
_IDLE: Mapping[str, tuple[Any, ...]] = {
    "additionalProperties": _ANYTHING,
    "dependentRequired": ({},),
    "dependentSchemas": ({},),
    "items": _ANYTHING,
    "minItems": (0,),
    "minLength": (0,),
    "minProperties": (0,),
    "patternProperties": ({},),
    "propertyNames": _ANYTHING,
    "required": ([],),
    "unevaluatedItems": _ANYTHING,
    "unevaluatedProperties": _ANYTHING,
    "uniqueItems": (False,),
}
"""What keywords say that refuse nothing."""
