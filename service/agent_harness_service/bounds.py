"""A bound on bodies: what comes slower is not read. How long one may be, the API knows."""

import asyncio

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent_harness.server import Refused, RequestProblem


class Bounded:
    """Middleware: refuses a body with 408 once somebody wants to read it.

    So credentials are checked first, as for any other body.
    """

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(receive, self._seconds)

        async def closing(message: Message) -> None:
            if message["type"] == "http.response.start" and body.is_late:
                MutableHeaders(scope=message)["connection"] = "close"
            await send(message)

        await self._app(scope, body.receive, closing)


class _Body:
    """The body of one request, as it comes."""

    def __init__(self, receive: Receive, seconds: float) -> None:
        self._receive = receive
        self._seconds = seconds
        now = asyncio.get_running_loop().time()
        self._deadline: float | None = now + seconds
        self.is_late = False
        """Whether the rest of it was not waited for: it would be read as the next request."""

    async def receive(self) -> Message:
        """Give the next piece (ASGI); raises `Refused`."""
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
        return message
