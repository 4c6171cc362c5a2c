"""A server on a real socket that does to each request what its script says next."""

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event, Thread
from typing import Self, TypeAlias

Act: TypeAlias = Callable[[socket.socket], None]

_SECONDS = 10


class Hostile:
    """Answers requests by a script, each on a connection that it closes; keeps what came.

    Past the end of its script it does the last thing again. With a certificate it speaks TLS.
    """

    def __init__(self, *script: Act, certificate: Path | None = None) -> None:
        self._script = script
        self._certificate = certificate
        self.requests: list[bytes] = []
        self.asked = Event()
        """Set when there is a request."""
        self.closed = Event()
        """Set when a client hangs up on an act."""

    def __enter__(self) -> Self:
        self._socket = socket.create_server(("127.0.0.1", 0))
        scheme = "https" if self._certificate else "http"
        self.url = f"{scheme}://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(_SECONDS)

    def headers(self, name: str) -> list[str]:
        """Give what each request said by a header; empty where it did not."""
        return [header(request, name) for request in self.requests]

    def script(self, *acts: Act) -> None:
        """Tell what to do, where that can be said only now."""
        self._script = acts

    def waits(self, connection: socket.socket) -> None:
        """Answer nothing, until the client hangs up."""
        connection.settimeout(_SECONDS)
        if connection.recv(1) == b"":
            self.closed.set()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(_SECONDS)
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        try:
            with self._secured(connection) as secured:
                self.requests.append(_read(secured))
                self.asked.set()
                self.next_act()(secured)
        except ConnectionError:
            # With bytes on their way that it has not read, a hang-up is a reset (RFC 1122 §4.2.2.13).
            self.closed.set()
        except OSError:
            return

    def _secured(self, connection: socket.socket) -> socket.socket:
        if self._certificate is None:
            return connection
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self._certificate)
        return context.wrap_socket(connection, server_side=True)

    def next_act(self) -> Act:
        """Give what to do to the request that came last."""
        return self._script[min(len(self.requests), len(self._script)) - 1]


def says(status: int, body: bytes = b"", **headers: str) -> Act:
    """Answer, and close the connection."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    lines = [f"{name}: {text}" for name, text in named.items()]
    lines += ["connection: close", f"content-length: {len(body)}"]
    head = "\r\n".join([f"HTTP/1.1 {status} .", *lines, "", ""])

    def act(connection: socket.socket) -> None:
        connection.sendall(head.encode() + body)

    return act


def json(status: int, body: bytes, **headers: str) -> Act:
    """Answer with JSON."""
    return says(status, body, content_type="application/json", **headers)


def begins(
    *pieces: bytes, then: Act | None = None, media_type: str = "text/event-stream"
) -> Act:
    """Send pieces of an answer that does not end, and then do something else, or hang up."""

    def act(connection: socket.socket) -> None:
        head = f"HTTP/1.1 200 .\r\ncontent-type: {media_type}\r\ntransfer-encoding: chunked"
        connection.sendall(f"{head}\r\n\r\n".encode())
        for piece in pieces:
            connection.sendall(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        if then:
            then(connection)

    return act


def ends(connection: socket.socket) -> None:
    """End an answer that has begun."""
    connection.sendall(b"0\r\n\r\n")


def hangs_up(connection: socket.socket) -> None:
    """Close the connection without an answer."""


def breaks(connection: socket.socket) -> None:
    """Close the connection in the midst of an answer."""
    head = b"HTTP/1.1 200 .\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n"
    connection.sendall(head + b'{"na')


def drips(pieces: Iterable[bytes], seconds: float) -> Act:
    """Answer so slowly that each piece is in time, and all of them are not."""

    def act(connection: socket.socket) -> None:
        head = b"HTTP/1.1 200 .\r\ncontent-type: application/json\r\ncontent-length: 999\r\n"
        connection.sendall(head + b"\r\n")
        for piece in pieces:
            time.sleep(seconds)
            connection.sendall(piece)

    return act


def _read(connection: socket.socket) -> bytes:
    found = b""
    while b"\r\n\r\n" not in found:
        if not (piece := connection.recv(65_536)):
            raise OSError("no request")
        found += piece
    while not _is_whole(found):
        found += connection.recv(65_536)
    return found


def _is_whole(request: bytes) -> bool:
    body = request.partition(b"\r\n\r\n")[2]
    if header(request, "transfer-encoding"):
        return body.endswith(b"0\r\n\r\n")
    return len(body) >= int(header(request, "content-length") or 0)


def header(request: bytes, name: str) -> str:
    """Give what a request says by a header; empty where it does not."""
    for line in request.partition(b"\r\n\r\n")[0].decode().split("\r\n"):
        key, _, text = line.partition(": ")
        if key.lower() == name.lower():
            return text
    return ""
