"""What is mended passes every room; what is not is an error with a place."""

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bothends import pipeline
from bothends.document import Document, read
from bothends.job import Job
from bothends.mend import Mended, mend
from bothends.problems import Rejected
from bothends.tree import is_array, is_object
from bothends.validate import validate

TESTS = Path(__file__).parents[1]
CASES = sorted(
    path for path in (TESTS / "validate" / "cases").iterdir() if path.suffix != ".txt"
)
GOLDENS = [
    TESTS / "goldens" / "cases" / name / "spec.yaml"
    for name in ("lenient30", "lenient31", "parameters", "pets", "security")
]
HINDERING = {
    "external-reference",
    "malformed-path",
    "malformed-reference",
    "missing-file",
    "missing-path-parameter",
    "network-reference",
    "unresolved-reference",
    "unsupported-reference",
}
"""The rules of what is left of all cases: what is missing, and templates without an end."""

JUNK: list[Any] = [
    *(None, True, -1, 1.5, "", "string", [], ["a"], [{}], [None], {}, {"a": {"b": {}}}),
    *({"$ref": "#/nowhere"}, {"type": "object"}),
]
KEYS = ["", "/a/{b}", "200", "X-y", "allOf", "get", "in", "items", "type", "x"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_a_case_of_validate_is_made_or_has_errors_that_hinder(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    document = read(path.name)
    mended = mend(document)
    assert hindering(mended) <= HINDERING
    assert {one.position for one in mended.problems} >= {
        one.position for one in validate(document)
    }
    if not hindering(mended):
        examine(mended, path.name)


@pytest.mark.parametrize("seed", range(40))
def test_a_description_with_random_mistakes_is_made_or_has_located_errors(
    seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    tree = copy.deepcopy(read(str(chance.choice(GOLDENS)), lenient=True).source)
    for _ in range(chance.choice([1, 2, 4])):
        harm(tree, chance)
    file = tmp_path / "api.json"
    file.write_text(json.dumps(tree))
    document = readable(file)
    if document is None:
        return
    mended = mend(document)
    if hindering(mended):
        assert all(one.position.file == str(file) for one in mended.problems)
    else:
        examine(mended, str(file))


def test_what_is_valid_stays_as_it_is() -> None:
    document = read(str(TESTS / "goldens" / "cases" / "pets" / "spec.yaml"))
    mended = mend(document)
    assert mended.document.source == document.source
    assert mended.problems == validate(document)


def test_places_are_those_of_the_file_as_it_was_read(tmp_path: Path) -> None:
    file = tmp_path / "api.yaml"
    file.write_text(
        "openapi: 3.1.0\n"
        "info: {title: A, version: '1'}\n"
        "paths:\n"
        "  b:\n"
        "    get:\n"
        "      parameters:\n"
        "        - {name: c, in: query, schema: {}}\n"
        "        - {name: c, in: query, schema: {}}\n"
        "        - {name: d, in: query, schema: {type: string}}\n"
    )
    mended = mend(read(str(file)))
    pointer = ("paths", "/b", "get", "parameters", 1, "schema")
    assert mended.document.position(pointer).line == 9


def test_the_document_that_is_mended_is_not_changed() -> None:
    document = read(str(GOLDENS[0]), lenient=True)
    before = copy.deepcopy(document.source)
    mend(document)
    assert document.source == before


def readable(file: Path) -> Document | None:
    """Read a file; None where there are problems with the files that it refers to."""
    try:
        return read(str(file))
    except Rejected:
        return None


def examine(mended: Mended, spec: str) -> None:
    """Send a document through the rooms behind, all but those that take long."""
    pipeline.problems(mended.document, Job("api", spec, Path("api")))


def hindering(mended: Mended) -> set[str]:
    return {one.rule for one in mended.problems if one.severity == "error"}


def harm(tree: Any, chance: random.Random) -> None:
    """Replace, remove or rename one node of a tree."""
    holder, step = chance.choice(list(nodes(tree)))
    if step == "openapi":
        return
    match chance.choice("rrdk"):
        case "r":
            holder[step] = copy.deepcopy(chance.choice(JUNK))
        case "k" if is_object(holder):
            holder[chance.choice(KEYS)] = holder.pop(step)
        case _:
            holder.pop(step)


def nodes(tree: Any) -> Iterator[tuple[Any, Any]]:
    pending = [tree]
    while pending:
        node = pending.pop()
        steps: list[Any] = list(node) if is_object(node) else list(range(len(node)))
        for step in steps:
            yield node, step
            if is_object(node[step]) or is_array(node[step]):
                pending.append(node[step])
