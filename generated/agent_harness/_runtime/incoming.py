"""Requests whose body is read in one step, and is there for everybody who asks for it later."""

from collections.abc import AsyncGenerator

from starlette.requests import ClientDisconnect, Request

from .heads import header_of
from .limits import bounded, ensure_declared, ensure_size


class Incoming(Request):
    """A request as the server reads it; for handlers and `Auth` it is Starlette's."""

    _is_begun = False
    """Whether somebody else has begun to read the body."""
    _all: bytes | None = None

    async def stream(self) -> AsyncGenerator[bytes]:
        """Give the body as it comes, or at once where it has been read."""
        if self._all is None:
            self._is_begun = True
            async for chunk in super().stream():
                yield chunk
        else:
            yield self._all
            yield b""

    async def whole(self, limit: int | None) -> bytes:
        """Give all of the body; raises `Refused` for more bytes than the limit."""
        if self._all is not None:
            return self._all
        declared = header_of(self.scope, b"content-length") or ""
        if self._is_begun:
            chunks = bounded(self.stream(), declared, limit)
            return b"".join([chunk async for chunk in chunks])
        ensure_declared(declared, limit)
        found: list[bytes] = []
        size, is_more = 0, True
        while is_more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            if chunk := message.get("body"):
                size += len(chunk)
                ensure_size(size, limit)
                found.append(chunk)
            is_more = message.get("more_body", False)
        self._all = b"".join(found)
        return self._all
