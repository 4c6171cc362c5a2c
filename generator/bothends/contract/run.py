"""The whole contract of a package: every operation, every part."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from types import TracebackType
from typing import Any, Self

from bothends.contract.annotations import forget_annotations
from bothends.contract.application import InProcess
from bothends.contract.bench import Access, Bench
from bothends.contract.operation import cells_of
from bothends.contract.recorder import Record, auth_of, handler_of
from bothends.contract.remote import SAFE, Server, access_to, check_url
from bothends.contract.results import LIMIT, Cell, Contract, Result
from bothends.contract.routes import Routes
from bothends.contract.security import accepted, made_up
from bothends.contract.values import Values
from bothends.contract.wire import Exhausted, Wire
from bothends.drawing import Drawing
from bothends.package import PATHS, URL, Attempt, Ends, Entry, load, require
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
    with Trial(package, choice, server) as trial:
        return trial.contract([trial.result(entry) for entry in trial.entries])


class Trial:
    """A package on the bench. Used as a context; raises `Unusable` for what is none."""

    def __init__(
        self, package: str, choice: Choice, server: Server | None = None
    ) -> None:
        self._choice = choice
        self._server = server
        require("The contract", "contract", "httpx2", "starlette", "pydantic")
        self._subject = load(package)
        if server is None:
            forget_annotations(self._subject.tree)
        self._all = self._subject.entries()
        self._drawing = Drawing(
            self._subject.tree, seed=choice.seed, by_example=server is not None
        )
        given: Any = {} if server is None or server.values is None else server.values
        self._values = Values(given, self._all, self._drawing)
        self._stack = ExitStack()
        self._benches: dict[Ends, Bench | str] = {}
        self.entries: Sequence[Entry] = _chosen(self._all, choice)
        """The operations to try."""
        if server:
            check_url(server.url)
            self.entries = [each for each in self.entries if _may_be_sent(each, server)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def contract(self, results: Sequence[Result]) -> Contract:
        """Put results together."""
        url = self._server.url if self._server else ""
        values = self._server.values_file if self._server else ""
        choice = self._choice
        name = self._subject.name
        return Contract(name, url, choice.seed, choice.limit, tuple(results), values)

    def result(self, entry: Entry) -> Result:
        """Try one operation; whatever goes wrong is part of the result."""
        cells: list[Cell] = []
        if entry.operation is None:
            return _row(entry, [_broken(entry.trouble)])
        bench = self._bench(entry.ends)
        if isinstance(bench, str):
            return _row(entry, [_broken(bench)])
        routes = self._routes[entry.ends]
        with Attempt() as attempt:
            response = self._subject.part("_runtime.response").Response
            values = self._values.of(entry)
            cells.extend(
                cells_of(
                    bench, entry.operation, entry.described, routes, response, values
                )
            )
        if isinstance(attempt.error, Exhausted):
            why = "no more requests are allowed"
            cells.append(Cell("package", "the rest", skipped=why, cause="server"))
        elif attempt.error:
            cells.append(_broken(f"it cannot be tried: {attempt.reason}"))
        return _row(entry, cells)

    def _bench(self, ends: Ends) -> Bench | str:
        """Give the bench of some operations, or the reason why there can be none."""
        if ends not in self._benches:
            family = [entry for entry in self._all if entry.ends is ends]
            if self._server:
                access: Access | str = access_to(self._server, family)
            else:
                access = self._in_process(ends, family)
            self._benches[ends] = (
                access if isinstance(access, str) else self._made(access)
            )
        return self._benches[ends]

    def _made(self, access: Access) -> Bench:
        self._stack.enter_context(access.wire)
        return Bench(self._subject, self._drawing, self._choice.limit, access)

    def _in_process(self, ends: Ends, family: Sequence[Entry]) -> Access | str:
        made = made_up(each.operation for each in family if each.operation)
        record = Record(accepted=accepted(made))
        app: Any = None
        with Attempt() as serving:
            handler, auth = handler_of(record), auth_of(record)
            app = self._subject.app(ends, handler, auth, base_path="", docs=None)
        if serving.error:
            return f"the server cannot be made: {serving.reason}"
        credentials = {key: credential for key, (_, credential) in made.items()}
        wire = Wire(InProcess(app))
        return Access(wire, record, ends, URL, credentials)

    @cached_property
    def _routes(self) -> dict[Ends, Routes]:
        found: dict[Ends, list[tuple[str, str]]] = {}
        for entry in self._all:
            node = entry.described.found
            found.setdefault(entry.ends, []).append((node.method, node.path))
        return {ends: Routes(members) for ends, members in found.items()}


def _may_be_sent(entry: Entry, server: Server) -> bool:
    """Tell whether a real server may be asked: the API itself sends webhooks and callbacks."""
    method = entry.described.found.method
    return entry.ends is PATHS and (not server.safe_only or method in SAFE)


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
    return any(_matches(names, choice.operations)) or any(
        _matches(node.get("tags", []), choice.tags)
    )


def _matches(texts: Sequence[str], patterns: Sequence[str]) -> Iterator[bool]:
    return (fnmatchcase(text, pattern) for text in texts for pattern in patterns)


def _broken(reason: str) -> Cell:
    cell = Cell("package", "operation")
    cell.fail(reason)
    return cell


def _row(entry: Entry, cells: Sequence[Cell]) -> Result:
    found = entry.described.found
    tag = entry.described.tag
    return Result(entry.name, found.method, found.path, tag, tuple(cells))
