"""The bench: both ends of a package on one wire, called and looked at."""

import logging
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2

from bothends.contract.curl import curl
from bothends.contract.recorder import Arrival, Record
from bothends.contract.slots import Draw
from bothends.contract.wire import Exhausted, Wire
from bothends.drawing import Drawing
from bothends.package import Attempt, Ends, Operation, Subject, settled, shown, worded

_EVERY = None
"""Holding every credential that there is."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one call."""

    returned: Any
    raised: Exception | None
    arrivals: tuple[Arrival, ...]
    scopes: Mapping[str, tuple[str, ...]]
    """What each method of `Auth` that let the caller in was asked for."""
    request: httpx2.Request | None
    response: httpx2.Response | None
    logged: tuple[str, ...]
    secrets: tuple[str, ...] = ()

    @property
    def declined(self) -> bool:
        """Whether the client said, before anything was sent, that it cannot send this."""
        return isinstance(self.raised, ValueError) and self.request is None

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        """Show the exchange for a report."""
        found: list[tuple[str, str]] = []
        if self.request:
            found.append(("request", curl(self.request, self.secrets)))
        if self.response:
            answer = self.response.content.decode("utf-8", "replace")
            found.append(("answer", f"{self.response.status_code} {shown(answer)}"))
        found += [("server", text) for text in self.logged]
        if self.raised:
            found.append(("client", worded(self.raised)[:500]))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Access:
    """Where the server is and what lets a client in."""

    wire: Wire
    record: Record
    ends: Ends
    url: str
    credentials: Mapping[str, Any]
    """Credentials by the key of their security scheme."""
    secrets: tuple[str, ...] = ()
    """What no report may show."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """What every request has besides."""
    local: bool = True


class Bench:
    """Calls operations of a package through its clients, or with bare requests."""

    def __init__(
        self, subject: Subject, drawing: Drawing, limit: int, access: Access
    ) -> None:
        back = access.ends.to_a_url
        self.sent = Draw(drawing, "response" if back else "request", limit)
        """Draws what callers send; webhooks and callbacks go the other way round."""
        self.answered = Draw(drawing, "request" if back else "response", limit)
        """Draws what handlers answer."""
        self.local = access.local
        self._access = access
        self._subject = subject
        self._sync_http = access.wire.client(access.headers)
        self._async_http = access.wire.async_client(access.headers)
        self._log = _Log(subject.module.__name__)
        self._clients: dict[tuple[bool, frozenset[str] | None], Any] = {}

    def call(
        self,
        operation: Operation,
        arguments: Mapping[str, Any],
        *,
        sync: bool = False,
        raw: bool = True,
        answer: Any = None,
        holding: frozenset[str] | None = _EVERY,
    ) -> Outcome:
        """Call an operation; `answer` is what its handler returns, or raises.

        `holding` are the keys of the security schemes for which there are credentials.
        """
        client = self._client(holding, sync=sync)
        holder = client.raw if raw else client
        access = self._access
        to = {"url": access.url + operation.path} if access.ends.to_a_url else {}

        def work() -> Any:
            method = getattr(holder, operation.name)
            result = method(**to, **arguments)
            run = access.wire.run
            return settled(result if sync else run(result), run)

        return self._watched(work, answer)

    def has_own_header(self, operation: Operation) -> bool:
        """Tell whether every request has a header that may be a credential of the operation."""
        schemes = [use.scheme for uses in operation.security for use in uses]
        known = {
            str(getattr(each, "name", "authorization")).lower() for each in schemes
        }
        return not {"cookie", *known}.isdisjoint(map(str.lower, self._access.headers))

    def locked_out(self, operation: Operation) -> str:
        """Say which credentials are missing to be let in; empty if none is."""
        access = self._access
        alternatives = [
            [use.scheme.key for use in uses if type(use.scheme).__name__ != "MutualTls"]
            for uses in operation.security
        ]
        if self.has_own_header(operation) or not alternatives:
            return ""
        if any(all(key in access.credentials for key in keys) for keys in alternatives):
            return ""
        wanted = " or ".join(" and ".join(keys) for keys in alternatives)
        return f"it needs credentials, and none are given for {wanted}"

    def send(self, request: httpx2.Request, answer: Any = None) -> Outcome:
        """Send a request as it is."""
        wire = self._access.wire
        return self._watched(lambda: wire.run(wire.carry(request)), answer)

    def _watched(self, work: Callable[[], Any], answer: Any) -> Outcome:
        record, wire = self._access.record, self._access.wire
        record.clear()
        record.answer = answer
        wire.last = None
        returned = None
        with Attempt() as attempt, self._log.kept() as lines:
            returned = work()
        if isinstance(attempt.error, Exhausted):
            raise attempt.error
        last = wire.last
        return Outcome(
            returned,
            attempt.error,
            tuple(record.arrivals),
            dict(record.scopes),
            last.request if last else None,
            last.response if last else None,
            tuple(lines),
            self._access.secrets,
        )

    def _client(self, holding: frozenset[str] | None, *, sync: bool) -> Any:
        if (sync, holding) not in self._clients:
            http = self._sync_http if sync else self._async_http
            self._clients[sync, holding] = self._made(http, holding, sync=sync)
        self._sync_http.cookies.clear()
        self._async_http.cookies.clear()
        return self._clients[sync, holding]

    def _made(self, http: Any, holding: frozenset[str] | None, *, sync: bool) -> Any:
        access = self._access
        credentials = {
            argument: access.credentials[key]
            for key, argument in self._subject.credential_arguments().items()
            if key in access.credentials and (holding is None or key in holding)
        }
        client = self._subject.client(
            access.ends,
            sync=sync,
            base_url=access.url,
            retries=0,
            strict=sync or not access.local,
            http=http,
            **credentials,
        )
        arguments = self._subject.credential_arguments()
        # None of the environment's: what is held is what is tried.
        unheld = {key: None for key in arguments if arguments[key] not in credentials}
        return client.with_options(credentials=unheld)


class _Log:
    """Keeps what the server logs of a call, which would say it to the terminal."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    @contextmanager
    def kept(self) -> Generator[list[str]]:
        """Collect one line for each exception or message."""
        lines: list[str] = []
        handler = _Lines(lines)
        propagates, self._logger.propagate = self._logger.propagate, False
        self._logger.addHandler(handler)
        try:
            yield lines
        finally:
            self._logger.removeHandler(handler)
            self._logger.propagate = propagates


class _Lines(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        text = worded(error) if isinstance(error, Exception) else record.getMessage()
        self._lines.append(text[:500])
