"""A handler that keeps no file: it counts what comes and makes up what goes."""

from collections.abc import AsyncIterable, AsyncIterator
from threading import Event

from golden_streams import (
    BinaryError,
    ByteStream,
    Problem,
    ProblemError,
    Received,
    Response,
    TextError,
    create_app,
)
from golden_streams.api import DefaultApi

CHUNK = bytes(range(256)) * 256
"""64 KiB."""

first_came = Event()
"""Set when the first chunk of an upload has come."""

closed = Event()
"""Set when an answer that nobody reads any more has been closed."""


class Files:
    """Answers by the name of the file: a number is how many chunks it has."""

    async def upload(self, name: str, body: ByteStream) -> Received:
        if name == "refused":
            raise TextError(413, "Too large")
        size = 0
        async for chunk in body:
            size += len(chunk)
            first_came.set()
        return Received(size=size, media_type=body.media_type or "none")

    async def download(
        self, name: str, *, part: int = 0
    ) -> (
        bytes | AsyncIterable[bytes] | Response[bytes] | Response[AsyncIterable[bytes]]
    ):
        match name:
            case "missing":
                raise ProblemError(404, Problem(title="missing"))
            case "remains":
                raise BinaryError(410, b"\0dust")
            case "late":
                return late()
            case "broken":
                return broken()
            case "endless":
                return endless()
            case "small":
                return b"small"
            case "tagged":
                return Response(200, b"tagged", {"etag": '"1"'})
            case "sized":
                return ByteStream(chunks(2), size=2 * len(CHUNK))
            case _:
                return Response(200, chunks(int(name)), {"etag": f'"{part}"'})

    async def picture(
        self, body: ByteStream | None = None
    ) -> bytes | AsyncIterable[bytes] | None:
        return body

    async def table(
        self, body: ByteStream | Received
    ) -> bytes | AsyncIterable[bytes] | Received:
        return body


async def chunks(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield CHUNK


async def late() -> AsyncIterator[bytes]:
    raise ProblemError(404, Problem(title="late"))
    yield b""


async def broken() -> AsyncIterator[bytes]:
    yield b"begun"
    raise ProblemError(404, Problem(title="too late"))


async def endless() -> AsyncIterator[bytes]:
    try:
        while True:
            yield CHUNK
    finally:
        closed.set()


HANDLER: DefaultApi = Files()
APP = create_app(HANDLER)
