"""The keywords of JSON Schema 2020-12 that refuse values, each compiled to a test."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from .faults import (
    NOTHING_OPEN,
    Compiler,
    Fault,
    Items,
    Members,
    Schema,
    Test,
    is_array,
    is_object,
)
from .scalars import LIMITS, equality_key, is_of_type, words

_Keywords = Mapping[str, Any]


def assertions(schema: _Keywords, compiler: Compiler) -> Iterator[Test]:
    """Compile the keywords of a schema, but for references and what is unevaluated."""
    for keyword, value in schema.items():
        if keyword in LIMITS:
            yield LIMITS[keyword](value)
        elif keyword in _PLAIN:
            yield _PLAIN[keyword](value)
        elif keyword in _APPLICATORS:
            yield _APPLICATORS[keyword](schema, compiler)


def _of_objects(faults: Callable[[Members], list[Fault]]) -> Test:
    return lambda value, _: faults(value) if is_object(value) else []


def _of_arrays(faults: Callable[[Items], list[Fault]]) -> Test:
    return lambda value, _: faults(value) if is_array(value) else []


def _refusal(message: str) -> list[Fault]:
    return [Fault((), message)]


def _type(wanted: Any) -> Test:
    names: list[str] = [wanted] if isinstance(wanted, str) else wanted
    refusal = _refusal(f"Input should be {words(names)}")

    return lambda value, _: (
        [] if any(is_of_type(value, name) for name in names) else refusal
    )


def _enum(values: Iterable[Any]) -> Test:
    keys = {equality_key(value) for value in values}
    refusal = _refusal("Input should be one of the values that are documented")
    return lambda value, _: [] if equality_key(value) in keys else refusal


def _const(value: Any) -> Test:
    return _enum([value])


def _required(names: list[str]) -> Test:
    def faults(value: Members) -> list[Fault]:
        return [Fault((name,), "Field required") for name in names if name not in value]

    return _of_objects(faults)


def _dependent_required(wanted: Mapping[str, list[str]]) -> Test:
    def faults(value: Members) -> list[Fault]:
        return [
            Fault((name,), f"Field required beside `{key}`")
            for key, names in wanted.items()
            if key in value
            for name in names
            if name not in value
        ]

    return _of_objects(faults)


def _unique(unique: bool) -> Test:
    refusal = _refusal("Items should be unique")

    def faults(value: Items) -> list[Fault]:
        different = set(map(equality_key, value))
        return refusal if unique and len(different) < len(value) else []

    return _of_arrays(faults)


def _properties(schema: _Keywords, compiler: Compiler) -> Test:
    tests = {
        name: compiler.compile(each) for name, each in schema["properties"].items()
    }

    def faults(value: Members) -> list[Fault]:
        return [
            fault.below(name)
            for name, each in tests.items()
            if name in value
            for fault in each(value[name], NOTHING_OPEN)
        ]

    return _of_objects(faults)


def _pattern_properties(schema: _Keywords, compiler: Compiler) -> Test:
    tests = [
        (LIMITS["pattern"](pattern), compiler.compile(each))
        for pattern, each in schema["patternProperties"].items()
    ]

    def faults(value: Members) -> list[Fault]:
        return [
            fault.below(name)
            for name, item in value.items()
            for matches, each in tests
            if not matches(name, NOTHING_OPEN)
            for fault in each(item, NOTHING_OPEN)
        ]

    return _of_objects(faults)


def _additional(schema: _Keywords, compiler: Compiler) -> Test:
    known = frozenset(schema.get("properties", ()))
    matchers = [LIMITS["pattern"](each) for each in schema.get("patternProperties", ())]
    inner = schema["additionalProperties"]
    each = compiler.compile(inner)
    extra = _refusal("Extra inputs are not permitted")

    def faults(value: Members) -> list[Fault]:
        return [
            fault.below(name)
            for name, item in value.items()
            if name not in known
            and all(matches(name, NOTHING_OPEN) for matches in matchers)
            for fault in (extra if inner is False else each(item, NOTHING_OPEN))
        ]

    return _of_objects(faults)


def _property_names(schema: _Keywords, compiler: Compiler) -> Test:
    each = compiler.compile(schema["propertyNames"])

    def faults(value: Members) -> list[Fault]:
        return [
            Fault((name, *fault.location), f"Name of a property: {fault.message}")
            for name in value
            for fault in each(name, NOTHING_OPEN)
        ]

    return _of_objects(faults)


def _items(schema: _Keywords, compiler: Compiler) -> Test:
    first = len(schema.get("prefixItems", ()))
    each = compiler.compile(schema["items"])

    def faults(value: Items) -> list[Fault]:
        return [
            fault.below(first + index)
            for index, item in enumerate(value[first:])
            for fault in each(item, NOTHING_OPEN)
        ]

    return _of_arrays(faults)


def _prefix(schema: _Keywords, compiler: Compiler) -> Test:
    tests = [compiler.compile(each) for each in schema["prefixItems"]]

    def faults(value: Items) -> list[Fault]:
        return [
            fault.below(index)
            for index, (each, item) in enumerate(zip(tests, value, strict=False))
            for fault in each(item, NOTHING_OPEN)
        ]

    return _of_arrays(faults)


def _contains(schema: _Keywords, compiler: Compiler) -> Test:
    each = compiler.compile(schema["contains"])
    least, most = schema.get("minContains", 1), schema.get("maxContains")

    def faults(value: Items) -> list[Fault]:
        count = sum(not each(item, NOTHING_OPEN) for item in value)
        if count < least:
            return _refusal(f"At least {least} items should be as `contains` says")
        if most is not None and count > most:
            return _refusal(f"At most {most} items should be as `contains` says")
        return []

    return _of_arrays(faults)


def _dependent_schemas(schema: _Keywords, compiler: Compiler) -> Test:
    tests = {
        name: compiler.compile(each)
        for name, each in schema["dependentSchemas"].items()
    }

    def test(value: Any, opened: frozenset[str]) -> list[Fault]:
        return [
            fault
            for name, each in tests.items()
            if is_object(value) and name in value
            for fault in each(value, opened)
        ]

    return test


def _not(schema: _Keywords, compiler: Compiler) -> Test:
    inner = compiler.compile(schema["not"])
    refusal = _refusal("Input should not be what `not` describes")

    def test(value: Any, opened: frozenset[str]) -> list[Fault]:
        return [] if inner(value, opened) else refusal

    return test


def _if(schema: _Keywords, compiler: Compiler) -> Test:
    condition = compiler.compile(schema["if"])
    then = compiler.compile(schema.get("then", True))
    otherwise = compiler.compile(schema.get("else", True))

    def test(value: Any, opened: frozenset[str]) -> list[Fault]:
        return (otherwise if condition(value, opened) else then)(value, opened)

    return test


def _all_of(schema: _Keywords, compiler: Compiler) -> Test:
    tests = _compiled(schema["allOf"], compiler)

    def test(value: Any, opened: frozenset[str]) -> list[Fault]:
        return [fault for each in tests for fault in each(value, opened)]

    return test


def _any_of(schema: _Keywords, compiler: Compiler) -> Test:
    tests = _compiled(schema["anyOf"], compiler)
    refusal = _refusal("Input should be valid by at least one of the alternatives")

    def test(value: Any, opened: frozenset[str]) -> list[Fault]:
        found: list[list[Fault]] = []
        for each in tests:
            found.append(each(value, opened))
            if not found[-1]:
                return []
        return found[0] if len(found) == 1 else refusal

    return test


def _one_of(schema: _Keywords, compiler: Compiler) -> Test:
    tests = _compiled(schema["oneOf"], compiler)
    none = _refusal("Input should be valid by one of the alternatives")
    several = _refusal("Input should be valid by exactly one of the alternatives")

    def test(value: Any, opened: frozenset[str]) -> list[Fault]:
        count = 0
        for each in tests:
            count += not each(value, opened)
            if count > 1:
                return several
        return [] if count else none

    return test


def _compiled(schemas: Iterable[Schema], compiler: Compiler) -> list[Test]:
    return [compiler.compile(each) for each in schemas]


_PLAIN: Mapping[str, Callable[[Any], Test]] = {
    "const": _const,
    "dependentRequired": _dependent_required,
    "enum": _enum,
    "required": _required,
    "type": _type,
    "uniqueItems": _unique,
}
"""Keywords that stand for themselves."""

_APPLICATORS: Mapping[str, Callable[[_Keywords, Compiler], Test]] = {
    "additionalProperties": _additional,
    "allOf": _all_of,
    "anyOf": _any_of,
    "contains": _contains,
    "dependentSchemas": _dependent_schemas,
    "if": _if,
    "items": _items,
    "not": _not,
    "oneOf": _one_of,
    "patternProperties": _pattern_properties,
    "prefixItems": _prefix,
    "properties": _properties,
    "propertyNames": _property_names,
}
"""Keywords that hold schemas, with those that these need to know of beside them."""
