"""Documents that are made to hurt: nothing raises, nothing is fetched, nothing takes long."""

import json
import socket
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import NoReturn

import pytest

from bothends.document import Document, Json, read
from bothends.validate import validate

CASES = Path(__file__).parent / "cases"
HEAD: dict[str, Json] = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}}
JUNK: list[Json] = [
    None,
    True,
    -1,
    1e300,
    "",
    "#/",
    "http://[",
    "/{a}",
    "{",
    [],
    [None],
    [1, 1],
    [[]],
    {},
    {"": {}},
    {"$ref": "#"},
    {"$ref": 5},
    {"$ref": "#/info"},
    {"allOf": [{"$ref": "#"}]},
    {"in": "path", "name": "id"},
    {"type": ["string", "null"]},
    {"oneOf": [[]]},
    {"discriminator": {"propertyName": [], "mapping": {"": None}}},
]
KEYS = ["$ref", "$id", "$anchor", "default", "enum", "type", "x-a", "", "in", "name"]
STRIDE = 7919
"""A prime: damage falls on another place, with other junk, each time."""


@pytest.mark.parametrize(
    "path", sorted(CASES.glob("*.yaml")), ids=lambda path: path.stem
)
def test_broken_documents_do_not_raise(path: Path) -> None:
    source = read(str(path)).source
    for number in range(12):
        tree: dict[str, Json] = json.loads(json.dumps(source))
        for more in range(1 + number % 3):
            _damage(tree, number + more * STRIDE)
        validate(_document(tree))


def test_references_are_never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    remote = "http://127.0.0.1:9/schema.json"
    local: Json = {"a": {"$ref": "file:///etc/passwd"}}
    document = _schemas(
        A={"$ref": remote, "default": 1},
        B={"$schema": remote, "$id": "http://b", "$ref": "b.json", "example": {}},
        C={"$dynamicRef": f"{remote}#a", "default": {}},
        D={"type": "object", "default": {"a": 1}, "properties": local},
    )
    validate(document)
    monkeypatch.setattr(socket, "socket", _refuse)
    monkeypatch.setattr("builtins.open", _refuse)
    errors = [one for one in validate(document) if one.severity == "error"]
    assert {error.rule for error in errors} == {
        "missing-file",
        "network-reference",
        "unsupported-reference",
    }


@pytest.mark.parametrize(
    ("innermost", "rules"), [("string", []), (7, ["unchecked-structure"])]
)
def test_deep_schemas_are_reported_if_they_are_wrong(
    innermost: Json, rules: list[str]
) -> None:
    deep: Json = {"type": innermost}
    for _ in range(90):
        deep = {"type": "object", "properties": {"a": deep}}
    with _python_stack(1000):
        problems = validate(_schemas(Deep=deep))
    assert [problem.rule for problem in problems] == rules


@contextmanager
def _python_stack(depth: int) -> Generator[None]:
    """Have the stack that Python has by itself: black makes it deeper for the whole process."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(depth)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def test_long_values_are_cut() -> None:
    problems = validate(
        _schemas(
            A={"type": "x" * 9_999}, B={"enum": ["y" * 9_999], "default": "z" * 9_999}
        )
    )
    assert [problem.rule for problem in problems] == [
        "unknown-value",
        "default-not-in-enum",
    ]
    assert max(len(problem.message) for problem in problems) < 300


def test_many_mistakes_do_not_take_long() -> None:
    known: dict[str, Json] = {f"Name{number}": True for number in range(2_000)}
    wrong: dict[str, Json] = {
        f"Wrong{number}": {"$ref": f"#/components/schemas/Nme{number}"}
        for number in range(300)
    }
    started = time.process_time()
    problems = validate(_schemas(**known, **wrong))
    assert len(problems) == len(wrong)
    assert time.process_time() - started < 5


def test_no_document_is_too_strange() -> None:
    assert _rules({"openapi": "3.0.0"}) == {"missing-property"}
    assert "wrong-type" in _rules({**HEAD, "paths": [], "components": None})
    assert "wrong-type" in _rules({**HEAD, "paths": {"/a": {"get": []}}, "tags": 1})


def _rules(tree: dict[str, Json]) -> set[str]:
    return {problem.rule for problem in validate(_document(tree))}


def _schemas(**schemas: Json) -> Document:
    return _document({**HEAD, "components": {"schemas": schemas}})


def _document(tree: dict[str, Json]) -> Document:
    return read("-", stdin=BytesIO(json.dumps(tree).encode()))


def _damage(tree: dict[str, Json], number: int) -> None:
    """Replace, remove, rename or add something anywhere but at the version."""
    places = [place for place in _places(tree) if place[1] != "openapi"]
    parent, step = places[number * STRIDE % len(places)]
    junk: Json = json.loads(json.dumps(JUNK[number % len(JUNK)]))
    key = KEYS[number % len(KEYS)]
    if isinstance(parent, list):
        parent[int(step)] = junk
    elif number % 4 == 0:
        del parent[str(step)]
    elif number % 4 == 1:
        parent[key] = parent.pop(str(step))
    else:
        parent[key if number % 4 == 2 else str(step)] = junk


def _places(tree: Json) -> Iterator[tuple[dict[str, Json] | list[Json], str | int]]:
    match tree:
        case dict():
            for key, value in tree.items():
                yield tree, key
                yield from _places(value)
        case list():
            for index, value in enumerate(tree):
                yield tree, index
                yield from _places(value)
        case _:
            pass


def _refuse(*_: object, **__: object) -> NoReturn:
    pytest.fail("Something outside of the document was read.")
