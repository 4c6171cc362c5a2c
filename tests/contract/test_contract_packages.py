"""Every package that is made here keeps its contract, both ends in one process."""

import pytest
from golden_cases import CASES, ROOT, Case, made

from bothends.contract import Choice, contract

KEEPING = ["contents", "empty", "hostile", "names", "security", "servers"]
"""Golden cases whose packages keep their contract on every operation."""


def test_the_service_of_this_repository_keeps_its_contract() -> None:
    found = contract(str(ROOT / "generated" / "agent_harness"), Choice())
    assert [result.name for result in found.results] == ["create_session"]
    assert not found.failed


@pytest.mark.parametrize(
    "case", [each for each in CASES if each.name in KEEPING], ids=lambda each: each.name
)
def test_a_golden_package_keeps_its_contract(case: Case) -> None:
    made(case)
    found = contract(str(case.package), Choice(limit=12))
    failed = [
        (result.name, cell.label, failure.what)
        for result in found.results
        for cell in result.cells
        for failure in cell.failures
    ]
    assert not failed
