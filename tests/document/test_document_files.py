"""Descriptions of several files: what is brought together, and where each part is from."""

import json
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bothends.document import Document, Pointer, read
from bothends.validate import validate

ROOT: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}}


@pytest.fixture(autouse=True)
def _in_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "api").mkdir()
    monkeypatch.chdir(tmp_path)


def files(**texts: Any) -> None:
    """Write files into `api`, as text or as JSON; `__` in a name is a slash, `_` the dot."""
    for name, content in texts.items():
        stem, _, ending = name.replace("__", "/").rpartition("_")
        path = Path("api") / f"{stem}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, "utf-8")


def with_schemas(**schemas: Any) -> Document:
    """Read a description that has these components."""
    files(root_json={**ROOT, "paths": {}, "components": {"schemas": schemas}})
    return read("api/root.json")


def schemas_of(document: Document) -> Mapping[str, Any]:
    """Give the components; there must be no problem."""
    assert validate(document) == ()
    components: Any = document.tree["components"]
    schemas: Mapping[str, Any] = components["schemas"]
    return schemas


def said(document: Document) -> list[str]:
    """Tell the problems as a user sees them."""
    return [str(problem) for problem in document.problems]


def ref(text: str) -> dict[str, str]:
    return {"$ref": text}


def local(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def test_one_file_is_left_alone() -> None:
    document = with_schemas(A={"type": "string"}, B=local("A"))
    assert document.served is document.source
    assert [file.path for file in document.files] == ["api/root.json"]


def test_a_component_that_is_another_file_is_that_file() -> None:
    files(pet_yaml="type: object\nproperties:\n  friend: {$ref: '#'}\n")
    document = with_schemas(Pet=ref("pet.yaml"), Zoo={"items": ref("./pet.yaml#")})
    assert schemas_of(document) == {
        "Pet": {"type": "object", "properties": {"friend": local("Pet")}},
        "Zoo": {"items": local("Pet")},
    }
    assert document.served is document.source


def test_files_are_read_once_and_in_the_order_in_which_they_are_met() -> None:
    files(b_json={"$ref": "a.json"}, a_json={"type": "string"})
    document = with_schemas(A=ref("a.json"), B=ref("b.json"), C=ref("x/../b.json"))
    assert [file.path for file in document.files] == [
        "api/root.json",
        "api/a.json",
        "api/b.json",
    ]
    assert (
        document.files[1].sha256 == sha256(Path("api/a.json").read_bytes()).hexdigest()
    )
    assert schemas_of(document) == {
        "A": {"type": "string"},
        "B": local("A"),
        "C": local("A"),
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("defs.json#/Pet", "Pet"),
        ("defs.json#/definitions/Pet", "Pet"),
        ("defs.json#/$defs/a%20b", "a_b"),
        ("defs.json#/%24defs/a b", "a_b"),
        (
            "defs.json#/definitions/Pet/properties/tag",
            "defs_definitions_Pet_properties_tag",
        ),
        ("defs.json#/$defs/list/0", "defs_defs_list_0"),
        ("a%20b.json", "a_b"),
        ("a b.json", "a_b"),
        ("deep/%7Estem.v1.json", "stem.v1"),
        ("%E1%BB%8F.json", "unnamed"),
    ],
)
def test_names(text: str, name: str) -> None:
    pet = {"type": "object", "properties": {"tag": {"type": "string"}}}
    a_b = {"type": "string"}
    files(
        defs_json={
            "Pet": pet,
            "definitions": {"Pet": pet},
            "$defs": {"a b": a_b, "list": [a_b]},
        }
    )
    for path in ("a b.json", "deep/~stem.v1.json", "ỏ.json"):
        files(**{path.replace("/", "__").replace(".json", "_json"): a_b})
    found = schemas_of(with_schemas(It={"allOf": [ref(text)]}))
    assert found["It"] == {"allOf": [local(name)]}
    assert found[name] in (pet, a_b)


