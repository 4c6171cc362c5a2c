"""An application behind a socket of this machine: here, until it is interrupted, or in a thread."""

import signal
import socket
from collections.abc import Callable
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

import uvicorn

from bothends.problems import Unusable

_PATIENCE = 30
"""Seconds that a server may take to start."""


class Place:
    """A socket that listens; whoever calls waits until there is a server."""

    def __init__(self, host: str, port: int) -> None:
        """Take a port, 0 for any that is free. Raises `Unusable` if it can't be had."""
        try:
            family, *_, address = socket.getaddrinfo(
                host, port, type=socket.SOCK_STREAM
            )[0]
            self.socket = socket.create_server(address[:2], family=family)
        except OSError as error:
            message = f"{host}:{port} cannot be served at: {error.strerror or error}."
            hint = "Is something else there? `--port 0` takes any port that is free."
            raise Unusable(message, hint) from error
        self._host = f"[{host}]" if ":" in host else host

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://{self._host}:{self.socket.getsockname()[1]}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.socket.close()

    def serve(self, app: Any, announce: Callable[[], None]) -> None:
        """Announce that there is a server, and serve until somebody presses Ctrl-C."""
        server = _Server(app)
        before = signal.signal(signal.SIGINT, server.handle_exit)
        try:
            announce()
            server.run(sockets=[self.socket])
        finally:
            signal.signal(signal.SIGINT, before)


class Running:
    """An application that is served in a thread, until `close`."""

    def __init__(self, app: Any) -> None:
        self._place = Place("127.0.0.1", 0)
        self._server = _Server(app)
        self._thread = Thread(
            target=self._server.run, kwargs={"sockets": [self._place.socket]}
        )
        self.url = self._place.url
        self._thread.start()
        self._server.ready.wait(_PATIENCE)

    def close(self) -> None:
        """Stop, and wait until all is closed."""
        self._server.should_exit = True
        self._thread.join()
        self._place.socket.close()


class _Server(uvicorn.Server):
    """A quiet server, which tells when it is there."""

    def __init__(self, app: Any) -> None:
        super().__init__(uvicorn.Config(app, log_config=None, ws="none"))
        self.ready = Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self.ready.set()
