"""A bound on the length of bodies: what is longer is not read."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent_harness.server import Refused, RequestProblem


class Bounded:
    """Middleware: refuses a body with 413 once somebody wants to read it.

    So credentials are checked first, as for any other body.
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        seen = 0

        async def bounded() -> Message:
            nonlocal seen
            if declared.isdecimal() and int(declared) > self._limit:
                raise self._refused()
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._limit:
                raise self._refused()
            return message

        await self._app(scope, bounded, send)

    def _refused(self) -> Refused:
        detail = f"The body is longer than {self._limit} bytes"
        return Refused(RequestProblem(413, "content-too-large", detail))