def test_names_that_are_taken() -> None:
    error = {"type": "object"}
    files(a_json={"Error": error}, b_json={"Error": error}, c__b_json={"Error": error})
    document = with_schemas(
        Error={"type": "string"},
        All={
            "oneOf": [
                ref("a.json#/Error"),
                ref("b.json#/Error"),
                ref("c/b.json#/Error"),
            ]
        },
    )
    assert schemas_of(document)["All"] == {
        "oneOf": [local("a_Error"), local("b_Error"), local("b_Error_2")]
    }


def test_a_tag_survives_a_name_that_is_taken() -> None:
    dog = {
        "type": "object",
        "properties": {"kind": {"const": "Dog"}},
        "required": ["kind"],
    }
    files(a_json={"Dog": dog, "Cat": dog})
    union = {
        "oneOf": [ref("a.json#/Dog"), ref("a.json#/Cat")],
        "discriminator": {"propertyName": "kind"},
    }
    found = schemas_of(with_schemas(Dog={"type": "string"}, Pet=union))
    assert found["Pet"]["discriminator"] == {
        "propertyName": "kind",
        "mapping": {"Dog": "#/components/schemas/a_Dog"},
    }


def test_cycles_between_files() -> None:
    files(
        a_json={
            "type": "object",
            "properties": {
                "b": ref("b.json"),
                "root": ref("root.json#/components/schemas/A"),
            },
        },
        b_json={"type": "array", "items": ref("a.json")},
    )
    assert schemas_of(with_schemas(A=ref("a.json"))) == {
        "A": {"type": "object", "properties": {"b": local("b"), "root": local("A")}},
        "b": {"type": "array", "items": local("A")},
    }


def test_a_reference_that_leads_to_itself_through_files() -> None:
    files(a_json=ref("b.json"), b_json=ref("a.json"))
    problems = validate(with_schemas(A=ref("a.json")))
    assert {problem.rule for problem in problems} == {"reference-cycle"}


def test_a_pointer_leads_on_through_references() -> None:
    files(
        a_json={"Pet": ref("b.json#/Pet")},
        b_json={"Pet": {"type": "object", "properties": {"tag": {"type": "string"}}}},
    )
    found = schemas_of(
        with_schemas(
            Tag={"allOf": [ref("a.json#/Pet/properties/tag")]},
            Pet=ref("a.json#/Pet"),
            Same={"allOf": [local("Pet/properties/tag")]},
        )
    )
    assert found["b_Pet_properties_tag"] == {"type": "string"}
    assert found["Same"] == {"allOf": [local("Pet/properties/tag")]}


def test_every_kind_of_object() -> None:
    schema = {"schema": {"type": "string"}}
    kinds: dict[str, Any] = {
        "parameters": {"name": "q", "in": "query", **schema},
        "headers": schema,
        "examples": {"value": ref("data.json")},
        "requestBodies": {"content": {"text/plain": schema}},
        "responses": {"description": "Ok"},
        "securitySchemes": {"type": "http", "scheme": "basic"},
        "links": {"operationId": "get"},
        "callbacks": {
            "{$request.query.url}": {
                "post": {"responses": {"200": {"description": "Ok"}}}
            }
        },
    }
    files(parts_json=kinds)
    components = {kind: {"It": ref(f"parts.json#/{kind}")} for kind in kinds}
    paths = {
        "/": {
            "get": {"operationId": "get", "responses": {"200": {"description": "Ok"}}}
        }
    }
    files(root_json={**ROOT, "paths": paths, "components": components})
    document = read("api/root.json")
    assert validate(document) == ()
    assert document.source["components"] == {
        kind: {"It": it} for kind, it in kinds.items()
    }


