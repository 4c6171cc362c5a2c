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

from .content import Binary, Content
from .events import Events
from .lines import Lines
from .streams import ByteStream, SyncByteStream, closing

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Outgoing(Generic[C]):
    """What is sent: bytes or chunks, and the headers that say what they are."""

    content: bytes | C
    headers: dict[str, str] = field(default_factory=dict[str, str])


def outgoing(content: Content, value: Any) -> Outgoing[AsyncIterable[bytes]]:
    """Write a value; what is a stream is read while it is sent."""
    match content:
        case Lines() | Events():
            return Outgoing(_written(content, value), _headers(content.media_type))
        case Binary() if not isinstance(value, bytes):
            media_type = content.name_for(value)
            stream = ByteStream(value)
            return Outgoing(aiter(stream), _headers(media_type, stream.size))
        case _:
            data, media_type = content.encode(value)
            return Outgoing(data, _headers(media_type))


def sync_outgoing(content: Content, value: Any) -> Outgoing[Iterable[bytes]]:
    """Write a value; what is a stream is read while it is sent."""
    match content:
        case Lines() | Events():
            chunks = map(content.write, value)
            return Outgoing(chunks, _headers(content.media_type))
        case Binary() if not isinstance(value, bytes):
            media_type = content.name_for(value)
            stream = SyncByteStream(value)
            return Outgoing(iter(stream), _headers(media_type, stream.size))
        case _:
            data, media_type = content.encode(value)
            return Outgoing(data, _headers(media_type))


async def items(
    content: Lines | Events, chunks: AsyncIterable[bytes], *, strict: bool
) -> AsyncGenerator[Any]:
    """Read the items of a stream as they arrive; raises ValueError for a wrong one."""
    reader = content.reader(strict=strict)
    async with closing(chunks) as arriving:
        async for chunk in arriving:
            for item in reader.feed(chunk):
                yield item
            if reader.ended:
                return
        for item in reader.end():
            yield item


def sync_items(
    content: Lines | Events, chunks: Iterable[bytes], *, strict: bool
) -> Generator[Any]:
    """Read the items of a stream as they arrive; raises ValueError for a wrong one."""
    reader = content.reader(strict=strict)
    for chunk in chunks:
        yield from reader.feed(chunk)
        if reader.ended:
            return
    yield from reader.end()


async def _written(
    content: Lines | Events, value: AsyncIterable[Any] | Iterable[Any]
) -> AsyncGenerator[bytes]:
    if not isinstance(value, AsyncIterable):
        for item in value:
            yield content.write(item)
        return
    async with closing(value) as arriving:
        async for item in arriving:
            yield content.write(item)


def _headers(media_type: str, size: int | None = None) -> dict[str, str]:
    length = {} if size is None else {"content-length": str(size)}
    return {"content-type": media_type, **length}
