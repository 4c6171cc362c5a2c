"""`unevaluatedProperties` and `unevaluatedItems` (JSON Schema 2020-12 Core §11).

What the other keywords of a schema, and of those that it applies to the same value, have
evaluated is found by looking at the value once more: these keywords are rare.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .faults import NOTHING_OPEN, Compiler, Fault, Schema, Test, is_array, is_object
from .scalars import LIMITS

_Keywords = Mapping[str, Any]


def unevaluated(schema: _Keywords, compiler: Compiler) -> Iterator[Test]:
    """Compile the two keywords, if a schema has them."""
    for keyword, evaluated, steps in (
        ("unevaluatedProperties", _names, _names_of),
        ("unevaluatedItems", _indexes, _indexes_of),
    ):
        if keyword in schema:
            others = {key: each for key, each in schema.items() if key != keyword}
            yield _test(schema[keyword], others, evaluated, steps, compiler)


_Evaluated = Callable[[Schema, Any, Compiler, frozenset[str]], frozenset[Any]]


def _test(
    inner: Schema,
    others: _Keywords,
    evaluated: _Evaluated,
    steps: Callable[[Any], list[Any]],
    compiler: Compiler,
) -> Test:
    each = compiler.compile(inner)
    extra = [Fault((), "Extra inputs are not permitted")]

    def test(value: Any, _: frozenset[str]) -> list[Fault]:
        if not (found := steps(value)):
            return []
        known = evaluated(others, value, compiler, NOTHING_OPEN)
        return [
            fault.below(step)
            for step in found
            if step not in known
            for fault in (extra if inner is False else each(value[step], NOTHING_OPEN))
        ]

    return test


def _names_of(value: Any) -> list[Any]:
    return list(value) if is_object(value) else []


def _indexes_of(value: Any) -> list[Any]:
    return list(range(len(value))) if is_array(value) else []


def _names(
    schema: Schema, value: Any, compiler: Compiler, opened: frozenset[str]
) -> frozenset[Any]:
    """Give the names of the properties that a schema has evaluated."""
    if isinstance(schema, bool) or not is_object(value):
        return frozenset()
    names = frozenset(value)
    if {"additionalProperties", "unevaluatedProperties"} & set(schema):
        return names
    found = names & frozenset(schema.get("properties", ()))
    for pattern in schema.get("patternProperties", ()):
        matches = LIMITS["pattern"](pattern)
        found |= {name for name in names if not matches(name, NOTHING_OPEN)}
    for each, now_open in _applied(schema, value, compiler, opened):
        found |= _names(each, value, compiler, now_open)
    return found


def _indexes(
    schema: Schema, value: Any, compiler: Compiler, opened: frozenset[str]
) -> frozenset[Any]:
    """Give the indexes of the items that a schema has evaluated."""
    if isinstance(schema, bool) or not is_array(value):
        return frozenset()
    if {"items", "unevaluatedItems"} & set(schema):
        return frozenset(range(len(value)))
    found = frozenset(range(min(len(value), len(schema.get("prefixItems", ())))))
    if "contains" in schema:
        contained = compiler.compile(schema["contains"])
        found |= {
            index
            for index, item in enumerate(value)
            if not contained(item, NOTHING_OPEN)
        }
    for each, now_open in _applied(schema, value, compiler, opened):
        found |= _indexes(each, value, compiler, now_open)
    return found


def _applied(
    schema: _Keywords, value: Any, compiler: Compiler, opened: frozenset[str]
) -> Iterator[tuple[Schema, frozenset[str]]]:
    """Give the schemas that a schema applies to the value itself, and by which it is valid."""
    reference = schema.get("$ref")
    if reference is not None and reference not in opened:
        yield compiler.resolve(reference), opened | {reference}
    for each in schema.get("allOf", ()):
        yield each, opened
    for keyword in ("anyOf", "oneOf"):
        for each in schema.get(keyword, ()):
            if _is_valid(each, value, compiler):
                yield each, opened
    for name, each in schema.get("dependentSchemas", {}).items():
        if is_object(value) and name in value:
            yield each, opened
    if "if" in schema:
        holds = _is_valid(schema["if"], value, compiler)
        if holds:
            yield schema["if"], opened
        yield schema.get("then" if holds else "else", True), opened


def _is_valid(schema: Schema, value: Any, compiler: Compiler) -> bool:
    return not compiler.compile(schema)(value, NOTHING_OPEN)