def test_path_items_take_the_place_of_their_references() -> None:
    item = {"get": {"responses": {"200": ref("parts.yaml#/Ok")}}, "summary": "there"}
    files(item_json=item, parts_yaml="Ok: {description: Ok}")
    paths = {"/": {"$ref": "item.json", "summary": "here"}, "/b": ref("item.json")}
    files(root_json={**ROOT, "paths": paths})
    document = read("api/root.json")
    assert validate(document) == ()
    got = {"get": {"responses": {"200": {"$ref": "#/components/responses/Ok"}}}}
    assert document.source["paths"] == {
        "/": {**got, "summary": "here"},
        "/b": {**got, "summary": "there"},
    }
    assert document.position(("paths", "/", "summary")).file == "api/root.json"
    assert document.position(("paths", "/", "get")).file == "api/item.json"
    assert document.position(("paths", "/b", "summary")).file == "api/item.json"


def test_references_where_the_standard_has_none_are_followed_with_a_warning() -> None:
    files(
        all_yaml="A: {type: string}\nB: {$ref: '#/A'}\n",
        paths_yaml="/: {$ref: 'item.json'}",
    )
    files(item_json={"get": {"responses": {"200": {"description": "Ok"}}}})
    files(
        root_json={
            **ROOT,
            "paths": ref("paths.yaml"),
            "components": {"schemas": ref("all.yaml")},
        }
    )
    document = read("api/root.json")
    assert {problem.rule for problem in validate(document)} == {"misplaced-reference"}
    assert document.source["paths"] == {
        "/": {"get": {"responses": {"200": {"description": "Ok"}}}}
    }
    assert document.resolve("#/components/schemas/A") == {"type": "string"}
    assert document.resolve("#/components/schemas/B") == local("A")


POSITIONS = [
    (("components", "schemas", "Pet"), "pet.yaml", 2),
    (("components", "schemas", "Pet", "properties", "tag", "type"), "pet.yaml", 4),
    (("components", "schemas", "Pet", "properties", "other"), "pet.yaml", 4),
    (
        ("components", "schemas", "Tag", "anyOf", 0, "allOf", 0, "minLength"),
        "defs.json",
        3,
    ),
    (("components", "schemas", "Tag", "allOf", 0), "defs.json", 3),
    (("components", "schemas"), "root.json", 1),
]


@pytest.mark.parametrize(("pointer", "file", "line"), POSITIONS)
def test_each_node_tells_its_own_file(pointer: Pointer, file: str, line: int) -> None:
    files(
        pet_yaml="# A pet.\ntype: object\nproperties:\n  tag: {type: string}\n",
        defs_json='{"Tag": {"nullable": true,\n"allOf":\n[{"minLength": 1}]}}',
    )
    schemas = {"Pet": ref("pet.yaml"), "Tag": ref("defs.json#/Tag")}
    files(
        root_json={
            **ROOT,
            "openapi": "3.0.3",
            "paths": {},
            "components": {"schemas": schemas},
        }
    )
    place = read("api/root.json").position(pointer)
    assert (place.file, place.line) == (f"api/{file}", line)


def test_a_problem_in_another_file_is_reported_there() -> None:
    files(pet_yaml="type: object\nproperties:\n  tag: {type: strang}\n")
    problems = validate(with_schemas(Pet=ref("pet.yaml")))
    assert [str(problem.position) for problem in problems] == ["api/pet.yaml:3:15"]


def test_standard_input_is_in_the_current_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files(pet_json={"type": "string"})
    monkeypatch.chdir("api")
    text = json.dumps(
        {**ROOT, "paths": {}, "components": {"schemas": {"Pet": ref("pet.json")}}}
    )
    document = read("-", stdin=BytesIO(text.encode()))
    assert schemas_of(document) == {"Pet": {"type": "string"}}
    assert [file.path for file in document.files] == ["-", "pet.json"]


