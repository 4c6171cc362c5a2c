"""An application of this process, called for one request after the other.

httpx2's own transport looks for another event loop at every request, which takes as long as
all the rest of a call.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import httpx2

Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[Message]]
_Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, _Receive, _Send], Awaitable[None]]


class InProcess(httpx2.AsyncBaseTransport):
    """Carries requests, read already, to an ASGI application; what that raises is raised."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request; a client stays until it has the whole answer."""
        pending = [request.content]
        head: Message = {}
        body: list[bytes] = []
        complete = asyncio.Event()

        async def receive() -> Message:
            if pending:
                return {"type": "http.request", "body": pending.pop()}
            await complete.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                head.update(message)
            else:
                body.append(message.get("body", b""))
                if not message.get("more_body", False):
                    complete.set()

        await self._app(_scope(request), receive, send)
        data = b"" if request.method == "HEAD" else b"".join(body)
        return httpx2.Response(
            head["status"], headers=head["headers"], stream=httpx2.ByteStream(data)
        )


def _scope(request: httpx2.Request) -> Message:
    url = request.url
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "headers": [(name.lower(), text) for name, text in request.headers.raw],
        "scheme": url.scheme,
        "path": url.path,
        "raw_path": url.raw_path.partition(b"?")[0],
        "query_string": url.query,
        "server": (url.host, url.port),
        "client": ("127.0.0.1", 123),
        "root_path": "",
    }
