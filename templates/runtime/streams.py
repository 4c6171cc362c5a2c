"""Bodies that come a piece at a time: bytes in chunks, values one after the other."""

import asyncio
import os
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterable,
    Iterator,
)
from contextlib import asynccontextmanager
from io import IOBase
from os import PathLike
from pathlib import Path
from typing import IO, Generic, Self, TypeAlias, TypeVar, cast

from .saving import Draft, Progress, save, sync_save

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

CHUNK = 65_536
"""Bytes that are read from a file at once."""

SyncByteSource: TypeAlias = bytes | Path | IO[bytes] | Iterable[bytes]
"""What a binary body can be made of: bytes, the path of a file, an open file, or chunks."""

ByteSource: TypeAlias = SyncByteSource | AsyncIterable[bytes]
"""What a binary body can be made of where it is sent without blocking."""


class SyncByteStream:
    """Bytes that come in chunks (`for`) or all at once (`read()`).

    Bytes and the path of a file can be read again, anything else once. `media_type` says
    which of the documented ones this is, `size` how many bytes there are, where it is known.
    """

    def __init__(
        self,
        source: SyncByteSource,
        *,
        media_type: str | None = None,
        size: int | None = None,
    ) -> None:
        self._source = source
        self._chunks: Iterator[bytes] | None = None
        self.media_type = media_type
        self.size = _size(source) if size is None else size

    @property
    def is_lasting(self) -> bool:
        """Whether it can be read again."""
        return is_lasting(self._source)

    def __iter__(self) -> Iterator[bytes]:
        if self._chunks is not None and not self.is_lasting:
            raise RuntimeError("This stream has been read already")
        self._chunks = _chunks(self._source)
        return self._chunks

    def read(self) -> bytes:
        """Give all that is left of a stream that nothing has been read of."""
        return b"".join(self)

    def save(self, path: str | PathLike[str], progress: Progress | None = None) -> int:
        """Write it to a file, which is there once it is whole; give the number of bytes.

        `progress` is told after each chunk how many bytes are written, and `size`.
        """
        return sync_save(iter(self), Draft(path), self.size, progress)

    def close(self) -> None:
        """Stop reading."""
        for each in (self._chunks, self._source):
            if isinstance(each, Generator):
                each.close()


class ByteStream:
    """Bytes that come in chunks (`async for`) or all at once (`await read()`).

    Bytes and the path of a file can be read again, anything else once. `media_type` says
    which of the documented ones this is, `size` how many bytes there are, where it is known.
    """

    def __init__(
        self,
        source: ByteSource,
        *,
        media_type: str | None = None,
        size: int | None = None,
    ) -> None:
        self._source = source
        self._chunks: AsyncGenerator[bytes] | None = None
        self.media_type = media_type
        self.size = _size(source) if size is None else size

    @property
    def is_lasting(self) -> bool:
        """Whether it can be read again."""
        return is_lasting(self._source)

    def __aiter__(self) -> AsyncIterator[bytes]:
        if self._chunks is not None and not self.is_lasting:
            raise RuntimeError("This stream has been read already")
        self._chunks = _async_chunks(self._source)
        return self._chunks

    async def read(self) -> bytes:
        """Give all that is left of a stream that nothing has been read of."""
        return b"".join([chunk async for chunk in self])

    async def save(
        self, path: str | PathLike[str], progress: Progress | None = None
    ) -> int:
        """Write it to a file, which is there once it is whole; give the number of bytes.

        `progress` is told after each chunk how many bytes are written, and `size`; what it
        awaits is awaited.
        """
        return await save(aiter(self), Draft(path), self.size, progress)

    async def aclose(self) -> None:
        """Stop reading."""
        await close(self._chunks)
        await close(self._source)


class SyncItemStream(Generic[T_co]):
    """Values that come one after the other; whoever does not read them all closes it.

    What goes wrong on the way is raised as `ApiError`.
    """

    def __init__(self, items: Generator[T_co], close: Callable[[], object]) -> None:
        self._items = items
        self._close = close

    def __iter__(self) -> Iterator[T_co]:
        return self

    def __next__(self) -> T_co:
        return next(self._items)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop reading, and end the connection where there is more to come."""
        self._items.close()
        self._close()


class ItemStream(Generic[T_co]):
    """Values that come one after the other; whoever does not read them all closes it.

    What goes wrong on the way is raised as `ApiError`.
    """

    def __init__(
        self, items: AsyncGenerator[T_co], close: Callable[[], Awaitable[object]]
    ) -> None:
        self._items = items
        self._close = close

    def __aiter__(self) -> AsyncIterator[T_co]:
        return self

    async def __anext__(self) -> T_co:
        return await anext(self._items)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stop reading, and end the connection where there is more to come."""
        await self._items.aclose()
        await self._close()


def is_source(value: object) -> bool:
    """Tell whether a value can be a binary body; a list of bytes is taken for JSON."""
    chunks = (bytes, Path, AsyncIterable, Iterator, SyncByteStream)
    return isinstance(value, chunks) or _reader(value) is not None


def is_lasting(source: object) -> bool:
    """Tell whether what a body is made of can be read again."""
    if isinstance(source, ByteStream | SyncByteStream):
        return source.is_lasting
    return isinstance(source, bytes | Path | list | tuple)


def _reader(source: object) -> Callable[[int], bytes] | None:
    return getattr(source, "read", None)


def _size(source: ByteSource) -> int | None:
    match source:
        case bytes():
            return len(source)
        case Path():
            return source.stat().st_size
        case ByteStream() | SyncByteStream():
            return source.size
        case IOBase():
            return _left_in(source)
        case _:
            return None


def _left_in(file: IOBase) -> int | None:
    """Count the bytes from the position of an open file to its end."""
    try:
        return os.fstat(file.fileno()).st_size - file.tell()
    except OSError:
        return None


def _chunks(source: SyncByteSource) -> Generator[bytes]:
    match source:
        case bytes():
            yield from [source] if source else []
        case Path():
            with source.open("rb") as file:
                yield from iter(lambda: file.read(CHUNK), b"")
        case SyncByteStream():
            yield from source
        case _ if read := _reader(source):
            yield from iter(lambda: read(CHUNK), b"")
        case _:
            yield from source


async def _async_chunks(source: ByteSource) -> AsyncGenerator[bytes]:
    match source:
        case AsyncIterable():
            async with closing(source) as items:
                async for chunk in items:
                    yield chunk
        case _ if isinstance(source, Path) or _reader(source):
            chunks = _chunks(source)
            try:
                while chunk := await asyncio.to_thread(next, chunks, b""):
                    yield chunk
            finally:
                chunks.close()
        case _:
            for chunk in _chunks(source):
                yield chunk


@asynccontextmanager
async def closing(source: AsyncIterable[T]) -> AsyncGenerator[AsyncIterator[T]]:
    """Give the items of an iterable, which is closed where its reader stops."""
    items = aiter(source)
    try:
        yield items
    finally:
        await close(items)


async def close(items: object) -> None:
    """Close an async generator; any other iterator has nothing to close."""
    if isinstance(items, AsyncGenerator):
        await cast("AsyncGenerator[object]", items).aclose()
