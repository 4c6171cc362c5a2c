"""A server on a real socket, in a thread of the tests: what streams does so only over one."""

import socket
import time
from collections.abc import Generator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from starlette.types import ASGIApp


@contextmanager
def serving(app: ASGIApp, *, lifespan: bool = True) -> Generator[str]:
    """Serve an application on a free port; give its URL."""
    config = uvicorn.Config(
        app,
        log_config=None,
        ws="none",
        lifespan="on" if lifespan else "off",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    # asyncio sends at once (TCP_NODELAY) only where the protocol is said.
    place = socket.socket(socket.AF_INET, proto=socket.IPPROTO_TCP)
    place.bind(("127.0.0.1", 0))
    thread = Thread(target=server.run, kwargs={"sockets": [place]})
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.01)
    try:
        assert server.started
        yield f"http://127.0.0.1:{place.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        place.close()
