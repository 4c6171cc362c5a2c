"""Every operation of every golden package, called by its clients, comes back from its mock."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from golden_cases import Case
from golden_mocks import CALLED, mock_of_golden, options

from bothends.contract.slots import Draw, arguments_of, slots_of
from bothends.drawing import Drawing
from bothends.package import PATHS, Entry, Subject, settled, taken

REFUSED = {
    ("contradictions", "put_file"),  # A header says another length than the body has.
    ("edges", "both"),  # One header cannot hold two credentials.
    ("edges", "never"),  # No value of its body is valid.
    (
        "hostile",
        "op_import_builtins_builtins_harmed_1",
    ),  # A header has an illegal name.
}
"""What no client can call."""


@pytest.mark.parametrize("case", CALLED, ids=lambda case: case.name)
def test_every_operation_comes_back_as_documented(case: Case, tmp_path: Path) -> None:
    with mock_of_golden(case, tmp_path) as (subject, url):
        called(subject, case, url)
        asyncio.run(awaited(subject, case, url))


def called(subject: Subject, case: Case, url: str) -> None:
    """Call everything without `await`."""
    with subject.client(PATHS, sync=True, **options(subject, url)) as client:
        for entry, arguments in calls(subject, case):
            result = getattr(client.raw, entry.name)(**arguments)
            assert_documented(entry, settled(result, asyncio.run))


async def awaited(subject: Subject, case: Case, url: str) -> None:
    """Call everything with `await`."""
    async with subject.client(PATHS, sync=False, **options(subject, url)) as client:
        for entry, arguments in calls(subject, case):
            result = await getattr(client.raw, entry.name)(**arguments)
            await taken(result.body)
            assert_documented(entry, result)


def assert_documented(entry: Entry, result: Any) -> None:
    operation: Any = entry.operation
    assert operation.reply(result.status).error is None, entry.name


def calls(subject: Subject, case: Case) -> Iterator[tuple[Entry, Mapping[str, Any]]]:
    """Give each operation with the arguments of a call of it."""
    draw = Draw(Drawing(subject.tree), "request", 1)
    for entry in subject.entries():
        called = entry.ends is PATHS and (case.name, entry.name) not in REFUSED
        if entry.operation and called:
            slots = slots_of(entry.operation, entry.described, draw)
            yield entry, arguments_of(slots.least)
