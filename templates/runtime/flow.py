"""Bodies on their way: what is sent a piece at a time, and how pieces become items.

Each function is there twice, for code that waits (`sync_`) and for code that awaits.
"""

from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    Generator,
    Iterable,
)
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from .content import Binary, Content, Streamed
from .events import Events
from .file_part import UnreadFile
from .lines import Lines, Reader, Writer
from .multipart import Multipart
from .part_stream import PartStream
from .streams import (
    ByteSource,
    ByteStream,
    SyncByteSource,
    SyncByteStream,
    closing,
    is_lasting,
)

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Outgoing(Generic[C]):
    """What is sent: bytes or chunks, and the headers that say what they are."""

    content: bytes | C
    headers: dict[str, str] = field(default_factory=dict[str, str])
    is_lasting: bool = True
    """Whether it can be made anew for another try."""


def outgoing(content: Content, value: Any) -> Outgoing[AsyncIterable[bytes]]:
    """Write a value; what is a stream is read while it is sent."""
    match content:
        case Lines() | Events() | PartStream():
            writer = content.writer()
            return Outgoing(
                _written(writer, value), _headers(writer.media_type), is_lasting(value)
            )
        case Binary() if not isinstance(value, bytes):
            media_type = content.name_for(value)
            stream = ByteStream(value)
            headers = _headers(media_type, stream.size)
            return Outgoing(aiter(stream), headers, stream.is_lasting)
        case Multipart():
            pieces, media_type = content.pieces(value)
            if len(pieces) == 1:
                return Outgoing(pieces[0], _headers(media_type))
            sources = _sources(pieces)
            headers = _headers(media_type, _size(sources))
            return Outgoing(_chunks(sources), headers, all(map(is_lasting, sources)))
        case _:
            data, media_type = content.encode(value)
            return Outgoing(data, _headers(media_type))


def sync_outgoing(content: Content, value: Any) -> Outgoing[Iterable[bytes]]:
    """Write a value; what is a stream is read while it is sent."""
    match content:
        case Lines() | Events() | PartStream():
            writer = content.writer()
            return Outgoing(
                _sync_written(writer, value),
                _headers(writer.media_type),
                is_lasting(value),
            )
        case Binary() if not isinstance(value, bytes):
            media_type = content.name_for(value)
            stream = SyncByteStream(value)
            headers = _headers(media_type, stream.size)
            return Outgoing(iter(stream), headers, stream.is_lasting)
        case Multipart():
            pieces, media_type = content.pieces(value)
            if len(pieces) == 1:
                return Outgoing(pieces[0], _headers(media_type))
            found = _sync_sources(pieces)
            headers = _headers(media_type, _size(found))
            return Outgoing(_sync_chunks(found), headers, all(map(is_lasting, found)))
        case _:
            data, media_type = content.encode(value)
            return Outgoing(data, _headers(media_type))


def items(
    content: Streamed, chunks: AsyncIterable[bytes], media_type: str, *, strict: bool
) -> AsyncGenerator[Any]:
    """Read the items of a stream as they arrive; raises ValueError for a wrong one."""
    return read(content.reader(media_type, strict=strict), chunks)


async def read(reader: Reader, chunks: AsyncIterable[bytes]) -> AsyncGenerator[Any]:
    """Give what a reader makes of chunks; raises ValueError for what is wrong."""
    async with closing(chunks) as arriving:
        async for chunk in arriving:
            for item in reader.feed(chunk):
                yield item
            if reader.ended:
                return
        for item in reader.end():
            yield item


def sync_items(
    content: Streamed, chunks: Iterable[bytes], media_type: str, *, strict: bool
) -> Generator[Any]:
    """Read the items of a stream as they arrive; raises ValueError for a wrong one."""
    return sync_read(content.reader(media_type, strict=strict), chunks)


def sync_read(reader: Reader, chunks: Iterable[bytes]) -> Generator[Any]:
    """Give what a reader makes of chunks; raises ValueError for what is wrong."""
    for chunk in chunks:
        yield from reader.feed(chunk)
        if reader.ended:
            return
    yield from reader.end()


async def _written(
    writer: Writer, value: AsyncIterable[Any] | Iterable[Any]
) -> AsyncGenerator[bytes]:
    if not isinstance(value, AsyncIterable):
        for chunk in _sync_written(writer, value):
            yield chunk
        return
    async with closing(value) as arriving:
        async for item in arriving:
            yield writer.write(item)
    if end := writer.end():
        yield end


def _sync_written(writer: Writer, value: Iterable[Any]) -> Generator[bytes]:
    yield from map(writer.write, value)
    if end := writer.end():
        yield end


async def _chunks(sources: Iterable[ByteSource]) -> AsyncGenerator[bytes]:
    """Read what a body is made of, each source when its turn has come."""
    for source in sources:
        async with closing(ByteStream(source)) as chunks:
            async for chunk in chunks:
                yield chunk


def _sync_chunks(sources: Iterable[SyncByteSource]) -> Generator[bytes]:
    """Read what a body is made of, each source when its turn has come."""
    for source in sources:
        yield from SyncByteStream(source)


def _sources(pieces: Iterable[bytes]) -> list[ByteSource]:
    return [
        piece.source if isinstance(piece, UnreadFile) else piece for piece in pieces
    ]


def _sync_sources(pieces: Iterable[bytes]) -> list[SyncByteSource]:
    """Give what pieces are read from; raises TypeError for what has to be awaited."""
    sources: list[SyncByteSource] = []
    for source in _sources(pieces):
        if isinstance(source, AsyncIterable):
            message = "a file whose chunks are awaited needs a client that awaits"
            raise TypeError(message)
        sources.append(source)
    return sources


def _size(sources: Iterable[ByteSource]) -> int | None:
    sizes = [ByteStream(source).size for source in sources]
    known = [size for size in sizes if size is not None]
    return sum(known) if len(known) == len(sizes) else None


def _headers(media_type: str, size: int | None = None) -> dict[str, str]:
    length = {} if size is None else {"content-length": str(size)}
    return {"content-type": media_type, **length}
