"""Checks by JSON Schema: the verdicts of `jsonschema`, faster, and with places and words."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema.protocols import Validator
from jsonschema.validators import Draft202012Validator

from agent_harness._runtime.checks import Checks
from agent_harness._runtime.faults import FaultsError, is_object
from agent_harness._runtime.scalars import equality_key
from agent_harness._runtime.strictly import examine

VALUES: list[Any] = [
    None,
    True,
    False,
    0,
    1,
    1.0,
    -1,
    2,
    3.5,
    10**20,
    "",
    "a",
    "b",
    "ab",
    "abc",
    "🙂",
    [],
    [1],
    [1, 1.0],
    [True, 1],
    [0, False],
    ["a", 1],
    ["a", "a", "a"],
    ["a", 1, True],
    [[1], [1.0]],
    [{"a": 1}, {"a": 1.0}],
    {},
    {"a": 1},
    {"a": "x"},
    {"b": 1},
    {"a": 1, "b": 2},
    {"a": 1, "b": "x", "c": None},
    {"ab": 1, "abc": "x"},
    {"a": {"a": {"a": 1}}},
    {"a": {"b": 1}},
    {"a": [1, 2, 2]},
]

SCHEMAS: list[Any] = [
    True,
    False,
    {},
    *({"type": name} for name in ("null", "boolean", "integer", "number", "string")),
    {"type": "array"},
    {"type": ["object", "null"]},
    {"enum": [1, "a", None, [1], {"a": 1}]},
    {"const": 1},
    {"const": True},
    {"const": {"a": 1}},
    {"const": [1, 1]},
    {"minimum": 1},
    {"maximum": 1},
    {"exclusiveMinimum": 1},
    {"exclusiveMaximum": 1},
    {"multipleOf": 2},
    {"multipleOf": 0.5},
    {"minLength": 2},
    {"maxLength": 1},
    {"pattern": "^a"},
    {"minItems": 1},
    {"maxItems": 1},
    {"uniqueItems": True},
    {"uniqueItems": False},
    {"items": {"type": "integer"}},
    {"items": False},
    {"prefixItems": [{"type": "string"}, {"type": "integer"}]},
    {"prefixItems": [{"type": "string"}], "items": {"type": "integer"}},
    {"prefixItems": [{"type": "string"}, True], "items": False},
    {"contains": {"type": "integer"}},
    {"contains": {"type": "integer"}, "minContains": 2},
    {"contains": {"type": "integer"}, "minContains": 0, "maxContains": 1},
    {"contains": {"const": "a"}, "maxContains": 1},
    {"unevaluatedItems": False},
    {"prefixItems": [True], "unevaluatedItems": False},
    {"contains": {"type": "integer"}, "unevaluatedItems": {"type": "string"}},
    {"allOf": [{"prefixItems": [True]}], "unevaluatedItems": {"type": "integer"}},
    {"anyOf": [{"items": {"type": "integer"}}, True], "unevaluatedItems": False},
    {"minProperties": 1},
    {"maxProperties": 1},
    {"required": ["a", "b"]},
    {"properties": {"a": {"type": "integer"}, "b": False}},
    {"additionalProperties": False},
    {"properties": {"a": True}, "additionalProperties": False},
    {"properties": {"a": True}, "additionalProperties": {"type": "string"}},
    {"patternProperties": {"^a": {"type": "integer"}}},
    {"patternProperties": {"^a": True, "b": False}, "additionalProperties": False},
    {
        "properties": {"b": True},
        "patternProperties": {"^a$": {"type": "integer"}},
        "additionalProperties": {"type": "null"},
    },
    {"propertyNames": {"maxLength": 1}},
    {"dependentRequired": {"a": ["b"], "b": ["a"]}},
    {"dependentSchemas": {"a": {"minProperties": 2}, "b": False}},
    {"unevaluatedProperties": False},
    {"properties": {"a": True}, "unevaluatedProperties": False},
    {
        "allOf": [{"properties": {"a": True}}, {"patternProperties": {"b": True}}],
        "unevaluatedProperties": {"type": "string"},
    },
    {
        "oneOf": [{"required": ["a"], "properties": {"a": True}}, {"required": ["b"]}],
        "unevaluatedProperties": False,
    },
    {
        "if": {"required": ["a"], "properties": {"a": True}},
        "then": {"properties": {"b": True}},
        "else": {"additionalProperties": True},
        "unevaluatedProperties": False,
    },
    {
        "dependentSchemas": {"a": {"properties": {"a": True}}},
        "unevaluatedProperties": False,
    },
    {"not": {"type": "object"}},
    {"not": {}},
    {"if": {"type": "integer"}, "then": {"minimum": 2}},
    {"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"type": "array"}},
    {"if": {"type": "object"}, "else": False},
    {"allOf": [{"minimum": 1}, {"maximum": 2}]},
    {"anyOf": [{"type": "string"}, {"required": ["a"]}]},
    {"oneOf": [{"type": "number"}, {"minimum": 1}, {"const": "a"}]},
    {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
    {"$ref": "#/$defs/tree"},
    {"$ref": "#/$defs/tree", "maxProperties": 1},
    {"$ref": "#/$defs/same"},
    {"$ref": "#/$defs/tree", "unevaluatedProperties": False},
]

OBJECTS: list[dict[str, Any]] = [each for each in SCHEMAS if is_object(each)]

DEFINITIONS: dict[str, Any] = {
    "tree": {
        "type": "object",
        "properties": {"a": {"anyOf": [{"$ref": "#/$defs/tree"}, {"type": "integer"}]}},
    },
    "same": {"allOf": [{"$ref": "#/$defs/tree"}], "not": {"required": ["b"]}},
}


def is_valid(schema: Any, value: Any) -> bool:
    """Ask for the verdict of a check."""
    return not Checks({**DEFINITIONS, "it": schema}).of("it").faults(value)


def oracle(schema: Any) -> Validator:
    """Make the judge of a schema."""
    return Draft202012Validator(
        {"$defs": {**DEFINITIONS, "it": schema}, "$ref": "#/$defs/it"}
    )


@pytest.mark.parametrize("schema", SCHEMAS, ids=str)
def test_each_keyword_means_what_the_standard_says(schema: Any) -> None:
    judge = oracle(schema)
    for value in VALUES:
        assert is_valid(schema, value) == judge.is_valid(value), value


def drawn(chance: random.Random, depth: int) -> Any:
    """Draw a schema of those above, put together at random."""
    schema, more = dict(chance.choice(OBJECTS)), chance.choice(OBJECTS)
    if not {"$ref", *schema} & {*more}:
        schema |= more
    if depth and chance.random() < 0.6:
        inner = [drawn(chance, depth - 1) for _ in range(chance.randint(1, 3))]
        keyword = chance.choice(["allOf", "anyOf", "oneOf", "prefixItems"])
        schema[keyword] = inner
    if depth and chance.random() < 0.4:
        keyword = chance.choice(["not", "if", "items", "contains", "propertyNames"])
        schema[keyword] = drawn(chance, depth - 1)
    if depth and chance.random() < 0.4:
        schema["properties"] = {"a": drawn(chance, depth - 1)}
    if chance.random() < 0.2:
        schema[f"unevaluated{chance.choice(['Items', 'Properties'])}"] = False
    return schema


@pytest.mark.parametrize("seed", range(60))
def test_keywords_together_mean_what_the_standard_says(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(6):
        schema = drawn(chance, 2)
        judge = oracle(schema)
        for value in VALUES:
            assert is_valid(schema, value) == judge.is_valid(value), (schema, value)


def test_a_reference_to_itself_has_an_end() -> None:
    checks = Checks(
        {
            "a": {"anyOf": [{"$ref": "#/$defs/b"}], "maximum": 1},
            "b": {"allOf": [{"$ref": "#/$defs/a"}]},
        }
    )
    assert not checks.of("a").faults(1)
    assert checks.of("b").faults(2)


def test_what_is_nested_too_deeply_is_refused() -> None:
    check = Checks({"it": {"properties": {"a": {"$ref": "#/$defs/it"}}}}).of("it")
    value: Any = {}
    for _ in range(5000):
        value = {"a": value}
    with pytest.raises(FaultsError, match="nested too deeply"):
        examine(value, check)


FORMATS: list[tuple[str, Any, bool]] = [
    ("int32", 2**31 - 1, True),
    ("int32", 2**31, False),
    ("int32", -(2**31), True),
    ("int32", -(2**31) - 1, False),
    ("int32", "a", True),
    ("int32", True, True),
    ("int64", 2**63, False),
    ("int64", -(2**63), True),
    ("float", 3.5e38, False),
    ("float", 1, True),
    ("date", "2024-02-30", False),
    ("date", "2024-02-29", True),
    ("date", 1, True),
    ("date-time", "2024-02-29T12:00:00Z", True),
    ("date-time", "2024-02-29", False),
    ("uuid", "x", False),
    ("time", "12:00:00Z", True),
    ("anything", "x", True),
]


@pytest.mark.parametrize(("name", "value", "valid"), FORMATS)
def test_formats_that_types_know(name: str, value: Any, valid: bool) -> None:
    assert is_valid({"format": name}, value) == valid


MULTIPLES: list[tuple[float, float, bool]] = [
    (0.1, 0.3, True),
    (0.1, 0.7, True),
    (0.1, 0.35, False),
    (0.1, 0.30000000000000004, False),
    (0.01, 19.99, True),
    (1, 3.00000000001, False),
    (3, 10**30, False),
    (1e-8, 1.5e-8, False),
    (0.5, 1e308, True),
]


@pytest.mark.parametrize(("step", "value", "valid"), MULTIPLES)
def test_multiples_are_those_of_the_decimal_numbers(
    step: float, value: float, valid: bool
) -> None:
    assert is_valid({"multipleOf": step}, value) == valid


def test_equality_is_that_of_json() -> None:
    assert equality_key(1) == equality_key(1.0)
    assert equality_key(True) != equality_key(1)
    assert equality_key([]) != equality_key({})
    assert equality_key({"a": 1, "b": [None]}) == equality_key({"b": [None], "a": 1})


def test_a_long_text_keeps_no_regular_expression_busy() -> None:
    schema = {"pattern": "^(?!x).*$"}
    assert is_valid(schema, "a" * 10_000)
    assert not is_valid(schema, "a" * 10_001)


PLACES: list[tuple[Any, Any, list[str]]] = [
    ({"required": ["b"]}, {"a": 1}, ["b: Field required"]),
    (
        {"properties": {"a": {"items": {"maximum": 1}}}},
        {"a": [1, 2, 3]},
        [
            "a.1: Input should be less than or equal to 1",
            "a.2: Input should be less than or equal to 1",
        ],
    ),
    (
        {"additionalProperties": False},
        {"x": 1},
        ["x: Extra inputs are not permitted"],
    ),
    ({"uniqueItems": True}, [1, 1], ["Items should be unique"]),
    (
        {"dependentRequired": {"a": ["b"]}},
        {"a": 1},
        ["b: Field required beside `a`"],
    ),
    (
        {"type": ["integer", "null"]},
        "a",
        ["Input should be an integer or null"],
    ),
    (
        {"oneOf": [{"minimum": 1}, {"minimum": 2}]},
        3,
        ["Input should be valid by exactly one of the alternatives"],
    ),
]


@pytest.mark.parametrize(("schema", "value", "told"), PLACES)
def test_a_fault_has_a_place_and_words(
    schema: Any, value: Any, told: list[str]
) -> None:
    assert list(words(schema, value)) == told


def words(schema: Any, value: Any) -> Iterator[str]:
    """Say the faults of a value, each as an exception would."""
    for fault in Checks({"it": schema}).of("it").faults(value):
        yield str(FaultsError([fault]))
