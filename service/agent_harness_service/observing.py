"""What is told of each request: an id, a line in the log, and a span where spans are kept."""

import logging
import time
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from ulid import ULID

from agent_harness.server import RequestIds
from agent_harness_service.subjects import Caller
from agent_harness_service.tracing import span

_LOGGER = logging.getLogger(__name__)


def new_id() -> str:
    """Make an id for a request."""
    return str(ULID()).lower()


_IDS = RequestIds(make=new_id)
HEADER = _IDS.header.lower()


class Observed:
    """Middleware: gives a request an id, or keeps the one it came with, and tells of its end.

    Neither headers nor bodies are told, nor queries: nothing that could hold a token.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        known = _IDS.of(scope)
        began, status = time.perf_counter(), 0

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = known
            await send(message)

        with span(scope, headers) as ending:
            try:
                await self._app(scope, receive, marked)
            finally:
                ending(status)
                _tell(scope, status, time.perf_counter() - began)


def _tell(scope: Scope, status: int, seconds: float) -> None:
    user = scope.get("user")
    caller = user if isinstance(user, Caller) else None
    _LOGGER.info(
        "%s %s %d",
        scope["method"],
        quote(scope["path"]),
        status,
        extra={
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "milliseconds": round(seconds * 1000, 2),
            "tenant": caller.tenant if caller else None,
            "subject": f"{caller.type}:{caller.id}" if caller else None,
        },
    )
