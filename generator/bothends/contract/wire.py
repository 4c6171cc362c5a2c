"""The wire between both ends, in process or real, and what went over it last."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import httpx2

T = TypeVar("T")


class Astray(Exception):
    """A request that was about to leave for another server."""


class Exhausted(Exception):
    """A request more than are allowed."""


@dataclass(slots=True)
class Exchange:
    """One request and its response, each with its body in memory."""

    request: httpx2.Request
    response: httpx2.Response | None = None


class Wire:
    """Carries requests to an application in this process, or to one server and no other.

    Used as a context. It has an event loop of its own, so that a client without `await` is
    served by the same application, on the same loop, as one with it.
    """

    def __init__(
        self, transport: httpx2.AsyncBaseTransport, *, url: str = "", bound: int = 0
    ) -> None:
        self.last: Exchange | None = None
        self._transport = transport
        self._origin = _origin(url) if url else None
        self._left = bound or None
        self._loop = asyncio.new_event_loop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.run(self._transport.aclose())
        self.run(self._loop.shutdown_asyncgens())
        self._loop.close()

    def client(self, headers: Mapping[str, str]) -> httpx2.Client:
        """Make a client whose requests go over this wire."""
        return httpx2.Client(
            headers=headers,
            transport=_Sync(lambda request: self.run(self.carry(request))),
        )

    def async_client(self, headers: Mapping[str, str]) -> httpx2.AsyncClient:
        """Make a client with `await` whose requests go over this wire."""
        return httpx2.AsyncClient(headers=headers, transport=_Async(self.carry))

    def run(self, call: Coroutine[Any, Any, T]) -> T:
        """Wait for a coroutine."""
        return self._loop.run_until_complete(call)

    async def carry(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request and read the whole response."""
        self._check(request)
        self.last = Exchange(request)
        answer = await self._transport.handle_async_request(request)
        assert isinstance(answer.stream, httpx2.AsyncByteStream)
        data = b"".join([chunk async for chunk in answer.stream])
        await answer.aclose()
        response = httpx2.Response(
            answer.status_code,
            headers=answer.headers.raw,
            stream=httpx2.ByteStream(data),
            request=request,
        )
        response.read()
        self.last.response = response
        return response

    def _check(self, request: httpx2.Request) -> None:
        if self._origin and _origin(str(request.url)) != self._origin:
            message = f"{request.url} is not on the server"
            raise Astray(message)
        if self._left is not None:
            if not self._left:
                message = "no more requests are allowed"
                raise Exhausted(message)
            self._left -= 1


class _Async(httpx2.AsyncBaseTransport):
    def __init__(
        self, carry: Callable[[httpx2.Request], Awaitable[httpx2.Response]]
    ) -> None:
        self._carry = carry

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        await request.aread()
        return await self._carry(request)


class _Sync(httpx2.BaseTransport):
    def __init__(self, carry: Callable[[httpx2.Request], httpx2.Response]) -> None:
        self._carry = carry

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        return self._carry(request)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname, port
