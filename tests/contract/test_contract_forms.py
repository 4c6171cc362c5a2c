"""The matrix as JSON and as JUnit's XML, the same bytes for the same seed."""

import json
from pathlib import Path
from xml.parsers.expat import ParserCreate

import jsonschema
import pytest
from broken import PACKAGE, copy, tried

from bothends.contract import Choice, Contract, as_json, as_junit, contract, matrix
from bothends.report.terminal import Screen

NUMBER = {"type": "integer", "minimum": 0}
TEXT = {"type": "string"}


def closed(**properties: object) -> dict[str, object]:
    """Give the schema of an object with these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


FAILURE = closed(what=TEXT, details={"type": "object", "additionalProperties": TEXT})
CELL = closed(
    part={"enum": ["package", "request", "response", "refusal"]},
    label=TEXT,
    verdict={"enum": ["passed", "failed", "skipped"]},
    passed=NUMBER,
    declined=NUMBER,
    skipped={"type": ["string", "null"]},
    cause={"enum": ["description", "drawing", "failure", "server", None]},
    failures={"type": "array", "items": FAILURE},
)
OPERATION = closed(
    name=TEXT,
    method=TEXT,
    path=TEXT,
    tag=TEXT,
    passed={"type": "boolean"},
    repeat=TEXT,
    cells={"type": "array", "items": CELL},
)
FORM = closed(
    version={"const": 1},
    package=TEXT,
    server={"type": ["string", "null"]},
    seed={"type": "integer"},
    limit=NUMBER,
    passed={"type": "boolean"},
    operations={"type": "array", "items": OPERATION},
)


@pytest.fixture(scope="module")
def kept() -> Contract:
    """Give a contract that is kept."""
    return contract(str(PACKAGE), Choice(limit=4))


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """Give one that is not, in text that XML cannot hold."""
    folder = tmp_path_factory.mktemp("broken")
    new = "    raise OSError('a \\x00 \\x1b[2J')\n    return application("
    package = copy(folder, "server.py", "    return application(", new)
    return tried(package)


def test_json_has_one_form(kept: Contract, broken: Contract) -> None:
    for each in (kept, broken):
        read = json.loads(as_json([each]))
        jsonschema.validate(read, FORM)
        assert read["passed"] is not each.failed
    assert [each["passed"] for each in json.loads(as_json([kept, broken]))] == [
        True,
        False,
    ]


def test_junit_is_xml_with_a_case_for_each_cell(
    kept: Contract, broken: Contract
) -> None:
    found = elements(as_junit([kept, broken]))
    good, bad = (each for name, each in found if name == "testsuite")
    cells = [each for name, each in found if name == "testcase"]
    assert good["tests"] == str(len(kept.results[0].cells))
    assert (good["failures"], bad["failures"]) == ("0", "1")
    assert len(cells) == len(kept.results[0].cells) + len(broken.results[0].cells)
    assert "response: 409 application/json" in [each["name"] for each in cells]
    [failure] = (each for name, each in found if name == "failure")
    assert "\\x00" in failure["message"]
    assert "--operation create_session --seed 0" in as_junit([broken])


def elements(text: str) -> list[tuple[str, dict[str, str]]]:
    """Read XML; give its elements with their attributes."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append(
        (name, attributes)
    )
    parser.Parse(text.encode(), True)
    return found


def test_the_same_seed_draws_the_same(tmp_path: Path) -> None:
    package = copy(tmp_path, "models.py", "max_length=255", "max_length=25")
    forms = [as_json([contract(str(package), Choice(seed=7))]) for _ in range(2)]
    assert forms[0] == forms[1]
    assert forms[0] != as_json([contract(str(package), Choice(seed=8))])


def test_the_matrix_fits_and_says_how_to_see_a_failure_again(broken: Contract) -> None:
    text = matrix(broken, Screen(width=60))
    assert "\x1b" not in text
    assert "FAILED create_session  POST /v1/agents/sessions" in text
    assert f"= again: bothends contract {broken.package} --operation" in text
    assert "1 of 1 operation failed" in text
    assert "\x1b[1;31mFAILED\x1b[0m" in matrix(broken, Screen(colour=True))


def test_a_verbose_matrix_has_every_cell(kept: Contract) -> None:
    text = matrix(kept, Screen(), verbose=True)
    for cell in kept.results[0].cells:
        assert f"{cell.part:<9} {cell.label}: {cell.passed} passed" in text


def test_many_operations_are_summed_up_by_their_tags(
    kept: Contract, broken: Contract
) -> None:
    results = (*kept.results * 500, *broken.results * 400)
    text = matrix(Contract("large", "", 0, 24, results), Screen(width=80))
    lines = text.splitlines()
    assert len(lines) < 500
    assert all(len(line) <= 200 for line in lines)
    assert any("(900)" in line for line in lines)
    assert lines[-1].startswith("large: 400 of 900 operations failed")
