"""The client's engine: a call becomes a request, and the answer what the call returns or raises."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

import httpx2
from pydantic import ValidationError

from .content import choose, matching
from .errors import ApiConnectionError, ApiTimeout, UnexpectedResponse
from .exchange import Exchange, destination
from .faults import FaultsError
from .operation import Operation, Reply
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
        request = _request(operation, arguments, self._settings, url)
        try:
            answer = self.http.request(**request)
        except httpx2.HTTPError as error:
            raise _connection_error(error) from error
        return _outcome(operation, answer, strict=self._settings.strict)


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
        request = _request(operation, arguments, self._settings, url)
        try:
            answer = await self.http.request(**request)
        except httpx2.HTTPError as error:
            raise _connection_error(error) from error
        return _outcome(operation, answer, strict=self._settings.strict)


def _request(
    operation: Operation[Any],
    arguments: Mapping[str, Any],
    settings: Settings,
    url: str | Exchange | None,
) -> dict[str, Any]:
    """Give the keywords of httpx2's `request`."""
    placed = place(operation, arguments)
    carried = credentials_for(operation.security, settings.credentials)
    content, media_type = _body(operation, arguments)
    headers = [("accept", _accepted(operation)), *placed.headers]
    headers += carried.headers.items()
    headers += [("content-type", media_type)] if media_type else []
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
        "content": content,
    }


def _with_query(url: str, parts: list[str]) -> str:
    """Add a query, which the URL of a webhook or callback may have already."""
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}{'&'.join(parts)}" if parts else url


def _body(
    operation: Operation[Any], arguments: Mapping[str, Any]
) -> tuple[bytes | None, str | None]:
    value = arguments.get("body")
    if operation.body is None or (value is None and not operation.body.required):
        return None, None
    content = choose(operation.body.content, value)
    return content.encode(value)


def _accepted(operation: Operation[Any]) -> str:
    """List the media types that the operation documents, those of its successes first."""
    replies = sorted(operation.replies.values(), key=lambda each: bool(each.error))
    documented = dict.fromkeys(
        each.media_type for reply in replies for each in reply.content
    )
    return ", ".join(documented) or "*/*"


def _outcome(
    operation: Operation[T], answer: httpx2.Response, *, strict: bool
) -> Response[T]:
    """Say what an answer means by what the operation documents."""
    headers = dict(answer.headers)
    reply = operation.reply(answer.status_code)
    if reply is None:
        reason = f"{operation.name} documents no such status"
        raise _unexpected(answer, reason)
    body = _decoded(reply, answer, strict=strict)
    if reply.error:
        error = reply.error(answer.status_code, body, headers)
        error.response = answer
        raise error
    return Response(answer.status_code, body, headers)


def _decoded(reply: Reply, answer: httpx2.Response, *, strict: bool) -> Any:
    if not reply.content:
        return None
    media_type = answer.headers.get("content-type", "")
    content = matching(reply.content, media_type)
    if content is None and (strict or not answer.content):
        reason = f"the media type {media_type!r} is not documented for this status"
        raise _unexpected(answer, reason)
    try:
        content = content or reply.content[0]
        return content.decode(answer.content, media_type, strict=strict)
    except (ValidationError, FaultsError, UnicodeDecodeError) as error:
        raise _unexpected(answer, f"the body is not as documented: {error}") from error


def _unexpected(answer: httpx2.Response, reason: str) -> UnexpectedResponse:
    headers = dict(answer.headers)
    error = UnexpectedResponse(answer.status_code, answer.content, headers, reason)
    error.response = answer
    return error


def _connection_error(error: httpx2.HTTPError) -> ApiConnectionError:
    kind = (
        ApiTimeout if isinstance(error, httpx2.TimeoutException) else ApiConnectionError
    )
    return kind(str(error) or type(error).__name__)
