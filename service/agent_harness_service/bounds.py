"""Bounds on bodies: what is longer, or comes slower, is not read."""

import asyncio

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent_harness.server import Refused, RequestProblem


class Bounded:
    """Middleware: refuses a body with 413 or 408 once somebody wants to read it.

    So credentials are checked first, as for any other body.
    """

    def __init__(self, app: ASGIApp, limit: int, seconds: float) -> None:
        self._app = app
        self._limit = limit
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(scope, receive, self._limit, self._seconds)

        async def closing(message: Message) -> None:
            if message["type"] == "http.response.start" and body.is_late:
                MutableHeaders(scope=message)["connection"] = "close"
            await send(message)

        await self._app(scope, body.receive, closing)


class _Body:
    """The body of one request, as it comes."""

    def __init__(
        self, scope: Scope, receive: Receive, limit: int, seconds: float
    ) -> None:
        declared = Headers(scope=scope).get("content-length", "")
        self._declared = int(declared) if declared.isdecimal() else 0
        self._receive = receive
        self._limit = limit
        self._seconds = seconds
        now = asyncio.get_running_loop().time()
        self._deadline: float | None = now + seconds
        self._seen = 0
        self.is_late = False
        """Whether the rest of it was not waited for: it would be read as the next request."""

    async def receive(self) -> Message:
        """Give the next piece (ASGI); raises `Refused`."""
        if self._declared > self._limit:
            raise self._long()
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError as error:
            self.is_late = True
            detail = f"The body did not come within {self._seconds:g} seconds"
            problem = RequestProblem(408, "request-timeout", detail)
            raise Refused(problem) from error
        if not message.get("more_body", False):
            self._deadline = None
        self._seen += len(message.get("body", b""))
        if self._seen > self._limit:
            raise self._long()
        return message

    def _long(self) -> Refused:
        detail = f"The body is longer than {self._limit} bytes"
        return Refused(RequestProblem(413, "content-too-large", detail))
