"""What the canonical form makes of documents, and what it leaves alone."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from document_reading import read_text

from bothends.document import Document, Json, Pointer

NULL = {"type": "null"}
REF = {"$ref": "#/components/schemas/Other"}


def document_of(version: str, **fields: Any) -> Document:
    return read_text(json.dumps({"openapi": version, **fields}))


def canonical_schema(version: str, schema: Any) -> Json:
    document = document_of(version, components={"schemas": {"It": schema}})
    return document.resolve("#/components/schemas/It")


OLD: dict[str, tuple[Any, Any]] = {
    # nullable with a type
    "type": ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
    "not nullable": ({"type": "string", "nullable": False}, {"type": "string"}),
    "enum": (
        {"type": "string", "nullable": True, "enum": ["a"]},
        {"type": ["string", "null"], "enum": ["a", None]},
    ),
    "enum with null": (
        {"type": "string", "nullable": True, "enum": [None, "a"]},
        {"type": ["string", "null"], "enum": [None, "a"]},
    ),
    "enum with falsy": (
        {"type": "integer", "nullable": True, "enum": [0]},
        {"type": ["integer", "null"], "enum": [0, None]},
    ),
    "enum without nullable": (
        {"type": "string", "enum": ["a"]},
        {"type": "string", "enum": ["a"]},
    ),
    "type list": (
        {"type": ["string", "integer"], "nullable": True},
        {"type": ["string", "integer", "null"]},
    ),
    "type list with null": (
        {"type": ["string", "null"], "nullable": True},
        {"type": ["string", "null"]},
    ),
    "type null": ({"type": "null", "nullable": True}, {"type": "null"}),
    "object": (
        {"type": "object", "properties": {"a": {}}, "nullable": True},
        {"type": ["object", "null"], "properties": {"a": {}}},
    ),
    # nullable without a type
    "anything": ({"nullable": True, "title": "Any"}, {"title": "Any"}),
    "only format": ({"nullable": True, "format": "date"}, {"format": "date"}),
    "untyped enum": (
        {"enum": ["a", 1], "nullable": True},
        {"enum": ["a", 1, None]},
    ),
    "untyped object": (
        {"properties": {"a": {}}, "nullable": True, "description": "d"},
        {"description": "d", "anyOf": [{"properties": {"a": {}}}, NULL]},
    ),
    # nullable beside other schemas
    "$ref": ({**REF, "nullable": True}, {"anyOf": [REF, NULL]}),
    "$ref and annotations": (
        {"description": "d", "x-a": 1, **REF, "nullable": True, "default": None},
        {"description": "d", "x-a": 1, "default": None, "anyOf": [REF, NULL]},
    ),
    "allOf": (
        {"allOf": [REF], "nullable": True, "readOnly": True},
        {"readOnly": True, "anyOf": [{"allOf": [REF]}, NULL]},
    ),
    "type and allOf": (
        {"type": "object", "allOf": [REF], "nullable": True},
        {"anyOf": [{"type": "object", "allOf": [REF]}, NULL]},
    ),
    "oneOf": (
        {
            "oneOf": [REF, {"type": "string"}],
            "discriminator": {"propertyName": "t"},
            "nullable": True,
        },
        {
            "anyOf": [
                {
                    "oneOf": [REF, {"type": "string"}],
                    "discriminator": {"propertyName": "t"},
                },
                NULL,
            ]
        },
    ),
    "anyOf": (
        {"anyOf": [REF, {"type": "string"}], "nullable": True},
        {"anyOf": [REF, {"type": "string"}, NULL]},
    ),
    "anyOf with null": (
        {"anyOf": [REF, NULL], "nullable": True},
        {"anyOf": [REF, NULL]},
    ),
    "anyOf and type": (
        {"anyOf": [{"minLength": 1}], "type": "string", "nullable": True},
        {"anyOf": [{"anyOf": [{"minLength": 1}], "type": "string"}, NULL]},
    ),
    "not": (
        {"not": NULL, "nullable": True},
        {"anyOf": [{"not": NULL}, NULL]},
    ),
    # Bounds.
    "exclusive": (
        {
            "minimum": 1,
            "exclusiveMinimum": True,
            "maximum": 2.5,
            "exclusiveMaximum": True,
        },
        {"exclusiveMinimum": 1, "exclusiveMaximum": 2.5},
    ),
    "inclusive": (
        {"minimum": 1, "exclusiveMinimum": False, "exclusiveMaximum": False},
        {"minimum": 1},
    ),
    "exclusive of nothing": ({"exclusiveMinimum": True}, {}),
    "exclusive as a number": (
        {"exclusiveMinimum": 5, "exclusiveMaximum": 0},
        {"exclusiveMinimum": 5, "exclusiveMaximum": 0},
    ),
    # Siblings of $ref.
    "siblings": (
        {**REF, "type": "object", "required": ["a"], "properties": {}},
        REF,
    ),
    "annotations": (
        {
            **REF,
            "description": "d",
            "title": "t",
            "default": 1,
            "deprecated": True,
            "readOnly": True,
            "writeOnly": False,
            "x-name": "n",
        },
        {
            **REF,
            "description": "d",
            "title": "t",
            "default": 1,
            "deprecated": True,
            "readOnly": True,
            "writeOnly": False,
            "x-name": "n",
        },
    ),
    # Examples.
    "example": (
        {"type": "object", "example": {"nullable": True}},
        {
            "type": "object",
            "example": {"nullable": True},
            "examples": [{"nullable": True}],
        },
    ),
    "null example": ({"example": None}, {"example": None, "examples": [None]}),
    "example and examples": (
        {"example": 1, "examples": [2]},
        {"example": 1, "examples": [2]},
    ),
    # Nested schemas.
    "nested": (
        {
            "properties": {
                "nullable": {"type": "string", "nullable": True},
                "x-a": {"type": "string", "nullable": True},
                "properties": {"items": {**REF, "nullable": True}},
            },
            "additionalProperties": {
                "allOf": [{"not": {"type": "string", "nullable": True}}]
            },
        },
        {
            "properties": {
                "nullable": {"type": ["string", "null"]},
                "x-a": {"type": ["string", "null"]},
                "properties": {"items": {"anyOf": [REF, NULL]}},
            },
            "additionalProperties": {"allOf": [{"not": {"type": ["string", "null"]}}]},
        },
    ),
    "nested in what is wrapped": (
        {"nullable": True, "allOf": [{"type": "string", "nullable": True}]},
        {"anyOf": [{"allOf": [{"type": ["string", "null"]}]}, NULL]},
    ),
}

JUNK: list[Any] = [
    True,
    None,
    [],
    "text",
    {"type": "file"},
    {"type": 3},
    {"nullable": "yes", "type": "string"},
    {"$ref": 1, "type": "string"},
    {"minimum": "1", "exclusiveMinimum": True},
    {"minimum": True, "exclusiveMinimum": True},
    {"items": [{"type": "string", "nullable": True}]},
    {"allOf": {"type": "string", "nullable": True}},
    {"properties": [{"type": "string", "nullable": True}]},
    {"enum": [{"nullable": True, "type": "string"}]},
    {"const": {"nullable": True, "type": "string"}},
    {"default": {"properties": {"a": {"nullable": True, "type": "string"}}}},
    {"x-schema": {"nullable": True, "type": "string"}},
    {"discriminator": {"mapping": {"nullable": True}}},
    {"required": ["nullable"], "type": "object"},
]


@pytest.mark.parametrize(("schema", "expected"), OLD.values(), ids=OLD)
def test_old_schema(schema: Any, expected: Any) -> None:
    assert canonical_schema("3.0.3", schema) == expected


@pytest.mark.parametrize("schema", JUNK)
def test_what_is_no_schema_is_left_alone(schema: Any) -> None:
    assert canonical_schema("3.0.3", schema) == schema


@pytest.mark.parametrize("version", ["3.1.0", "3.2.0"])
@pytest.mark.parametrize(
    ("schema", "added"),
    [
        ({**REF, "type": "object"}, {}),
        ({"exclusiveMinimum": 1}, {}),
        ({"items": {"example": 1}}, {"items": {"example": 1, "examples": [1]}}),
    ],
)
def test_new_schema(version: str, schema: Any, added: Any) -> None:
    assert canonical_schema(version, schema) == {**schema, **added}


@pytest.mark.parametrize("version", ["3.1.0", "3.2.0"])
@pytest.mark.parametrize("case", ["type", "not nullable", "$ref"])
def test_nullable_means_the_same_in_new_schemas(version: str, case: str) -> None:
    schema, expected = OLD[case]
    assert canonical_schema(version, schema) == expected


SCHEMA: dict[str, Json] = {"type": "string", "nullable": True}
DATA: dict[str, Json] = {
    "type": "string",
    "nullable": True,
    "title": "looks like a schema",
}
MEDIA = {
    "schema": SCHEMA,
    "itemSchema": SCHEMA,
    "example": DATA,
    "examples": {"schema": {"value": DATA, "schema": DATA}},
    "x-schema": DATA,
}
HEADER = {"schema": SCHEMA, "example": DATA, "content": {"a/b": MEDIA}}
ENCODING = {"headers": {"x-schema": HEADER}, "schema": DATA}
BODY = {
    "content": {
        "x-schema": {
            **MEDIA,
            "encoding": {"x-schema": {**ENCODING, "encoding": {"schema": ENCODING}}},
            "itemEncoding": ENCODING,
            "prefixEncoding": [ENCODING],
        }
    }
}
RESPONSE = {
    **BODY,
    "headers": {"x-schema": HEADER},
    "links": {"schema": {"parameters": {"schema": DATA}, "schema": DATA}},
}
PARAMETER = {"name": DATA, **HEADER}
OPERATION = {
    "parameters": [PARAMETER],
    "requestBody": BODY,
    "responses": {"200": RESPONSE, "x-schema": {"schema": DATA}},
    "schema": DATA,
}
PATH = {
    "parameters": [PARAMETER],
    **dict.fromkeys(["get", "trace", "query"], OPERATION),
    "additionalOperations": {"x-schema": OPERATION},
    "schema": DATA,
}
CALLBACK = {"{$url}": PATH, "x-schema": {"schema": DATA}}
WHOLE = {
    "info": {"schema": DATA},
    "paths": {"/": PATH, "x-schema": {"parameters": [{"schema": DATA}]}},
    "webhooks": {"x-schema": PATH},
    "components": {
        "schemas": {"schema": SCHEMA, "x-schema": SCHEMA},
        "responses": {"x-schema": RESPONSE},
        "parameters": {"x-schema": PARAMETER},
        "examples": {"x-schema": {"value": DATA, "schema": DATA}},
        "requestBodies": {"x-schema": BODY},
        "headers": {"x-schema": HEADER},
        "securitySchemes": {"schema": DATA, "x-schema": {"schema": DATA}},
        "links": {"schema": {"schema": DATA, "requestBody": {"schema": DATA}}},
        "callbacks": {"x-schema": CALLBACK},
        "pathItems": {"x-schema": PATH},
        "mediaTypes": {"x-schema": MEDIA},
        "x-schema": {"schema": DATA},
    },
    "x-schema": {"schema": DATA},
}


def test_schemas_are_found_where_they_stand_and_nowhere_else() -> None:
    document = document_of("3.0.3", **WHOLE)
    source = [node for _, node in walk(document.source)]
    tree = [node for _, node in walk(document.tree)]
    assert tree.count({"type": ["string", "null"]}) == source.count(SCHEMA) > 100
    assert tree.count(DATA) == source.count(DATA) > 100


def walk(node: Json, pointer: Pointer = ()) -> Iterator[tuple[Pointer, Json]]:
    yield pointer, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, (*pointer, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from walk(value, (*pointer, index))


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        (
            "3.0.3",
            {"$ref": "#/components/x", "description": "d", "summary": "s", "x-a": 1},
        ),
        (
            "3.1.0",
            {
                "$ref": "#/components/x",
                "description": "d",
                "summary": "s",
                "x-a": 1,
                "required": True,
                "schema": {},
            },
        ),
    ],
)
@pytest.mark.parametrize(
    "kind",
    [
        "responses",
        "parameters",
        "examples",
        "requestBodies",
        "headers",
        "securitySchemes",
        "links",
        "callbacks",
    ],
)
def test_reference_object(version: str, kind: str, expected: Any) -> None:
    reference: dict[str, Json] = {
        "$ref": "#/components/x",
        "description": "d",
        "summary": "s",
        "x-a": 1,
        "required": True,
        "schema": {},
    }
    document = document_of(version, components={kind: {"it": reference}})
    assert document.resolve(f"#/components/{kind}/it") == expected


def test_path_item_keeps_what_is_beside_ref() -> None:
    path: dict[str, Json] = {"$ref": "#/x-path", "parameters": [], "get": {}}
    document = document_of("3.0.3", paths={"/": path})
    assert document.resolve("#/paths/~1") == path


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
def test_copy(version: str) -> None:
    text = (
        f"openapi: {version}\n"
        "x-base: &base {list: [1, {a: b}], more: {}}\n"
        "x-same: *base\n"
        "x-merged: {<<: *base}\n"
        "components: {schemas: {It: {example: [1]}, "
        "One: &n {$ref: x, nullable: true}, Two: *n, Three: {<<: *n}}}\n"
    )
    document = read_text(text)
    before = json.dumps(document.source)
    tree = document.tree
    assert document.tree is tree
    assert tree["openapi"] == "3.2.0"
    assert tree["x-base"] == tree["x-same"] == tree["x-merged"]
    assert json.dumps(document.source) == before
    nodes = [node for _, node in walk(tree) if isinstance(node, dict | list)]
    assert len({id(node) for node in nodes}) == len(nodes)
    known = {id(node) for _, node in walk(document.source) if not isinstance(node, str)}
    assert not known & {id(node) for node in nodes}


WRAPPED = """\
openapi: 3.0.3
components:
  schemas:
    Plain: {type: string}
    Wrapped:
      nullable: true
      description: twice wrapped
      allOf:
      - nullable: true
        oneOf:
        - type: string
        - type: object
          properties:
            inner: {type: integer}
    Both:
      nullable: true
      type: string
      anyOf:
      - minLength: 1
    ToInner: {$ref: '#/components/schemas/Wrapped/allOf/0/oneOf/1/properties/inner'}
    ToWrapped: {$ref: '#/components/schemas/Wrapped'}
    ToPlain: {$ref: '#/components/schemas/Plain'}
    Away: {$ref: 'other.yaml#/components/schemas/Wrapped/allOf/0'}
