"""Swagger 2.0: what each of its constructs becomes, and where it is said to have been."""

import json
from pathlib import Path
from typing import Any

import pytest
from document_reading import read_text

from bothends.document import Document, Pointer, read
from bothends.job import Job
from bothends.pipeline import make
from bothends.problems import Rejected
from bothends.validate import validate

CASE = Path(__file__).parents[1] / "goldens" / "cases" / "swagger"
OK = {"200": {"description": "Ok"}}
JSON = "application/json"
INFO = {"title": "T", "version": "1"}


def old(**fields: Any) -> Document:
    """Read a description of Swagger 2.0."""
    content = {"swagger": "2.0", "info": INFO, "paths": {}, **fields}
    return read_text(json.dumps(content))


def operation(**fields: Any) -> Document:
    """Read a description with one operation."""
    return old(paths={"/a": {"post": {"responses": OK, **fields}}})


def converted(document: Document) -> Any:
    """Give what an operation became; there must be no problem."""
    assert validate(document) == ()
    paths: Any = document.source["paths"]
    return paths["/a"]["post"]


def parameter(**fields: Any) -> Any:
    """Convert one parameter of the query."""
    [found] = converted(operation(parameters=[{"name": "a", "in": "query", **fields}]))[
        "parameters"
    ]
    return found


def test_a_description_and_its_twin_are_the_same() -> None:
    document, twin = read(str(CASE / "spec.yaml")), read(
        str(CASE / "twin" / "spec.yaml")
    )
    assert document.source == twin.source
    assert document.served == twin.served
    assert document.full_version == "2.0"


def test_a_description_and_its_twin_make_the_same_package(tmp_path: Path) -> None:
    packages: list[dict[str, str]] = []
    for spec in (CASE / "spec.yaml", CASE / "twin" / "spec.yaml"):
        job = Job(name="pets", spec=str(spec), output=tmp_path / "pets")
        files = make(read(str(spec)), job).files
        packages.append({str(file.path): file.text for file in files})
    old, new = packages
    assert json.loads(old.pop("openapi.json")) == json.loads(new.pop("openapi.json"))
    assert old == new


@pytest.mark.parametrize(
    ("fields", "urls"),
    [
        ({}, None),
        ({"host": "a.io"}, ["https://a.io"]),
        ({"host": "a.io", "basePath": "/"}, ["https://a.io"]),
        (
            {"host": "a.io:1", "basePath": "/v1", "schemes": ["http", "https", "http"]},
            ["http://a.io:1/v1", "https://a.io:1/v1"],
        ),
        ({"host": "a.io", "schemes": ["ws", "http"]}, ["http://a.io"]),
        ({"host": "a.io", "schemes": ["wss"]}, ["wss://a.io"]),
        ({"basePath": "/v1", "schemes": ["http"]}, ["/v1"]),
        ({"basePath": "/"}, ["/"]),
    ],
)
def test_servers(fields: dict[str, Any], urls: list[str] | None) -> None:
    servers: Any = old(**fields).source.get("servers")
    assert (servers and [server["url"] for server in servers]) == urls


def test_servers_of_an_operation() -> None:
    post = {"responses": OK, "schemes": ["http"]}
    paths = {"/a": {"post": post}}
    found = converted(old(host="a.io", basePath="/v1", paths=paths))
    assert found["servers"] == [{"url": "http://a.io/v1"}]


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({"type": "string"}, {"schema": {"type": "string"}}),
        (
            {
                "type": "integer",
                "format": "int64",
                "minimum": 0,
                "exclusiveMinimum": True,
            },
            {
                "schema": {
                    "type": "integer",
                    "format": "int64",
                    "minimum": 0,
                    "exclusiveMinimum": True,
                }
            },
        ),
        (
            {
                "type": "string",
                "enum": ["a"],
                "default": "a",
                "required": True,
                "x-a": 1,
            },
            {
                "required": True,
                "x-a": 1,
                "schema": {"type": "string", "enum": ["a"], "default": "a"},
            },
        ),
        (
            {"type": "string", "x-nullable": True, "allowEmptyValue": True},
            {"allowEmptyValue": True, "schema": {"type": "string", "nullable": True}},
        ),
        (
            {"type": "array", "items": {"type": "string"}},
            {
                "style": "form",
                "explode": False,
                "schema": {"type": "array", "items": {"type": "string"}},
            },
        ),
        (
            {
                "type": "array",
                "items": {"type": "integer"},
                "collectionFormat": "ssv",
                "maxItems": 2,
            },
            {
                "style": "spaceDelimited",
                "explode": False,
                "schema": {
                    "type": "array",
                    "items": {"type": "integer"},
                    "maxItems": 2,
                },
            },
        ),
    ],
)
def test_parameters(given: dict[str, Any], made: dict[str, Any]) -> None:
    assert parameter(**given) == {"name": "a", "in": "query", **made}


