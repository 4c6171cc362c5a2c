"""A server on a real socket: what streams does so only over a connection."""

import socket
import time
from threading import Thread

import uvicorn
from starlette.types import ASGIApp


class Served(uvicorn.Server):
    """Serves an application on a free port of this machine, in a thread."""

    def __init__(self, app: ASGIApp) -> None:
        config = uvicorn.Config(
            app, log_config=None, ws="none", timeout_graceful_shutdown=1
        )
        super().__init__(config)
        # asyncio sends at once (TCP_NODELAY) only where the protocol is said.
        self.socket = socket.socket(socket.AF_INET, proto=socket.IPPROTO_TCP)
        self.socket.bind(("127.0.0.1", 0))

    def __enter__(self) -> str:
        self.thread = Thread(target=self.run, kwargs={"sockets": [self.socket]})
        self.thread.start()
        deadline = time.monotonic() + 10
        while not self.started and time.monotonic() < deadline:
            time.sleep(0.01)
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self.should_exit = True
        self.thread.join()
        self.socket.close()
