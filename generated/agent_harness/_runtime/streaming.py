"""Responses that go out a piece at a time, maybe while their request still comes in."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Mapping
from typing import Protocol

from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from .streams import close

_INBOX = "bothends.inbox"
_WITHOUT_BODY = frozenset([*range(100, 200), 204, 304])
"""Statuses whose answers have no length (RFC 9110 §8.6)."""


class Answer(Protocol):
    """What goes out, and the headers that can still be added to it."""

    raw_headers: list[tuple[bytes, bytes]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it (ASGI)."""
        ...


class Finished:
    """An answer that is there as a whole; names of headers are in lower case."""

    def __init__(self, body: bytes, status: int, headers: Mapping[str, str]) -> None:
        self.raw_headers = [
            (name.encode("latin-1"), text.encode("latin-1"))
            for name, text in headers.items()
        ]
        if status not in _WITHOUT_BODY:
            self.raw_headers.append((b"content-length", b"%d" % len(body)))
        self._status = status
        self._body = body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it (ASGI)."""
        await send(
            {
                "type": "http.response.start",
                "status": self._status,
                "headers": self.raw_headers,
            }
        )
        await send({"type": "http.response.body", "body": self._body})


class Inbox:
    """Receives the body of a request, and knows when it has come whole."""

    def __init__(self, request: Request) -> None:
        self._receive = request.receive
        self.complete = asyncio.Event()
        request.scope[_INBOX] = self

    async def __call__(self) -> Message:
        """Receive a message (ASGI)."""
        message = await self._receive()
        if not message.get("more_body", False):
            self.complete.set()
        return message


class Streaming(StreamingResponse):
    """Sends chunks as they come, and closes what they come from, whatever happens."""

    def __init__(
        self, chunks: AsyncIterable[bytes], status: int, headers: Mapping[str, str]
    ) -> None:
        self._chunks = aiter(chunks)
        self._first: list[bytes] = []
        self._sent = self._from_first()
        super().__init__(self._sent, status, headers)

    async def start(self) -> None:
        """Wait for the first chunk: what is raised before it can still be the answer."""
        async for chunk in self._chunks:
            self._first.append(chunk)
            return

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it all (ASGI); to HEAD there is none of it (RFC 9110 §9.3.2).

        Whoever answers while reading gets all that comes: it is only after the body that
        anybody else may receive, to see whether the client has gone.
        """
        inbox: Inbox | None = scope.get(_INBOX)

        async def after_the_body() -> Message:
            if inbox:
                await inbox.complete.wait()
            return await receive()

        try:
            if scope["method"] == "HEAD":
                await self._sent.aclose()
            await super().__call__(scope, after_the_body, send)
        finally:
            await self._sent.aclose()
            await close(self._chunks)

    async def _from_first(self) -> AsyncGenerator[bytes]:
        while self._first:
            yield self._first.pop()
        async for chunk in self._chunks:
            yield chunk
            # A source that never waits must leave time to see that the client has gone.
            await asyncio.sleep(0)