@pytest.mark.parametrize(
    ("written", "style"),
    [("multi", "form"), ("csv", "form"), ("pipes", "pipeDelimited")],
)
def test_collection_formats(written: str, style: str) -> None:
    found = parameter(type="array", items={"type": "string"}, collectionFormat=written)
    assert (found["style"], found["explode"]) == (style, written == "multi")


@pytest.mark.parametrize(
    ("place", "written"),
    [("query", "tsv"), ("header", "ssv"), ("header", "pipes"), ("formData", "tsv")],
)
def test_separators_without_a_style_are_noted(place: str, written: str) -> None:
    given = {"name": "a", "in": place, "type": "array", "items": {"type": "string"}}
    document = operation(parameters=[{**given, "collectionFormat": written}])
    [problem] = validate(document)
    assert (problem.rule, problem.severity) == (
        "unsupported-collection-format",
        "warning",
    )
    assert problem.position.text[problem.position.column - 1 :].startswith(
        '{"name": "a"'
    )
    assert (
        '"schema": {"type": "string"}' in json.dumps(document.source)
        or place == "formData"
    )


def test_arrays_in_arrays_with_separators_are_noted() -> None:
    inner = {"type": "array", "items": {"type": "string"}, "collectionFormat": "pipes"}
    given = {"name": "a", "in": "query", "type": "array", "items": inner}
    [problem] = validate(operation(parameters=[given]))
    assert problem.rule == "unsupported-collection-format"


def test_bodies_have_the_media_types_of_their_operation() -> None:
    body = {"name": "b", "in": "body", "required": True, "schema": {"type": "string"}}
    media = {"schema": {"type": "string"}}
    for consumes, expected in (
        (None, [JSON]),
        ([], [JSON]),
        (["text/plain", JSON], ["text/plain", JSON]),
    ):
        more = {} if consumes is None else {"consumes": consumes}
        assert converted(operation(parameters=[body], **more))["requestBody"] == {
            "required": True,
            "content": dict.fromkeys(expected, media),
        }


def test_a_shared_body_is_written_out_where_its_media_types_are_others() -> None:
    body = {"name": "b", "in": "body", "schema": {"type": "string"}}
    shared = [{"$ref": "#/parameters/b"}]
    document = old(
        consumes=["text/plain"],
        parameters={"b": body},
        paths={
            "/a": {
                "post": {"responses": OK, "parameters": shared, "consumes": [JSON]},
                "put": {"responses": OK, "parameters": shared},
            }
        },
    )
    assert list(converted(document)["requestBody"]["content"]) == [JSON]
    paths: Any = document.source["paths"]
    assert paths["/a"]["put"]["requestBody"] == {"$ref": "#/components/requestBodies/b"}


