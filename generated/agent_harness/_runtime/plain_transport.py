"""Requests of a client that waits, sent with Python's own `http.client`: at a fraction of the CPU.

That is HTTP/1.1 without proxies. A connection serves one call at a time, and is kept for the
next.
"""

import re
import select
import socket
import ssl
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from http.client import HTTPException, HTTPResponse
from threading import Lock
from typing import Any, TypeAlias

import httpx2

Failure: TypeAlias = type[httpx2.TransportError]

_CHUNK = 65_536
_LINES = re.compile(rb"(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+: [^\r\n\0]*\r\n)*")
_IDLE_SECONDS = 5.0
"""How long a connection is kept that nobody uses, as httpx2 does it."""

_IDLE_MOST = 20
"""How many of them are, for each origin."""


class PlainTransport(httpx2.BaseTransport):
    """Sends requests with Python's own `http.client`, from any number of threads.

    Args:
        context: What makes connections safe; by default one that trusts what
            the system trusts.
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._given = context
        self._idle: dict[tuple[str, bytes], list[_Connection]] = {}
        self._lock = Lock()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request; raises what httpx2 calls the errors of sockets."""
        steps = request.extensions.get("timeout", {})
        connection = self._kept(request.url) or self._opened(request, steps)
        try:
            connection.send(request, steps.get("write"))
            answer = connection.answer(request, steps.get("read"))
        except BaseException:
            connection.close()
            raise
        found = [(name.encode(), _bytes(text)) for name, text in answer.getheaders()]
        body = _Arriving(self, connection, answer, request)
        return httpx2.Response(
            answer.status, headers=found, stream=body, request=request
        )

    def close(self) -> None:
        """Close the connections that are not in use."""
        with self._lock:
            kept = [each for some in self._idle.values() for each in some]
            self._idle.clear()
        for each in kept:
            each.close()

    def keep(self, url: httpx2.URL, connection: "_Connection") -> None:
        """Take a connection back that may be used again."""
        connection.idle_since = time.monotonic()
        with self._lock:
            kept = self._idle.setdefault((url.scheme, url.netloc), [])
            kept.append(connection)
            surplus = kept.pop(0) if len(kept) > _IDLE_MOST else None
        if surplus:
            surplus.close()

    def _kept(self, url: httpx2.URL) -> "_Connection | None":
        """Find a connection that is open still, the one that was used last."""
        while True:
            with self._lock:
                kept = self._idle.get((url.scheme, url.netloc))
                connection = kept.pop() if kept else None
            if connection is None or connection.is_usable:
                return connection
            connection.close()

    def _opened(self, request: httpx2.Request, steps: Any) -> "_Connection":
        url, host = request.url, request.url.raw_host.decode("ascii")
        port = url.port or (443 if url.scheme == "https" else 80)
        with _translated(request, httpx2.ConnectTimeout, httpx2.ConnectError):
            opened = socket.create_connection((host, port), steps.get("connect"))
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if url.scheme == "https":
                opened = self._context.wrap_socket(opened, server_hostname=host)
        return _Connection(opened)

    @cached_property
    def _context(self) -> ssl.SSLContext:
        if self._given:
            return self._given
        context = ssl.create_default_context()
        context.set_alpn_protocols(["http/1.1"])
        return context


