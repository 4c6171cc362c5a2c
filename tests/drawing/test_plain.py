"""Of what is plain, nothing is taken for valid that jsonschema refuses; and most of it is seen."""

from contextlib import suppress
from itertools import product
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from openapi_schema_validator import OAS30Validator, oas30_format_checker

from bothends.plain import satisfies

VALUES: list[Any] = [
    *(None, True, False, 0, 1, -3, 2.0, 2.5, 1 << 40, "", "a", "abcd"),
    *([], [1], [1, "a"], [None], {}, {"a": 1}, {"a": "a", "b": []}, {"b": {"a": 1}}),
    *("2024-02-29", "2023-12-31", "2023-04-31", "2023-01-01T00:00:00Z", "1-1-2023"),
    *("2023-01-01T24:00:00Z", "2023-01-01t00:00:00.5+01:00", "a.b+c@d-e.org", "a@b"),
    *("https://a.b/c-d/e.f?g=h", "https://a b", "http://[", "urn:a:b", "http://a:b"),
    *("0b0b0b0b-1111-2222-3333-00000000000A", "0b0b0b0b-1111-2222-3333-00000000000a"),
]
FORMATS = ("date", "date-time", "email", "uri", "uuid", "int32", "int64", "float")
SIMPLE: list[Any] = [
    {},
    {"type": "string"},
    {"type": ["integer", "null"]},
    {"type": "integer", "format": "int32"},
    {"type": "number", "minimum": 0, "maximum": 2},
    {"type": "string", "minLength": 1, "maxLength": 3},
    {"enum": [1, "a", None, [1], 2.0]},
    {"const": True},
    {"$ref": "#/a"},
    {"type": "string", "nullable": True},
]
SCHEMAS = [
    *SIMPLE,
    *({"type": "array", "items": each} for each in SIMPLE),
    *({"items": each, "minItems": 1} for each in SIMPLE),
    *({"type": "object", "additionalProperties": each} for each in SIMPLE),
    *({"properties": {"a": each}, "required": ["a"]} for each in SIMPLE),
    *({"properties": {"a": each}, "additionalProperties": False} for each in SIMPLE),
    *({"allOf": [each]} for each in SIMPLE),
    *({"allOf": [each, {"maxLength": 2}]} for each in SIMPLE),
    *({"anyOf": [each, {"maxItems": 1}]} for each in SIMPLE),
    *({"format": each} for each in FORMATS),
    *({"not": each, "title": "x", "x-a": 1} for each in SIMPLE),
]
SENSELESS: list[Any] = [
    *(None, 1, "string", [], {"$ref": 1}, {"$ref": "#/loop"}, {"$ref": "#/none"}),
    *({"type": {}}, {"type": 1}, {"enum": 1}, {"minimum": "a"}, {"maxLength": []}),
    *({"allOf": 1}, {"anyOf": {}}, {"minItems": "a"}, {"format": 1}, {"format": []}),
    *({"required": 1}, {"properties": 1}, {"items": 1}, {"additionalProperties": 1}),
    {"properties": [], "additionalProperties": True},
]
TARGETS = {"#/a": {"type": "integer"}, "#/loop": {"$ref": "#/loop"}}


def target(reference: str) -> Any:
    return TARGETS.get(reference, False)


def test_what_satisfies_is_valid() -> None:
    for schema, value in product(SCHEMAS, VALUES):
        if satisfies(value, schema, target):
            whole = {**schema, "a": TARGETS["#/a"]}
            modern: Any = Draft202012Validator(whole, format_checker=FormatChecker())
            assert modern.is_valid(value), (schema, value)
            before: Any = OAS30Validator(whole, format_checker=oas30_format_checker)
            with suppress(TypeError):  # A list of types is unknown to OpenAPI 3.0.
                assert before.is_valid(value), (schema, value)


def test_most_of_what_is_valid_satisfies() -> None:
    for schema, value in product(SCHEMAS[:2], ["a", ""]):
        assert satisfies(value, schema, target)
    person = {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"$ref": "#/a"},
            "tags": {"type": "array", "items": {"type": "string"}},
        },
    }
    assert satisfies({"id": 1, "tags": ["a"]}, person, target)
    assert not satisfies({"id": "1"}, person, target)
    for name, value in (
        ("date", "2024-02-28"),
        ("date-time", "2011-01-26T19:01:12Z"),
        ("email", "octocat@github.com"),
        ("uri", "https://api.github.com/repos/octocat/Hello-World/issues?page=2"),
        ("uuid", "4bcbe5ea-f1bc-4bd1-8a10-33a32bbc1a44"),
    ):
        assert satisfies(value, {"type": "string", "format": name}, target)


def test_senseless_schemas_are_for_others_to_judge() -> None:
    for schema, value in product(SENSELESS, VALUES):
        satisfies(value, schema, target)
    assert not satisfies(1, {"$ref": "#/loop"}, target)
    assert not satisfies(1, {"$ref": "#/none"}, target)