@pytest.mark.parametrize(
    ("consumes", "kind", "made"),
    [
        (None, "string", ["application/x-www-form-urlencoded"]),
        (None, "file", ["multipart/form-data"]),
        ([JSON], "string", ["application/x-www-form-urlencoded"]),
        (["application/x-www-form-urlencoded"], "file", ["multipart/form-data"]),
        (
            ["multipart/form-data", "application/x-www-form-urlencoded", JSON],
            "string",
            ["multipart/form-data", "application/x-www-form-urlencoded"],
        ),
    ],
)
def test_forms(consumes: list[str] | None, kind: str, made: list[str]) -> None:
    fields = [{"name": "f", "in": "formData", "type": kind, "required": True}]
    more = {} if consumes is None else {"consumes": consumes}
    document = operation(parameters=fields, **more)
    paths: Any = document.source["paths"]
    body = paths["/a"]["post"]["requestBody"]
    assert list(body["content"]) == made
    schema = (
        {"type": "string", "format": "binary"} if kind == "file" else {"type": "string"}
    )
    for media in body["content"].values():
        assert media["schema"]["properties"] == {"f": schema}
        assert media["schema"]["required"] == ["f"]
    assert body["required"] is True


def test_parameters_of_a_path_join_those_of_its_operations() -> None:
    form = {"in": "formData", "type": "string"}
    item = {
        "parameters": [
            {"name": "f", **form, "description": "shared"},
            {"name": "g", **form},
            {"name": "q", "in": "query", "type": "string"},
        ],
        "post": {"responses": OK, "parameters": [{"name": "f", **form}]},
        "put": {"responses": OK},
    }
    document = old(paths={"/a": item})
    properties = {"f": {"type": "string"}, "g": {"type": "string"}}
    content = converted(document)["requestBody"]["content"]
    assert (
        content["application/x-www-form-urlencoded"]["schema"]["properties"]
        == properties
    )
    shared: Any = document.source["paths"]
    assert [each["name"] for each in shared["/a"]["parameters"]] == ["q"]


def test_responses() -> None:
    responses = {
        "200": {
            "description": "Ok",
            "schema": {"type": "object"},
            "examples": {JSON: {"a": 1}, "text/html": "unknown"},
            "headers": {"X-A": {"type": "array", "items": {"type": "string"}}},
        },
        "201": {"description": "A file.", "schema": {"type": "file"}},
        "204": {"description": "Nothing.", "examples": {JSON: 1}},
        "x-more": 1,
    }
    found = converted(operation(responses=responses))["responses"]
    assert found == {
        "200": {
            "description": "Ok",
            "headers": {
                "X-A": {"schema": {"type": "array", "items": {"type": "string"}}}
            },
            "content": {JSON: {"schema": {"type": "object"}, "example": {"a": 1}}},
        },
        "201": {
            "description": "A file.",
            "content": {
                "application/octet-stream": {
                    "schema": {"type": "string", "format": "binary"}
                }
            },
        },
        "204": {"description": "Nothing."},
        "x-more": 1,
    }


def test_a_failure_is_no_image() -> None:
    responses = {
        "200": {"description": "Ok", "schema": {"type": "file"}},
        "404": {"description": "No", "schema": {"type": "object"}},
    }
    found = converted(operation(responses=responses, produces=["image/png"]))[
        "responses"
    ]
    assert [list(found[status]["content"]) for status in found] == [
        ["image/png"],
        [JSON],
    ]


