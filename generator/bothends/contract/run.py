"""The whole contract of a package: every operation, every part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import httpx2

from bothends.contract.answers import Answers
from bothends.contract.arrivals import Arrivals
from bothends.contract.attempt import Attempt
from bothends.contract.bench import Access, Bench
from bothends.contract.recorder import Record, auth_of, handler_of
from bothends.contract.refusals import Refusals
from bothends.contract.remote import SAFE, Server, access_to, check_url
from bothends.contract.requests import Requests
from bothends.contract.responses import Responses
from bothends.contract.results import LIMIT, Cell, Contract, Result
from bothends.contract.routes import Routes
from bothends.contract.runtime import Operation
from bothends.contract.security import accepted, made_up, security_cells
from bothends.contract.slots import arguments_of, slots_of
from bothends.contract.subject import (
    CALLBACKS,
    PATHS,
    URL,
    WEBHOOKS,
    Entry,
    Subject,
    load,
)
from bothends.contract.wire import Exhausted, Wire
from bothends.drawing import Drawing
from bothends.problems import Unusable


@dataclass(frozen=True, slots=True)
class Choice:
    """Which operations to try, and how."""

    seed: int = 0
    limit: int = LIMIT
    operations: tuple[str, ...] = ()
    """Names or operationIds, with wildcards; together with `tags`, empty for all."""
    tags: tuple[str, ...] = ()


def contract(package: str, choice: Choice, server: Server | None = None) -> Contract:
    """Try a package, both ends in this process, or its client against a real server.

    Raises `Unusable` for what is no package.
    """
    subject = load(package)
    if server is None:
        results = tuple(_results(subject, choice))
    else:
        results = tuple(_real_results(subject, choice, server))
    url = server.url if server else ""
    return Contract(package, url, choice.seed, choice.limit, results)


def names(package: str) -> tuple[str, ...]:
    """List the operations of a package."""
    return tuple(entry.name for entry in load(package).entries())


def _results(subject: Subject, choice: Choice) -> Iterator[Result]:
    entries = subject.entries()
    chosen = _chosen(entries, choice)
    drawing = Drawing(subject.tree, seed=choice.seed)
    for ends in (PATHS, WEBHOOKS, CALLBACKS):
        family = [entry for entry in entries if entry.ends is ends]
        wanted = [entry for entry in chosen if entry.ends is ends]
        if wanted:
            yield from _in_process(subject, family, wanted, drawing, choice.limit)


def _in_process(
    subject: Subject,
    family: Sequence[Entry],
    wanted: Sequence[Entry],
    drawing: Drawing,
    limit: int,
) -> Iterator[Result]:
    """Try operations that are served by one application."""
    ends = wanted[0].ends
    made = made_up(each.operation for each in family if each.operation)
    record = Record(accepted=accepted(made))
    app: Any = None
    with Attempt() as serving:
        app = subject.app(ends, handler_of(record), auth_of(record))
    if serving.error:
        reason = f"the server cannot be made: {serving.reason}"
        yield from (_lost(each, each.trouble or reason) for each in wanted)
        return
    with Wire(httpx2.ASGITransport(app)) as wire:
        credentials = {key: credential for key, (_, credential) in made.items()}
        access = Access(wire, record, ends, URL, credentials)
        bench = Bench(subject, drawing, limit, access)
        routes = _routes(family)
        for entry in wanted:
            yield _result(bench, entry, routes, subject)


def _real_results(subject: Subject, choice: Choice, server: Server) -> Iterator[Result]:
    check_url(server.url)
    entries = [entry for entry in subject.entries() if entry.ends is PATHS]
    chosen = [
        entry
        for entry in _chosen(entries, choice)
        if not server.safe_only or entry.described.found.method in SAFE
    ]
    access = access_to(server, entries)
    drawing = Drawing(subject.tree, seed=choice.seed)
    routes = _routes(entries)
    with access.wire:
        bench = Bench(subject, drawing, choice.limit, access)
        for entry in chosen:
            yield _result(bench, entry, routes, subject)


def _routes(entries: Sequence[Entry]) -> Routes:
    found = [each.described.found for each in entries]
    return Routes((each.method, each.path) for each in found)


def _chosen(entries: Sequence[Entry], choice: Choice) -> Sequence[Entry]:
    if not (choice.operations or choice.tags):
        return entries
    chosen = [entry for entry in entries if _is_wanted(entry, choice)]
    if not chosen:
        asked = ", ".join((*choice.operations, *choice.tags))
        message = f"No operation of the package is one of {asked}."
        raise Unusable(message, "Names and tags may have wildcards, such as `get_*`.")
    return chosen


def _is_wanted(entry: Entry, choice: Choice) -> bool:
    node = entry.described.found.node
    names = (entry.name, str(node.get("operationId", "")))
    return any(
        fnmatchcase(name, pattern) for name in names for pattern in choice.operations
    ) or any(
        fnmatchcase(tag, pattern)
        for tag in node.get("tags", [])
        for pattern in choice.tags
    )


def _result(bench: Bench, entry: Entry, routes: Routes, subject: Subject) -> Result:
    if entry.operation is None:
        return _lost(entry, entry.trouble)
    cells: list[Cell] = []
    with Attempt() as attempt:
        cells.extend(_cells(bench, entry, entry.operation, routes, subject))
    if isinstance(attempt.error, Exhausted):
        why = "no more requests are allowed"
        cells.append(Cell("package", "the rest", skipped=why))
    elif attempt.error:
        broken = Cell("package", "operation")
        broken.fail(f"it cannot be tried: {attempt.reason}")
        cells.append(broken)
    return _row(entry, cells)


def _cells(
    bench: Bench,
    entry: Entry,
    operation: Operation,
    routes: Routes,
    subject: Subject,
) -> Iterator[Cell]:
    described = entry.described
    slots = slots_of(operation, described, bench.sent)
    if slots.hopeless:
        cell = Cell("request", "typical call")
        for slot in slots.hopeless:
            refusals = [each.refusal for each in slot.drawn if each.refusal]
            why = refusals[0] if refusals else "no valid value could be drawn"
            cell.fail(f"the {slot.label} is required, but {why}")
        yield cell
        return
    if not bench.local:
        judge = Answers(bench, operation, described)
        yield from Requests(bench, operation, slots, judge.complaint).cells()
        yield from Refusals(bench, operation, slots, None).cells(routes)
        return
    response = subject.part("_runtime.response").Response
    responses = Responses(bench, operation, described, response)
    answer = responses.typical
    arrivals = Arrivals(operation, slots)
    yield from Requests(bench, operation, slots, arrivals.complaint, answer).cells()
    yield from security_cells(bench, operation, slots, answer)
    yield from responses.cells(arguments_of(slots.least))
    yield from Refusals(bench, operation, slots, answer).cells(routes)


def _lost(entry: Entry, reason: str) -> Result:
    cell = Cell("package", "operation")
    cell.fail(reason)
    return _row(entry, [cell])


def _row(entry: Entry, cells: Sequence[Cell]) -> Result:
    found = entry.described.found
    tag = entry.described.tag
    return Result(entry.name, found.method, found.path, tag, tuple(cells))
