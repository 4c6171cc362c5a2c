"""Every package that is made here keeps its contract, both ends in one process."""

import re
from pathlib import Path

import pytest
from broken import PACKAGE, copy, found
from golden_cases import CASES, Case, made

from bothends.contract import Choice, contract
from bothends.problems import Unusable

GENERATED = [each for each in CASES if (each.folder / "expected").is_dir()]


def test_the_service_of_this_repository_keeps_its_contract() -> None:
    kept = contract(str(PACKAGE), Choice())
    assert [result.name for result in kept.results] == ["create_session"]
    assert not found(kept)


@pytest.mark.parametrize("case", GENERATED, ids=lambda each: each.name)
def test_a_golden_package_keeps_its_contract(case: Case) -> None:
    made(case)
    assert not found(contract(str(case.package), Choice(limit=12)))


def test_a_filtered_package_is_tried_whole_and_nothing_else() -> None:
    case = Case("filters")
    made(case)
    kept = contract(str(case.package), Choice(limit=2))
    page = (case.package / "operations.py").read_text("utf-8")
    assert sorted(each.name for each in kept.results) == sorted(
        re.findall(r"^@operation\ndef (\w+)", page, re.MULTILINE)
    )


def test_an_operation_that_the_description_has_not_is_a_mistake(tmp_path: Path) -> None:
    again = "\n\n@operation\ndef another() -> Operation[None]:\n    raise ValueError\n"
    head = "\n\n@operation\ndef create_session()"
    package = copy(tmp_path, "operations.py", head, again + head)
    with pytest.raises(Unusable, match="has the operation `another`"):
        contract(str(package), Choice(limit=2))