def test_schemas() -> None:
    pet: dict[str, Any] = {
        "type": "object",
        "discriminator": "kind",
        "required": ["kind"],
        "properties": {
            "kind": {"type": "string"},
            "discriminator": {"type": "string", "x-nullable": False},
            "photo": {"type": "file", "readOnly": True},
            "data": {
                "type": "object",
                "example": {"type": "file", "$ref": "#/definitions/Pet"},
            },
        },
        "additionalProperties": {"$ref": "#/definitions/a~1b"},
    }
    document = old(
        definitions={"Pet": pet, "a/b": {"type": "array", "items": {"type": "file"}}}
    )
    components: Any = document.source["components"]
    file = {"type": "string", "format": "binary"}
    assert components["schemas"]["Pet"] == {
        **pet,
        "discriminator": {"propertyName": "kind"},
        "properties": {
            "kind": {"type": "string"},
            "discriminator": {"type": "string", "nullable": False},
            "photo": {**file, "readOnly": True},
            "data": pet["properties"]["data"],
        },
        "additionalProperties": {"$ref": "#/components/schemas/a~1b"},
    }
    assert components["schemas"]["a/b"] == {"type": "array", "items": file}
    assert document.original is not None
    definitions: Any = document.original.tree["definitions"]
    assert definitions["Pet"] == pet


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({"type": "basic"}, {"type": "http", "scheme": "basic"}),
        (
            {"type": "apiKey", "in": "query", "name": "k"},
            {"type": "apiKey", "in": "query", "name": "k"},
        ),
        (
            {
                "type": "oauth2",
                "flow": "application",
                "tokenUrl": "t",
                "scopes": {},
                "x-a": 1,
            },
            {
                "type": "oauth2",
                "x-a": 1,
                "flows": {"clientCredentials": {"tokenUrl": "t", "scopes": {}}},
            },
        ),
        (
            {
                "type": "oauth2",
                "flow": "implicit",
                "authorizationUrl": "a",
                "scopes": {},
            },
            {
                "type": "oauth2",
                "flows": {"implicit": {"authorizationUrl": "a", "scopes": {}}},
            },
        ),
    ],
)
def test_security_schemes(given: dict[str, Any], made: dict[str, Any]) -> None:
    components: Any = old(securityDefinitions={"s": given}).source["components"]
    assert components["securitySchemes"] == {"s": made}


TEXT = """\
swagger: '2.0'
info: {title: T, version: '1'}
host: example.com
paths:
  /a:
    parameters:
    - {name: b, in: body, schema: {type: array, items: {type: string}}}
    post:
      consumes: [text/plain, application/json]
      parameters:
      - {name: q, in: query, type: integer}
      responses:
        200:
          description: Ok
          schema: {type: string}
          examples: {application/json: a}
parameters:
  f: {name: f, in: formData, type: string}
definitions:
  Pet: {type: object}
"""
POST: Pointer = ("paths", "/a", "post")


@pytest.mark.parametrize(
    ("pointer", "line"),
    [
        (("openapi",), 1),
        (("servers", 0, "url"), 3),
        ((*POST, "requestBody"), 7),
        ((*POST, "requestBody", "content", "text/plain", "schema", "items"), 7),
        ((*POST, "parameters", 0, "schema", "type"), 11),
        ((*POST, "responses", "200", "content", JSON, "schema", "type"), 15),
        ((*POST, "responses", "200", "content", JSON, "example"), 16),
        (("components", "schemas", "Pet", "type"), 20),
    ],
)
def test_nodes_tell_where_they_were(pointer: Pointer, line: int) -> None:
    assert read_text(TEXT).position(pointer).line == line


def test_references_follow_what_has_moved() -> None:
    schema = {"$ref": "#/paths/~1a/post/parameters/1/schema"}
    body = {"name": "b", "in": "body", "schema": {"type": "string"}}
    query = {"name": "q", "in": "query", "type": "string"}
    document = old(
        paths={"/a": {"post": {"responses": OK, "parameters": [query, body]}}},
        definitions={
            "A": schema,
            "B": {"$ref": "#/responses/R/schema"},
            "C": {"$ref": "#/definitions/A"},
        },
        responses={"R": {"description": "R", "schema": {"type": "string"}}},
    )
    assert validate(document) == ()
    components: Any = document.source["components"]
    assert components["schemas"] == {
        "A": {"$ref": "#/paths/~1a/post/requestBody/content/application~1json/schema"},
        "B": {"$ref": "#/components/responses/R/content/application~1json/schema"},
        "C": {"$ref": "#/components/schemas/A"},
    }


def test_what_the_standard_refuses_is_said_of_what_was_read() -> None:
    text = TEXT.replace(
        "{name: q, in: query, type: integer}", "{name: q, in: query, typ: integer}"
    )
    text = text.replace("title: T, ", "").replace(
        "swagger: '2.0'", "swagger: '2.0'\nservers: []"
    )
    said = [str(problem) for problem in validate(read_text(text))]
    of_root, of_parameter = (
        "Swagger Object (Swagger 2.0)",
        "Parameter Object (Swagger 2.0)",
    )
    unexpected, missing = "error[unexpected-property]", "error[missing-property]"
    assert said == [
        f"-:2:1: {unexpected}: `servers` is not a field of the {of_root}.",
        f"-:3:7: {missing}: The Info Object (Swagger 2.0) has no `title`.",
        f"-:12:9: {missing}: The {of_parameter} has no `type`.",
        f"-:12:30: {unexpected}: `typ` is not a field of the {of_parameter}.",
    ]


