"""The servers of ASGI that people use: each runs an application as any other."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import golden_library
import pytest
from golden_library import AsyncClient, Book, Client, FailureError, Page
from librarian import BOOK, End, called

HERE = Path(__file__).parent
PATHS = (HERE, HERE.with_name("goldens"), Path(golden_library.__file__).parents[1])

SERVERS = {
    "uvicorn": ("--host", "127.0.0.1", "--port", "{port}", "--lifespan", "on"),
    "hypercorn": ("--bind", "127.0.0.1:{port}"),
    "granian": ("--host", "127.0.0.1", "--port", "{port}", "--interface", "asgi"),
}


@contextmanager
def running(server: str, log: Path) -> Generator[str]:
    """Run a server of its own process; give its URL, and stop it as an operator would."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    arguments = (each.format(port=port) for each in SERVERS[server])
    command = [sys.executable, "-m", server, "served:app", *arguments]
    paths = os.pathsep.join(map(str, PATHS))
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command,
            env={**os.environ, "PYTHONPATH": paths},
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(port, process)
        yield f"http://127.0.0.1:{port}"
        process.send_signal(signal.SIGINT)
        process.wait(30)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        with closing(socket.socket()) as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    message = "the server does not listen"
    raise AssertionError(message)


@pytest.mark.parametrize("server", SERVERS)
def test_a_server_carries_every_kind_of_call(server: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running(server, log) as url:
        for end in (Client, AsyncClient):
            carries(end, url)
    said = log.read_text()
    assert said.index("up\n") < said.index("down\n")
    assert "Traceback" not in said


def carries(end: End, url: str) -> None:
    """Call what is answered at once, what is a stream either way, and what fails."""
    own = {"headers": {"X-Request-ID": "r1"}}
    assert called(end, url, "add_book", BOOK) == BOOK
    assert called(end, url, "get_book", "a/b ü") == Book(title="a/b ü")
    assert called(end, url, "remove_book", "a") is None
    pages = [Page(text=letter) for letter in "abc"]
    assert called(end, url, "read_pages", "abc") == pages
    assert called(end, url, "write_pages", "a", pages) == 3
    assert called(end, url, "put_scan", "a", b"x" * 200_000) == 200_000
    with pytest.raises(FailureError) as raised:
        called(end, url, "add_book", Book.model_construct(title=""), options=own)
    assert raised.value.status == 422
    assert raised.value.body.request_id == raised.value.request_id == "r1"
