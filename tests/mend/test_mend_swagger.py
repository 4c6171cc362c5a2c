"""Mistakes in a description of Swagger 2.0: mended in what it is converted to, told where they are."""

from pathlib import Path

import pytest

from bothends.document import read
from bothends.job import Job
from bothends.mend import mend
from bothends.pipeline import make
from bothends.validate import validate

SPEC = """\
swagger: "2.0"
info: {title: Pets, version: "1"}
produces: [application/json]
paths:
  /pets/{id}:
    get:
      operationId: get_pet
      security: [{key: []}]
      parameters:
        - {name: id, in: path, required: true, type: string}
        - {name: kind, in: query, required: yes please, type: string}
      responses:
        "200": {description: The pet., schema: {$ref: "#/definitions/Pet"}}
        "404": {schema: {$ref: "#/definitions/Missing"}}
definitions:
  Pet: {type: object, required: [name, name], properties: {name: {type: string}}}
"""
TOLD = [
    (8, 19, "undeclared-security-scheme", "It is taken for a bearer token."),
    (11, 45, "wrong-type", "It is left out."),
    (14, 16, "missing-property", 'It is taken for "".'),
    (14, 32, "unresolved-reference", "Any value is taken."),
    (16, 40, "duplicate-entry", "has this entry twice."),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write the description down."""
    path = tmp_path / "spec.yaml"
    path.write_text(SPEC)
    return path


def test_without_mending_it_is_refused(file: Path) -> None:
    assert any(each.severity == "error" for each in validate(read(str(file))))


def test_each_mistake_is_told_once_where_it_was_written(file: Path) -> None:
    problems = mend(read(str(file))).problems
    assert {each.severity for each in problems} == {"warning"}
    places = [
        (each.position.line, each.position.column, each.rule) for each in problems
    ]
    assert places == [(line, column, rule) for line, column, rule, _ in TOLD]
    for problem, (*_, end) in zip(problems, TOLD, strict=True):
        assert problem.message.endswith(end)


def test_a_package_is_made_of_what_is_mended(file: Path) -> None:
    mended = mend(read(str(file))).document
    package = make(mended, Job("pets", str(file), file.parent / "pets"))
    pages = {str(each.path): each.text for each in package.files}
    assert "class Pet(" in pages["models.py"]
    assert "Bearer(" in pages["operations.py"]
    assert '"openapi": "3.0' in pages["openapi.json"]