def test_mappings_lead_to_files_and_names() -> None:
    pet = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}},
    }
    other = {
        "openapi": "3.1.0",
        "components": {
            "schemas": {
                "Pet": {
                    "oneOf": [local("Dog"), ref("cat.json")],
                    "discriminator": {
                        "propertyName": "kind",
                        "mapping": {"d": "Dog", "c": "cat.json", "r": "Fish"},
                    },
                },
                "Dog": pet,
            }
        },
    }
    files(other_json=other, cat_json=pet)
    found = schemas_of(
        with_schemas(Fish=pet, Pet=ref("other.json#/components/schemas/Pet"))
    )
    assert found["Pet"]["discriminator"]["mapping"] == {
        "d": "#/components/schemas/Dog",
        "c": "#/components/schemas/cat",
        "r": "Fish",
    }


def test_data_is_not_followed() -> None:
    data = {"$ref": "nothing.yaml"}
    document = with_schemas(
        A={
            "default": data,
            "enum": [data],
            "examples": [data],
            "const": data,
            "x-a": data,
        }
    )
    assert document.problems == ()


PROBLEMS: dict[str, tuple[str, str]] = {
    "nothing.yaml": ("missing-file", "There is no file `api/nothing.yaml`."),
    "folder": ("missing-file", "`api/folder` is a directory."),
    "good.yaml#/Nothing": (
        "unresolved-reference",
        "`good.yaml#/Nothing` leads nowhere: `api/good.yaml` has no `Nothing`.",
    ),
    "good.yaml#nothing": (
        "unresolved-reference",
        "`good.yaml#nothing` leads nowhere: `api/good.yaml` has no `nothing`.",
    ),
    "good.yaml#/Good/a/b": (
        "unresolved-reference",
        "`good.yaml#/Good/a/b` leads nowhere: `api/good.yaml#/Good` has no `a`.",
    ),
    "good.yaml#/Good/type": (
        "wrong-reference",
        "`good.yaml#/Good/type` leads to a value that is no object.",
    ),
    "whole.json": (
        "wrong-reference",
        "`whole.json` is a whole description, and one Object is needed here.",
    ),
    "empty.yaml": (
        "wrong-reference",
        "`empty.yaml` leads to a value that is no object.",
    ),
    "endless.json#/a/b": (
        "reference-cycle",
        "`endless.json#/a/b` leads through references without an end.",
    ),
}


@pytest.mark.parametrize("text", PROBLEMS)
def test_problems_are_at_the_reference(text: str) -> None:
    files(
        good_yaml="Good: {type: string}", empty_yaml="", endless_json={"a": ref("#/a")}
    )
    files(whole_json={**ROOT, "paths": {}})
    Path("api/folder").mkdir()
    files(
        root_yaml=f"openapi: 3.1.0\ncomponents:\n  schemas:\n    A: {{$ref: '{text}'}}\n"
    )
    rule, message = PROBLEMS[text]
    message = message.replace("`endless.json#/a/b` leads", "`#/a` leads")
    assert said(read("api/root.yaml")) == [
        f"api/root.yaml:4:15: error[{rule}]: {message}"
    ]


def test_a_broken_file_is_reported_in_itself_and_once() -> None:
    files(bad_json="{", bad_yaml="a: [\nb: 1", twice_yaml="a: 1\na: 2\n")
    document = with_schemas(
        A=ref("bad.json"),
        B=ref("bad.yaml"),
        C=ref("twice.yaml"),
        D=ref("twice.yaml#/a"),
    )
    assert [problem.rule for problem in sorted(set(document.problems))] == [
        "invalid-json",
        "invalid-yaml",
        "duplicate-key",
    ]
    assert {problem.position.file for problem in document.problems} == {
        "api/bad.json",
        "api/bad.yaml",
        "api/twice.yaml",
    }


def test_a_name_without_a_file_may_be_a_component() -> None:
    [problem] = with_schemas(A=ref("B"), B={"type": "string"}).problems
    assert problem.hint == "To mean the component, write `#/components/schemas/B`."


def test_a_similar_file_is_named() -> None:
    files(pets_yaml="type: string")
    [problem] = with_schemas(A=ref("pet.yaml")).problems
    assert problem.hint == "Did you mean `pets.yaml`?"