class _Connection:
    """A connection that is open."""

    def __init__(self, opened: socket.socket) -> None:
        self._opened = opened
        self.close = opened.close
        self.idle_since = 0.0

    @property
    def is_usable(self) -> bool:
        """Whether it is young enough, and nothing has come: that would be its end."""
        age = time.monotonic() - self.idle_since
        return age < _IDLE_SECONDS and not _is_readable(self._opened)

    def send(self, request: httpx2.Request, seconds: float | None) -> None:
        """Send a request; of a body that is not taken the answer tells more (RFC 9112 §9.5)."""
        self._opened.settimeout(seconds)
        stream, head = request.stream, _head(request)
        is_chunked = "transfer-encoding" in request.headers
        if isinstance(stream, httpx2.ByteStream) and not is_chunked:
            self._write(request, head + request.read())
            return
        assert isinstance(stream, Iterable)
        self._write(request, head)
        for chunk in _chunked(stream) if is_chunked else stream:
            try:
                self._write(request, chunk)
            except httpx2.WriteError:
                return

    def answer(self, request: httpx2.Request, seconds: float | None) -> HTTPResponse:
        """Wait for the answer; its body is still to be read."""
        self._opened.settimeout(seconds)
        answer = HTTPResponse(self._opened, method=request.method)
        try:
            with _translated(request, httpx2.ReadTimeout, httpx2.ReadError):
                answer.begin()
        except BaseException:
            # It holds the socket, too.
            answer.close()
            raise
        return answer

    def _write(self, request: httpx2.Request, data: bytes) -> None:
        with _translated(request, httpx2.WriteTimeout, httpx2.WriteError):
            self._opened.sendall(data)


class _Arriving(httpx2.SyncByteStream):
    """The body of an answer."""

    def __init__(
        self,
        transport: PlainTransport,
        connection: _Connection,
        answer: HTTPResponse,
        request: httpx2.Request,
    ) -> None:
        self._transport = transport
        self._connection = connection
        self._answer = answer
        self._request = request
        self._is_whole = False

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self._next():
            yield chunk
        if self._answer.length:
            message = f"the connection ended {self._answer.length} bytes too early"
            raise httpx2.RemoteProtocolError(message, request=self._request)
        self._is_whole = True

    def _next(self) -> bytes:
        with _translated(self._request, httpx2.ReadTimeout, httpx2.ReadError):
            return self._answer.read1(_CHUNK)

    def close(self) -> None:
        """Keep the connection for the next call, or close it if there is more to come."""
        self._answer.close()
        if self._is_whole and not self._answer.will_close:
            self._transport.keep(self._request.url, self._connection)
        else:
            self._connection.close()


def _head(request: httpx2.Request) -> bytes:
    """Write what comes before the body; raises for what no header can be (RFC 9112 §5)."""
    headers = request.headers.raw
    lines = b"".join([b"%b: %b\r\n" % pair for pair in headers])
    if lines.count(b"\n") != len(headers) or not _LINES.fullmatch(lines):
        message = "a header has characters that none can have"
        raise httpx2.LocalProtocolError(message, request=request)
    target = request.url.raw_path
    return b"%b %b HTTP/1.1\r\n%b\r\n" % (request.method.encode(), target, lines)


def _chunked(stream: Iterable[bytes]) -> Iterator[bytes]:
    """Give each chunk its size, and the last one to all of them (RFC 9112 §7.1)."""
    yield from (b"%x\r\n%b\r\n" % (len(each), each) for each in stream if each)
    yield b"0\r\n\r\n"


def _bytes(text: str) -> bytes:
    return text.encode("latin-1")


def _is_readable(opened: socket.socket) -> bool:
    if not hasattr(select, "poll"):
        return bool(select.select([opened], [], [], 0)[0])
    poll = select.poll()
    poll.register(opened, select.POLLIN)
    return bool(poll.poll(0))


@contextmanager
def _translated(
    request: httpx2.Request, late: Failure, lost: Failure
) -> Generator[None]:
    """Raise what httpx2 calls an error of sockets and of HTTP."""
    try:
        yield
    except TimeoutError as error:
        raise late(_told(error), request=request) from error
    except OSError as error:
        found = httpx2.RemoteProtocolError if isinstance(error, HTTPException) else lost
        raise found(_told(error), request=request) from error
    except HTTPException as error:
        raise httpx2.RemoteProtocolError(_told(error), request=request) from error


def _told(error: Exception) -> str:
    return str(error) or type(error).__name__
