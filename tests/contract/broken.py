"""Copies of the package of this repository in which something is wrong, and what is found."""

import shutil
from pathlib import Path

from golden_cases import ROOT

from bothends.contract import Choice, Contract, contract

PACKAGE = ROOT / "generated" / "agent_harness"


def copy(folder: Path, page: str, old: str, new: str) -> Path:
    """Copy the package and change a page of it."""
    package = folder / "agent_harness"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    text = (package / page).read_text("utf-8")
    assert old in text
    (package / page).write_text(text.replace(old, new), "utf-8")
    return package


def tried(package: Path, limit: int = 6) -> Contract:
    """Try a package with a few values."""
    return contract(str(package), Choice(limit=limit))


def found(contract: Contract) -> list[str]:
    """List what failed, each with its cell."""
    return [
        f"{cell.part}, {cell.label}: {failure.what}"
        for result in contract.results
        for cell in result.cells
        for failure in cell.failures
    ]
