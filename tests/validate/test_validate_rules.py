"""What holds for all rules: their names, their words and their places."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import bothends.validate
from bothends.document import read
from bothends.problems import Problem
from bothends.validate import validate

CASES = Path(__file__).parent / "cases"
SOURCES = Path(bothends.validate.__file__).parent.glob("*.py")


@pytest.fixture(scope="module")
def problems() -> list[Problem]:
    """Every problem of every case."""
    documents = [path for path in CASES.iterdir() if path.suffix != ".txt"]
    return [found for path in documents for found in validate(read(str(path)))]


def test_every_rule_has_a_case(problems: list[Problem]) -> None:
    named = {name for path in SOURCES for name in _rules(path)}
    assert len(named) > 40
    assert named - {problem.rule for problem in problems} == {"unchecked-structure"}


def test_every_rule_has_one_kind_of_name(problems: list[Problem]) -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", one.rule) for one in problems)


def test_messages_and_hints_are_sentences(problems: list[Problem]) -> None:
    for problem in problems:
        assert re.fullmatch(r"[`\"A-Z].*\.", problem.message), problem
        assert re.fullmatch(r"[`\"A-Z].*[.?]", problem.hint), problem


def _rules(path: Path) -> Iterator[str]:
    """Yield the names of rules that a module gives to its findings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Name("Finding"), [_, ast.Constant(str(name)), *_]):
                yield name
            case _:
                pass
