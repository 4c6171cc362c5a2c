"""Responses that go out a piece at a time, maybe while their request still comes in."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Mapping
from typing import Protocol

from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from .streams import close

_INBOX = "bothends.inbox"


class Answer(Protocol):
    """What goes out, and the headers that can still be added to it."""

    raw_headers: list[tuple[bytes, bytes]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it (ASGI)."""
        ...


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
