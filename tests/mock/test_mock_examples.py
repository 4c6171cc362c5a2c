"""The examples of every golden package, in its README and its docstrings, run against its mock."""

import asyncio
import re
import textwrap
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from importlib import import_module
from inspect import getdoc, getmembers_static
from pathlib import Path
from runpy import run_path
from types import FunctionType
from typing import Any, NoReturn
from uuid import UUID

import httpx2
import pytest
from golden_cases import Case
from golden_mocks import CALLED, mock_of_golden, options
from test_mock_goldens import REFUSED

from bothends.package import PATHS, Subject

BLOCK = re.compile(r"^(```+)python\n(.*?)^\1$", re.DOTALL | re.MULTILINE)
EXAMPLE = re.compile(r"^Example:\n((?:    .*\n?|\n)+)", re.MULTILINE)
NAME = re.compile(r"\b(?:api|sender)\.(\w+)\(")

Examples = list[tuple[str, str]]
"""The names of operations, each with an example of it."""


@pytest.mark.parametrize("case", CALLED, ids=lambda case: case.name)
def test_each_example_runs(case: Case, tmp_path: Path) -> None:
    first, *calls = [text for _, text in BLOCK.findall(readme(case))] or [""]
    calls = [text for text in calls if "sender" not in text]
    run = Run(tmp_path / "example.py")
    made: Any = run(first).get(
        "api"
    )  # The client of the real server, which nobody calls.
    if made:
        made.close()
    with mock_of_golden(case, tmp_path) as (subject, url):
        names = {each: getattr(subject.module, each) for each in subject.module.__all__}
        names |= {each.__name__: each for each in (date, datetime, time, Decimal, UUID)}
        settings = options(subject, url)
        given = {"print": enough}
        with subject.client(PATHS, sync=True, **settings) as api:
            for text in sendable(case, named(calls)):
                run(text, **given, api=api)
            for text in sendable(case, documented(subject, "Client")):
                run(text, **names, **given, api=api)
        asyncio.run(awaited(subject, case, settings, names, run))


@pytest.mark.parametrize("kind", ["WebhookSender", "CallbackSender"])
def test_what_is_sent_runs(kind: str, tmp_path: Path) -> None:
    case = next(each for each in CALLED if each.name == "outgoing")
    run = Run(tmp_path / "example.py")
    module = import_module(case.package.name)
    examples = [text for _, text in BLOCK.findall(readme(case)) if "sender." in text]
    calls = [text for text in examples if hasattr(getattr(module, kind), sent(text))]
    asked: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(str(request.url))
        return httpx2.Response(501)

    with httpx2.Client(transport=httpx2.MockTransport(answer)) as http:
        sender = getattr(module, kind)(http=http, api_key="secret", retries=0)
        for text in calls:
            with suppress(module.UnexpectedResponse):
                run(text, sender=sender)
    assert len(asked) == len(calls) > 2
    assert all(each.startswith("https://subscriber.example/hooks") for each in asked)


def sent(text: str) -> str:
    return str(NAME.findall(text)[0])


class Enough(Exception):
    """Ends a walk over pages that would not end: a mock has the same page each time."""


def enough(_: object) -> NoReturn:
    """Stand for `print`: one item is enough."""
    raise Enough


class Run:
    """Runs source."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, text: str, **names: Any) -> dict[str, Any]:
        self._path.write_text(text, "utf-8")
        with suppress(Enough):
            return run_path(str(self._path), names)
        return {}


async def awaited(
    subject: Subject,
    case: Case,
    settings: dict[str, Any],
    names: dict[str, Any],
    run: Run,
) -> None:
    """Run the examples of the client whose calls are awaited."""
    names |= {"print": enough}
    async with subject.client(PATHS, sync=False, **settings) as api:
        for text in sendable(case, documented(subject, "AsyncClient")):
            body = textwrap.indent(text, "    ")
            made = run(f"async def example():\n{body}", **names, api=api)
            # What it names is known as long as the namespace that it was made in is there.
            with suppress(Enough):
                await FunctionType(made["example"].__code__, {**names, "api": api})()


def sendable(case: Case, examples: Examples) -> Iterator[str]:
    """Leave out what no client can call."""
    for name, text in examples:
        if (case.name, name) not in REFUSED:
            yield text


def named(texts: list[str]) -> Examples:
    return [(NAME.findall(text)[0], text) for text in texts]


def documented(subject: Subject, kind: str) -> Examples:
    """Find the examples in the docstrings of a client."""
    found: Examples = []
    for name, method in getmembers_static(getattr(subject.part("client"), kind)):
        for text in EXAMPLE.findall(getdoc(method) or ""):
            found.append((name, textwrap.dedent(text)))
    return found


def readme(case: Case) -> str:
    return (case.package / "README.md").read_text("utf-8")


def test_there_is_an_example_of_nearly_every_operation() -> None:
    without = {
        (case.name, name)
        for case in CALLED
        for name, rest in re.findall(
            r"^### `(\w+)`\n(.*?)(?=^##|\Z)", readme(case), re.DOTALL | re.MULTILINE
        )
        if "```python" not in rest
    }
    told = {"edges", "events", "variants", "wrong-objects"}
    assert {name for name, _ in without} <= told, without
