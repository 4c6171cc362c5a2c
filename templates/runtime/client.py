"""The client's engine: a call becomes a request, and the answer what the call returns or raises."""

import re
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import aclosing, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

import httpx2

from .answers import arriving, async_stream, connection_error, outcome, stream
from .content import Content, choose
from .exchange import Exchange, destination
from .flow import Outgoing, outgoing, sync_outgoing
from .operation import Operation
from .placing import place
from .response import Response
from .security import credentials_for

T = TypeVar("T")

_VARIABLE = re.compile(r"\{([^{}]+)\}")
_AUTHORITY = re.compile(r"[^/{}]*(\{[^{}]+\})?:?//[^/]*")
_IN_AUTHORITY = re.compile(r"[^\s/?#@\\]*")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a client was told: where the API is, who calls, how strictly answers are read."""

    base_url: str
    credentials: Mapping[str, Any]
    """Credentials by the key of their security scheme; None for those that are not held."""
    strict: bool
    is_elsewhere: bool = False
    """Whether the base URL is not the description's: then every operation is there."""

    def at(self, server: str | None) -> str:
        """Give the URL before the path of an operation, which may have a server of its own."""
        if server is None or self.is_elsewhere:
            return self.base_url.rstrip("/")
        return str(httpx2.URL(f"{self.base_url.rstrip('/')}/").join(server)).rstrip("/")

    def __repr__(self) -> str:
        return f"Settings(base_url={self.base_url!r})"


def expand(
    url: str, variables: Mapping[str, str], spanning: frozenset[str] = frozenset()
) -> str:
    """Put values in the place of a server's variables (OpenAPI 3.1 §4.8.5).

    In the path a value is one segment, or several if its name is `spanning`. Raises ValueError
    for a value in the authority that would end it, and for a URL that is none.
    """
    authority = _AUTHORITY.match(url)
    ends = authority.end() if authority else url.find("/")

    def put(found: re.Match[str]) -> str:
        name, value = found[1], variables.get(found[1], found[0])
        if found.start() >= ends:
            text = quote(value, safe="/" if name in spanning else "")
            return text.replace(".", "%2E") if text in {".", ".."} else text
        if authority and not _IN_AUTHORITY.fullmatch(value):
            message = f"{value!r} cannot be the server variable {name!r}"
            raise ValueError(message)
        return value

    return checked(_VARIABLE.sub(put, url))


def checked(url: str) -> str:
    """Give a URL that requests can be sent to; raises ValueError for any other."""
    try:
        httpx2.URL(url)
    except httpx2.InvalidURL as error:
        message = f"{url!r} is no URL: {error}"
        raise ValueError(message) from error
    return url


class Engine:
    """Calls operations over one `httpx2.Client`."""

    def __init__(self, settings: Settings, http: httpx2.Client) -> None:
        self._settings = settings
        self.http = http

    def call(
        self,
        operation: Operation[T],
        arguments: Mapping[str, Any],
        url: str | Exchange | None = None,
    ) -> Response[T]:
        """Call an operation, at its path or at a URL; an argument of None is absent.

        Raises `ApiError`.
        """
        return self._call(operation, arguments, url)[0]

    @contextmanager
    def open(
        self, operation: Operation[Any], arguments: Mapping[str, Any]
    ) -> Generator[Response[Any]]:
        """Call an operation, and read a binary body as it arrives. Raises `ApiError`."""
        response, answer = self._call(operation, arguments, chunks=True)
        with closing(answer):
            yield response

    def _call(
        self,
        operation: Operation[T],
        arguments: Mapping[str, Any],
        url: str | Exchange | None = None,
        *,
        chunks: bool = False,
    ) -> tuple[Response[T], httpx2.Response]:
        message = _message(operation, arguments)
        body = sync_outgoing(*message) if message else None
        request = _request(operation, arguments, self._settings, url, body)
        sent = _built(self.http, request)
        strict = self._settings.strict
        try:
            answer = self.http.send(sent, stream=chunks or operation.streams)
            content = arriving(operation, answer, chunks=chunks)
            if content is None:
                answer.read()
        except httpx2.HTTPError as error:
            raise connection_error(error) from error
        if content:
            return stream(content, answer, strict=strict), answer
        return outcome(operation, answer, strict=strict), answer


