"""Small documents in `cases/`, and every problem that must be found in each of them."""

from contextlib import suppress
from pathlib import Path

import pytest
from openapi_spec_validator import (
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
)
from referencing.exceptions import Unresolvable

from bothends.document import Document, read
from bothends.problems import Problem
from bothends.validate import validate

CASES = Path(__file__).parent / "cases"
DOCUMENTS = sorted(path for path in CASES.iterdir() if path.suffix != ".txt")
AUTHORITIES = {
    "3.0": OpenAPIV30SpecValidator,
    "3.1": OpenAPIV31SpecValidator,
    "3.2": OpenAPIV32SpecValidator,
}
FAILURES = (AssertionError, LookupError, RecursionError, Unresolvable, ValueError)
MISTAKEN = {
    "links-3.1.yaml": "its schema calls the field `server` of a Link Object `body`",
    "unresolved-reference-ok.yaml": "it takes `%7B` in a path for a variable",
}
"""What openapi-spec-validator refuses, but the standard does not."""


@pytest.fixture(autouse=True)
def _inside_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_problem_is_found(path: Path) -> None:
    problems = validate(read(path.name))
    expected = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert "".join(map(_shown, problems)) == expected


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_problems_are_sorted_and_said_once(path: Path) -> None:
    problems = validate(read(path.name))
    assert list(problems) == sorted(set(problems))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_what_the_authority_refuses_is_a_problem(path: Path) -> None:
    document = read(path.name)
    if path.name not in MISTAKEN and _is_refused(document):
        assert validate(document)


def test_every_case_is_a_pair() -> None:
    expected = {path.stem for path in CASES.glob("*.txt")}
    assert {path.stem for path in DOCUMENTS} == expected


def _shown(problem: Problem) -> str:
    return f"{problem}\n    {problem.hint}\n"


def _is_refused(document: Document) -> bool:
    """Ask openapi-spec-validator, which has no answer where it fails itself."""
    with suppress(*FAILURES):
        return not AUTHORITIES[document.version](document.source).is_valid()
    return False
