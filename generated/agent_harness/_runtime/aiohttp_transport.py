"""Requests of a client that awaits, sent with aiohttp: a call costs a fraction of the CPU.

aiohttp is loaded where a transport is made, and seen through protocols: a package has no types
that are missing where aiohttp is not installed.
"""

from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
)
from contextlib import contextmanager
from importlib import import_module
from io import BytesIO
from typing import Any, Protocol

import httpx2

from .streams import CHUNK, closing

_AUTOMATIC = ("accept", "accept-encoding", "content-type", "user-agent")
"""Headers that aiohttp would add."""

_ERRORS: tuple[tuple[str, type[httpx2.TransportError]], ...] = (
    ("ConnectionTimeoutError", httpx2.ConnectTimeout),
    ("ServerTimeoutError", httpx2.ReadTimeout),
    ("ClientConnectorError", httpx2.ConnectError),
    ("ServerFingerprintMismatch", httpx2.ConnectError),
    ("NonHttpUrlClientError", httpx2.UnsupportedProtocol),
    ("ServerDisconnectedError", httpx2.RemoteProtocolError),
    ("ClientPayloadError", httpx2.RemoteProtocolError),
    ("ClientResponseError", httpx2.RemoteProtocolError),
    ("ClientError", httpx2.NetworkError),
)
"""What httpx2 calls the errors of aiohttp, those that are more special first."""


class _Content(Protocol):
    def iter_any(self) -> AsyncIterator[bytes]: ...


class Answer(Protocol):
    """What is used of `aiohttp.ClientResponse`."""

    @property
    def status(self) -> int: ...
    @property
    def raw_headers(self) -> Any:
        """Pairs of bytes; its descriptor has no type that every checker understands."""
        ...

    @property
    def content(self) -> _Content: ...
    def close(self) -> None:
        """Close the connection, if there is more to come."""
        ...


class Session(Protocol):
    """What is used of `aiohttp.ClientSession`."""

    @property
    def request(self) -> Callable[..., Awaitable[Answer]]: ...
    @property
    def close(self) -> Callable[[], Awaitable[object]]: ...


class AiohttpTransport(httpx2.AsyncBaseTransport):
    """Sends requests with aiohttp, in asyncio.

    A write has no timeout of its own.

    Args:
        session: An `aiohttp.ClientSession` of your own, with its proxies and
            certificates; it is yours to close.
    """

    def __init__(self, session: Session | None = None) -> None:
        self._aiohttp: Any = import_module("aiohttp")
        self._url: Any = import_module("yarl").URL
        self._session = session
        self._own: Session | None = None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request; raises what httpx2 calls the errors of aiohttp."""
        body = _body(request)
        with _translated(request, body):
            answer = await self._opened().request(
                request.method,
                self._url(_address(request.url), encoded=True),
                headers=_sent(request.headers),
                data=body,
                timeout=self._timeout(request),
                skip_auto_headers=_AUTOMATIC,
                allow_redirects=False,
                auto_decompress=False,
            )
        return httpx2.Response(
            answer.status,
            headers=[*answer.raw_headers],
            stream=_Arriving(answer, request),
            request=request,
        )

    async def aclose(self) -> None:
        """Close the connections, unless they are those of a session that was passed in."""
        if self._own:
            await self._own.close()

    def _opened(self) -> Session:
        """Give the session, which can be made in a running loop only."""
        if opened := self._session or self._own:
            return opened
        made: Session = self._aiohttp.ClientSession(
            cookie_jar=self._aiohttp.DummyCookieJar(), middlewares=(_once,)
        )
        self._own = made
        return made

    def _timeout(self, request: httpx2.Request) -> Any:
        steps = request.extensions.get("timeout", {})
        connect, pool = steps.get("connect"), steps.get("pool")
        return self._aiohttp.ClientTimeout(
            # This one ends with the connection that the pool had to wait for.
            connect=None if None in (connect, pool) else connect + pool,
            sock_connect=connect,
            sock_read=steps.get("read"),
        )


class _Lost(Exception):
    """An error that aiohttp does not know."""

    def __init__(self, cause: Exception) -> None:
        self.cause = cause


async def _once(request: Any, send: Callable[[Any], Awaitable[Answer]]) -> Answer:
    """Hide why a connection was lost: aiohttp would send some requests again by itself."""
    try:
        return await send(request)
    except Exception as error:
        if _translation(error):
            raise _Lost(error) from error
        raise


class _Arriving(httpx2.AsyncByteStream):
    """The body of an answer."""

    def __init__(self, answer: Answer, request: httpx2.Request) -> None:
        self._answer = answer
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _translated(self._request):
            async for chunk in self._answer.content.iter_any():
                yield chunk

    async def aclose(self) -> None:
        """Close the connection, if there is more to come."""
        self._answer.close()


class _Upload:
    """A body that is read while it is sent, and the error that ended its reading."""

    def __init__(self, stream: AsyncIterable[bytes]) -> None:
        self._stream = stream
        self.error: Exception | None = None

    async def __aiter__(self) -> AsyncGenerator[bytes]:
        try:
            async with closing(self._stream) as chunks:
                async for chunk in chunks:
                    yield chunk
        except Exception as error:
            self.error = error
            raise


def _body(request: httpx2.Request) -> bytes | BytesIO | _Upload | None:
    """Give what is sent; much of it would keep the loop busy if it were sent at once."""
    stream = request.stream
    if isinstance(stream, httpx2.ByteStream):
        content = request.read()
        return BytesIO(content) if len(content) > CHUNK else content or None
    assert isinstance(stream, AsyncIterable)
    return _Upload(stream)


def _address(url: httpx2.URL) -> str:
    """Spell a URL as it is asked for: without user and fragment, nothing else changed."""
    return f"{url.scheme}://{url.netloc.decode()}{url.raw_path.decode()}"


def _sent(headers: httpx2.Headers) -> list[tuple[str, str]]:
    """Give headers without the one about chunks, which aiohttp adds to them itself."""
    return [pair for pair in headers.multi_items() if pair[0] != "transfer-encoding"]


@contextmanager
def _translated(request: httpx2.Request, body: object = None) -> Generator[None]:
    """Raise what httpx2 calls an error of aiohttp, or what the reading of a body raised."""
    try:
        yield
    except Exception as error:
        if isinstance(body, _Upload) and body.error:
            raise body.error from None
        cause = error.cause if isinstance(error, _Lost) else error
        if found := _translation(cause):
            raise found(str(cause) or type(cause).__name__, request=request) from cause
        raise


def _translation(error: Exception) -> type[httpx2.TransportError] | None:
    names = {each.__name__ for each in type(error).__mro__ if _is_aiohttp(each)}
    return next((kind for name, kind in _ERRORS if name in names), None)


def _is_aiohttp(kind: type) -> bool:
    return kind.__module__.partition(".")[0] == "aiohttp"
