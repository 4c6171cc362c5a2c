"""How requests go out: by a client of httpx2, or over a transport alone, which costs less.

A transport is what httpx2 calls one: it takes a request, and gives the response. Alone it has no
more than that, so no cookies are kept, no redirects followed and no hooks of a client called.
"""

from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from typing import Any, Literal, Protocol, TypeAlias

import httpx2

Headers: TypeAlias = Sequence[tuple[bytes, bytes]]
Content: TypeAlias = bytes | Iterable[bytes] | AsyncIterable[bytes] | None

_USUAL = ((b"accept-encoding", b"gzip, deflate"),)
"""The codings that httpx2 takes off by itself."""

_WITH_BODY = frozenset(["POST", "PUT", "PATCH", "QUERY"])


class Builder(Protocol):
    """What makes requests: a client of httpx2 is one."""

    @property
    def timeout(self) -> httpx2.Timeout: ...

    def build_request(
        self,
        method: str,
        url: httpx2.URL,
        *,
        headers: Headers,
        content: Content,
        extensions: Mapping[str, Any],
    ) -> httpx2.Request:
        """Make a request, with what every one has."""
        ...


class Sender(Builder, Protocol):
    """What sends requests and waits: `httpx2.Client` is one."""

    def send(
        self, request: httpx2.Request, *, stream: Literal[True]
    ) -> httpx2.Response:
        """Give the answer, whose body is still to be read."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...


class AsyncSender(Builder, Protocol):
    """What sends requests and is awaited: `httpx2.AsyncClient` is one."""

    async def send(
        self, request: httpx2.Request, *, stream: Literal[True]
    ) -> httpx2.Response:
        """Give the answer, whose body is still to be read."""
        ...

    async def aclose(self) -> None:
        """Close the connections."""
        ...


class _Direct:
    def __init__(self, timeout: float | httpx2.Timeout, user_agent: str) -> None:
        self.timeout = httpx2.Timeout(timeout)
        self._usual = (*_USUAL, (b"user-agent", user_agent.encode()))

    def build_request(
        self,
        method: str,
        url: httpx2.URL,
        *,
        headers: Headers,
        content: Content,
        extensions: Mapping[str, Any],
    ) -> httpx2.Request:
        """Make a request, with what every one has."""
        told = {name for name, _ in headers}
        about = [*self._usual, (b"host", url.netloc)]
        if b"transfer-encoding" not in told:
            about += _sized(method, content)
        every = [*(pair for pair in about if pair[0] not in told), *headers]
        if not isinstance(content, bytes | None):
            return httpx2.Request(
                method, url, headers=every, content=content, extensions=extensions
            )
        # All that httpx2 would find out has been said.
        stream = httpx2.ByteStream(content or b"")
        request = httpx2.Request(
            method, url, headers=every, stream=stream, extensions=extensions
        )
        request.read()
        return request


class Direct(_Direct):
    """Sends requests over a transport."""

    def __init__(
        self,
        transport: httpx2.BaseTransport,
        timeout: float | httpx2.Timeout,
        user_agent: str,
    ) -> None:
        super().__init__(timeout, user_agent)
        self._transport = transport

    def send(
        self, request: httpx2.Request, *, stream: Literal[True]
    ) -> httpx2.Response:
        """Give the answer, whose body is still to be read."""
        answer = self._transport.handle_request(request)
        answer.request = request
        return answer

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()


class AsyncDirect(_Direct):
    """Sends requests over a transport."""

    def __init__(
        self,
        transport: httpx2.AsyncBaseTransport,
        timeout: float | httpx2.Timeout,
        user_agent: str,
    ) -> None:
        super().__init__(timeout, user_agent)
        self._transport = transport

    async def send(
        self, request: httpx2.Request, *, stream: Literal[True]
    ) -> httpx2.Response:
        """Give the answer, whose body is still to be read."""
        answer = await self._transport.handle_async_request(request)
        answer.request = request
        return answer

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()


def _sized(method: str, content: Content) -> Headers:
    """Say how long a body is that is there; some methods say so of none (RFC 9110 §8.6)."""
    if isinstance(content, bytes) and content:
        return [(b"content-length", b"%d" % len(content))]
    if not content and method in _WITH_BODY:
        return [(b"content-length", b"0")]
    return []
