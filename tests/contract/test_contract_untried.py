"""Operations that nothing can be sent to: noted with the reason, and no failure."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from broken import found
from golden_cases import Case, made

from bothends.contract import (
    Choice,
    Contract,
    Result,
    as_json,
    as_junit,
    contract,
    matrix,
)
from bothends.contract.results import Cause, Cell, Part
from bothends.contract.routes import Routes
from bothends.report.terminal import Screen

EDGES = Case("edges")
UNTRIED = {
    "never": "the body (application/json) is required, but "
    "no value is valid: its keywords contradict each other",
    "both": "one header cannot hold the credentials of all these schemes",
    "again": "its requests are those of GET /plain",
}


def tried() -> Contract:
    """Try the package of the case with a few values."""
    made(EDGES)
    return contract(str(EDGES.package), Choice(limit=4))


def test_what_cannot_be_sent_is_noted_with_the_reason() -> None:
    kept = tried()
    assert not found(kept)
    notes = [(each.name, each.untried) for each in kept.results]
    assert {name: note.skipped for name, note in notes if note} == UNTRIED
    assert {note.cause for _, note in notes if note} == {"description"}


def test_the_matrix_tells_them_from_what_passed() -> None:
    text = matrix(tried(), Screen(width=100))
    assert "5 operations passed, 3 untried" in text
    for name, reason in UNTRIED.items():
        assert any(
            line.startswith(f"untried {name} ") and line.endswith(reason)
            for line in text.splitlines()
        )


def noted(part: Part, cause: Cause) -> Contract:
    """Make a contract of one operation of which one thing was not tried."""
    cells = (Cell("package", "definition", passed=1), Cell(part, "x", skipped="why"))
    cells[1].cause = cause
    result = Result("get_pet", "GET", "/pet", "", cells)
    return Contract("pets", "", 0, 4, (result,))


@pytest.mark.parametrize(
    ("part", "cause", "line"),
    [
        ("request", "description", "untried get_pet  GET /pet: why"),
        ("request", "drawing", "undrawn get_pet  GET /pet: why"),
        ("request", "server", "unasked get_pet  GET /pet: why"),
        ("response", "drawing", "undrawn get_pet  GET /pet: x: why"),
        ("response", "server", "unseen get_pet  GET /pet: x: why"),
    ],
)
def test_whose_doing_it_is_is_told(part: Part, cause: Cause, line: str) -> None:
    kept = noted(part, cause)
    text = matrix(kept, Screen(width=100))
    assert line in text.splitlines()
    counted = f", 1 {line.partition(' ')[0]}" in text
    assert counted == (part == "request")
    (operation,) = json.loads(as_json([kept]))["operations"]
    assert [cell["cause"] for cell in operation["cells"]] == [None, cause]
    assert f'message="why" type="{cause}"' in as_junit([kept])


def test_a_response_that_the_description_forbids_is_no_note() -> None:
    assert "why" not in matrix(noted("response", "description"), Screen(width=100))


def test_pytest_skips_them(tmp_path: Path) -> None:
    made(EDGES)
    options = ["-p", "bothends.plugin", "-p", "no:cacheprovider", "-rs"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "--bothends", str(EDGES.package)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "5 passed, 3 skipped" in done.stdout, done.stdout
    assert UNTRIED["both"] in done.stdout


TWINS = {
    ("GET", "/a"): "",
    ("GET", "/a#b"): "/a",
    ("PUT", "/a#b"): "",
    ("GET", "/a?b"): "",
    ("GET", "/a/{b}"): "",
    ("GET", "/a/{c}"): "/a/{b}",
    ("GET", "/a/{+b}"): "",
    ("GET", "/a/{+c}"): "/a/{+b}",
    ("PUT", "/a/{+c}"): "",
}


def test_twins_differ_by_their_fragments_and_names_alone() -> None:
    routes = Routes(TWINS)
    assert {each: routes.twin(*each) for each in TWINS} == TWINS