def test_a_version_that_is_no_text() -> None:
    assert read_text("swagger: 2.0\ninfo: {}").full_version == "2.0"


def test_swagger_of_several_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("root.yaml").write_text(
        "swagger: '2.0'\n"
        "info: {title: T, version: '1'}\n"
        "paths:\n"
        "  /a: {$ref: item.yaml}\n"
        "definitions:\n"
        "  Pet: {$ref: pet.yaml}\n"
    )
    Path("item.yaml").write_text(
        "post:\n"
        "  parameters:\n"
        "  - {$ref: 'parts.json#/body'}\n"
        "  responses: {200: {$ref: 'parts.json#/ok'}}\n"
    )
    Path("parts.json").write_text(
        '{"body": {"name": "b", "in": "body", "schema": {"$ref": "pet.yaml"}},\n'
        '"ok": {"description": "Ok",\n"schema": {"type": "array", "items": {"$ref": "pet.yaml"}}}}'
    )
    Path("pet.yaml").write_text("type: object\nproperties:\n  next: {$ref: '#'}\n")
    document = read("root.yaml")
    assert converted(document) == {
        "requestBody": {"$ref": "#/components/requestBodies/body"},
        "responses": {"200": {"$ref": "#/components/responses/ok"}},
    }
    place = document.position(
        ("components", "responses", "ok", "content", JSON, "schema")
    )
    assert (place.file, place.line) == ("parts.json", 3)
    place = document.position(("components", "schemas", "Pet", "properties"))
    assert (place.file, place.line) == ("pet.yaml", 3)


ODD: list[Any] = [
    None,
    1,
    "text",
    [],
    {},
    [None],
    {"a": None},
    True,
    {"$ref": 1},
    {"$ref": "#/x"},
]


@pytest.mark.parametrize("odd", ODD)
def test_nothing_odd_raises(odd: Any) -> None:
    keys = (
        "host",
        "basePath",
        "schemes",
        "consumes",
        "produces",
        "paths",
        "definitions",
    )
    more = (
        "parameters",
        "responses",
        "securityDefinitions",
        "tags",
        "security",
        "info",
    )
    for key in (*keys, *more):
        look(old(**{key: odd}))
    for key in ("parameters", "responses", "consumes", "produces", "schemes"):
        look(operation(**{key: odd}))
        look(old(paths={"/a": {key: odd, "get": odd}}))
    for key in (
        "in",
        "name",
        "type",
        "items",
        "schema",
        "collectionFormat",
        "required",
    ):
        for place in ("query", "body", "formData"):
            given = {"name": "a", "in": place, "type": "array", key: odd}
            look(operation(parameters=[given, odd]))
            look(
                old(
                    parameters={"a": given},
                    responses={"a": given},
                    definitions={"a": given},
                )
            )
    for key in ("schema", "examples", "headers", "description"):
        look(operation(responses={"200": {"schema": {}, key: odd}, "default": odd}))


def look(document: Document) -> None:
    validate(document)
    assert document.tree["openapi"] == "3.2.0"


def test_endless_references() -> None:
    loop = {"a": {"$ref": "#/parameters/b"}, "b": {"$ref": "#/parameters/a"}}
    look(old(parameters=loop, responses=loop))
    look(operation(parameters=[{"$ref": "#/paths/~1a/post/parameters/0"}]))


def test_media_types_that_multiply_end() -> None:
    types = [f"text/{number}" for number in range(2000)]
    responses = {
        f"{n}": {"description": "", "schema": {"type": "string"}} for n in range(1100)
    }
    with pytest.raises(Rejected, match="limit-exceeded"):
        operation(produces=types, responses=responses)
