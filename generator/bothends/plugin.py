"""In pytest: the contract of a package, `--bothends PACKAGE`, and the fixture `bothends_mock`.

`--bothends` may be repeated, and `--bothends-seed` draws other values. Who asks for neither
gets nothing, and nothing is imported.
"""

from collections.abc import Generator, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from bothends.cli.served import MockServer
    from bothends.contract import Entry, Trial


class Mock(Protocol):
    """Serves an API that answers with examples, until the session ends.

    The arguments are those of `bothends mock`, such as `"openapi.yaml", "--seed", "1"`; without
    any it is the API of the configured job. The same arguments give the same server.
    """

    def __call__(self, *argv: str) -> "MockServer":
        """Give the server, with its `url`, `base_url` and `app`."""
        ...


@pytest.fixture(scope="session")
def bothends_mock() -> Generator[Mock]:
    """Serve what `bothends mock` does: `bothends_mock("openapi.yaml").base_url`."""
    from bothends.cli.served import served
    from bothends.problems import Rejected, Unusable

    servers: dict[tuple[str, ...], MockServer] = {}
    with ExitStack() as stack:

        def mock(*argv: str) -> "MockServer":
            if argv not in servers:
                try:
                    servers[argv] = stack.enter_context(served(*argv))
                except (Rejected, Unusable) as mistake:
                    pytest.fail(str(mistake), pytrace=False)
            return servers[argv]

        yield mock


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