class AsyncEngine:
    """Calls operations over one `httpx2.AsyncClient`."""

    def __init__(self, settings: Settings, http: httpx2.AsyncClient) -> None:
        self._settings = settings
        self.http = http

    async def call(
        self,
        operation: Operation[T],
        arguments: Mapping[str, Any],
        url: str | Exchange | None = None,
    ) -> Response[T]:
        """Call an operation, at its path or at a URL; an argument of None is absent.

        Raises `ApiError`.
        """
        return (await self._call(operation, arguments, url))[0]

    @asynccontextmanager
    async def open(
        self, operation: Operation[Any], arguments: Mapping[str, Any]
    ) -> AsyncGenerator[Response[Any]]:
        """Call an operation, and read a binary body as it arrives. Raises `ApiError`."""
        response, answer = await self._call(operation, arguments, chunks=True)
        async with aclosing(answer):
            yield response

    async def _call(
        self,
        operation: Operation[T],
        arguments: Mapping[str, Any],
        url: str | Exchange | None = None,
        *,
        chunks: bool = False,
    ) -> tuple[Response[T], httpx2.Response]:
        message = _message(operation, arguments)
        body = outgoing(*message) if message else None
        request = _request(operation, arguments, self._settings, url, body)
        sent = _built(self.http, request)
        strict = self._settings.strict
        try:
            answer = await self.http.send(sent, stream=chunks or operation.streams)
            content = arriving(operation, answer, chunks=chunks)
            if content is None:
                await answer.aread()
        except httpx2.HTTPError as error:
            raise connection_error(error) from error
        if content:
            return async_stream(content, answer, strict=strict), answer
        return outcome(operation, answer, strict=strict), answer


def _request(
    operation: Operation[Any],
    arguments: Mapping[str, Any],
    settings: Settings,
    url: str | Exchange | None,
    body: Outgoing[Any] | None,
) -> dict[str, Any]:
    """Give the keywords of httpx2's `build_request`."""
    placed = place(operation, arguments)
    carried = credentials_for(operation.security, settings.credentials)
    headers = [("accept", _accepted(operation)), *placed.headers]
    headers += carried.headers.items()
    headers += body.headers.items() if body else []
    cookies = [*placed.cookies, *carried.cookies]
    headers += [("cookie", "; ".join(cookies))] if cookies else []
    return {
        "method": operation.method,
        "url": _with_query(
            (
                settings.at(operation.server) + placed.path
                if url is None
                else destination(url, operation.expression)
            ),
            [*placed.query, *carried.query],
        ),
        "headers": [(name.encode(), value.encode()) for name, value in headers],
        "content": body.content if body else None,
    }


def _built(
    http: httpx2.Client | httpx2.AsyncClient, request: Mapping[str, Any]
) -> httpx2.Request:
    """Make a request; raises ValueError where httpx2 takes its URL for none, or for too long."""
    try:
        return http.build_request(**request)
    except httpx2.InvalidURL as error:
        message = f"the request cannot be sent: {error}"
        raise ValueError(message) from error


def _with_query(url: str, parts: list[str]) -> str:
    """Add a query, which the URL of a webhook or callback may have already."""
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}{'&'.join(parts)}" if parts else url


def _message(
    operation: Operation[Any], arguments: Mapping[str, Any]
) -> tuple[Content, Any] | None:
    """Give the body of a request, where there is one, and the content that carries it."""
    value = arguments.get("body")
    if operation.body is None or (value is None and not operation.body.required):
        return None
    return choose(operation.body.content, value), value


def _accepted(operation: Operation[Any]) -> str:
    """List the media types that the operation documents, those of its successes first."""
    replies = sorted(operation.replies.values(), key=lambda each: bool(each.error))
    documented = dict.fromkeys(
        each.media_type for reply in replies for each in reply.content
    )
    return ", ".join(documented) or "*/*"
