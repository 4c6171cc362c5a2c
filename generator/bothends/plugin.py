"""The contract in pytest: `pytest --bothends PACKAGE` has an item for each operation.

`--bothends` may be repeated, and `--bothends-seed` draws other values. Without the option the
plugin does nothing, and imports nothing.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from bothends.contract import Entry, Trial


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("bothends", "contracts of generated packages")
    group.addoption(
        "--bothends",
        metavar="PACKAGE",
        action="append",
        default=[],
        help="try each operation of a package that bothends has generated",
    )
    group.addoption(
        "--bothends-seed",
        metavar="N",
        type=int,
        default=0,
        help="draw other values (default: %(default)s)",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the items, before other plugins choose among them all."""
    packages: list[str] = config.getoption("--bothends") or []
    for package in packages:
        made: Any = ContractCollector
        items += made.from_parent(session, name=package).collect()


class ContractCollector(pytest.Collector):
    """The contract of one package."""

    trial: "Trial"

    def collect(self) -> Iterator[pytest.Item]:
        """Give an item for each operation."""
        from bothends.contract import Choice, Trial
        from bothends.problems import Unusable

        choice = Choice(seed=self.config.getoption("--bothends-seed") or 0)
        try:
            self.trial = Trial(self.name, choice)
        except Unusable as mistake:
            raise pytest.UsageError(str(mistake)) from mistake
        self.config.add_cleanup(lambda: self.trial.__exit__(None, None, None))
        for entry in self.trial.entries:
            made: Any = OperationItem
            item: OperationItem = made.from_parent(self, name=entry.name)
            item.entry = entry
            yield item


class OperationItem(pytest.Item):
    """The contract of one operation."""

    entry: "Entry"

    def runtest(self) -> None:
        """Try the operation; fails with what went wrong and how to see it again.

        Skipped is what nothing can be sent to.
        """
        from bothends.contract import told

        assert isinstance(self.parent, ContractCollector)
        trial = self.parent.trial
        result = trial.result(self.entry)
        failures = [failure for cell in result.cells for failure in cell.failures]
        if failures:
            text = told(failures, trial.contract([result]).repeat(result))
            pytest.fail(text, pytrace=False)
        if untried := result.untried:
            pytest.skip(f"{untried.skipped} ({untried.cause})")

    def reportinfo(self) -> tuple[str, None, str]:
        """Say what is tried."""
        assert self.parent
        return self.parent.name, None, f"{self.parent.name}::{self.name}"
