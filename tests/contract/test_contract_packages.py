"""Every package that is made here keeps its contract, both ends in one process."""

import pytest
from broken import PACKAGE, found
from golden_cases import CASES, Case, made

from bothends.contract import Choice, contract

GENERATED = [each for each in CASES if (each.folder / "expected").is_dir()]


def test_the_service_of_this_repository_keeps_its_contract() -> None:
    kept = contract(str(PACKAGE), Choice())
    assert [result.name for result in kept.results] == ["create_session"]
    assert not found(kept)


@pytest.mark.parametrize("case", GENERATED, ids=lambda each: each.name)
def test_a_golden_package_keeps_its_contract(case: Case) -> None:
    made(case)
    assert not found(contract(str(case.package), Choice(limit=12)))
