"""Schemas without what no type says, so that types allow at least what is valid.

What is taken away here is checked at run time: the residue holds it.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Any

from bothends.fidelity.ecma import is_typed
from bothends.fidelity.keywords import UNSUPPORTED, UNTYPED, asserted
from bothends.fidelity.kinds import values_of
from bothends.fidelity.values import fitting, is_literal, type_of_values
from bothends.tree import Tree, schemas

_COMPOSING = frozenset(
    ["$ref", "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "patternProperties"]
)

_UNSAID = UNTYPED | UNSUPPORTED

_ROUNDED: Mapping[str, Callable[[Fraction], int]] = {
    "minimum": ceil,
    "exclusiveMinimum": floor,
    "maximum": floor,
    "exclusiveMaximum": ceil,
}

_TOO_STRICT = (
    _UNSAID
    | _ROUNDED.keys()
    | {"const", "enum", "multipleOf", "pattern", "patternProperties"}
    | {"unevaluatedItems", "unevaluatedProperties"}
)
"""Keywords that may say what no type says."""

_EVERYTHING = frozenset(["", ".*", "^.*"])
"""Patterns that every name matches."""


def loosen(tree: Any) -> None:
    """Take away, in place, what no type says of the schemas below `tree`."""
    for schema in schemas(tree):
        if not _TOO_STRICT.isdisjoint(schema):
            _loosen(schema)


def _loosen(schema: Tree) -> None:
    if _COMPOSING & schema.keys():
        schema.pop("unevaluatedProperties", None)
    schema.pop("unevaluatedItems", None)
    _drop_untyped(schema)
    _drop_named_patterns(schema)
    _drop_pattern(schema)
    _drop_values(schema)
    if schema.get("type") == "integer":
        _round_limits(schema)


def _drop_untyped(schema: Tree) -> None:
    for keyword in _UNSAID & schema.keys():
        del schema[keyword]


def _drop_named_patterns(schema: Tree) -> None:
    """Let properties known by a pattern be any, where a pattern does not stand for all."""
    named: Tree = schema.pop("patternProperties", {})
    if named:
        others = schema.pop("additionalProperties", True)
        alone = len(named) == 1 and "properties" not in schema
        if alone and (others is False or named.keys() <= _EVERYTHING):
            schema["additionalProperties"] = next(iter(named.values()))


def _drop_pattern(schema: Tree) -> None:
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and not is_typed(pattern):
        del schema["pattern"]


def _drop_values(schema: Tree) -> None:
    """Keep the values of an `enum` that are of its type; none if no `Literal` says them."""
    if "enum" not in schema and "const" not in schema:
        return
    said = asserted(schema)
    if is_literal(said):
        if "enum" in said and (values := fitting(said)):
            schema["enum"] = values
        return
    name = type_of_values(values_of(said))
    schema.pop("enum", None)
    schema.pop("const", None)
    if name and "type" not in schema:
        schema["type"] = name


def _round_limits(schema: Tree) -> None:
    """Say limits of integers by integers, which is all that their type takes."""
    for keyword, rounded in _ROUNDED.items():
        if isinstance(limit := schema.get(keyword), float):
            schema[keyword] = rounded(Fraction(limit))
    step = schema.get("multipleOf", 1)
    if step != int(step):
        del schema["multipleOf"]