"""
W = ("components", "schemas", "Wrapped")
B = ("components", "schemas", "Both")


@pytest.mark.parametrize(
    ("pointer", "line"),
    [
        (W, 6),
        ((*W, "description"), 7),
        # By the pointers of the source
        ((*W, "nullable"), 6),
        ((*W, "allOf", 0), 9),
        ((*W, "allOf", 0, "oneOf", 1, "properties", "inner"), 14),
        ((*B, "anyOf", 0, "minLength"), 19),
        # and by those of the tree.
        ((*W, "anyOf", 0), 6),
        ((*W, "anyOf", 1, "type"), 6),
        ((*W, "anyOf", 0, "allOf", 0), 9),
        ((*W, "anyOf", 0, "allOf", 0, "anyOf", 0, "oneOf", 0), 11),
        (
            (*W, "anyOf", 0, "allOf", 0, "anyOf", 0, "oneOf", 1, "properties", "inner"),
            14,
        ),
        ((*B, "anyOf", 0, "type"), 17),
        ((*B, "anyOf", 0, "anyOf", 0, "minLength"), 19),
    ],
)
def test_wrapped_nodes_find_their_place(pointer: Pointer, line: int) -> None:
    document = read_text(WRAPPED)
    assert document.position(pointer).line == line


def test_pointers_of_the_tree_are_those_of_resolve() -> None:
    document = read_text(WRAPPED)
    for pointer, node in walk(document.tree):
        steps = [str(step).replace("~", "~0").replace("/", "~1") for step in pointer]
        reference = "#" + "".join("/" + step for step in steps)
        assert document.target(reference) == pointer
        assert document.resolve(reference) is node


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        (
            "ToInner",
            "#/components/schemas/Wrapped/anyOf/0/allOf/0/anyOf/0/oneOf/1/properties/inner",
        ),
        ("ToWrapped", "#/components/schemas/Wrapped"),
        ("ToPlain", "#/components/schemas/Plain"),
        ("Away", "other.yaml#/components/schemas/Wrapped/allOf/0"),
    ],
)
def test_references_into_wrapped_schemas_follow(name: str, reference: str) -> None:
    document = read_text(WRAPPED)
    assert document.resolve(f"#/components/schemas/{name}") == {"$ref": reference}


def test_deep_schema() -> None:
    depth = 90
    schema = '{"type": "object", "nullable": true, "properties": {"a": ' * depth
    text = (
        '{"openapi": "3.0.3", "components": {"schemas": {"It": '
        + schema
        + "{}"
        + "}}" * depth
        + "}}}"
    )
    document = read_text(text)
    inner = document.resolve("#/components/schemas/It" + "/properties/a" * (depth - 1))
    assert isinstance(inner, dict)
    assert inner["type"] == ["object", "null"]
