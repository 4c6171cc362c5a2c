"""Typed streams of lines: a value of JSON, or a text, on each.

A codec of a stream writes one item at a time (`write`) and reads by a `Reader`, which is fed
with bytes as they arrive, and knows nothing of where they come from.
"""

import re
from collections.abc import AsyncIterable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

LIMIT = 64 * 2**20
"""Bytes that a single item may have: what is longer is not kept in memory."""

_NEWLINE = re.compile(rb"\n")
_RECORD = re.compile(rb"\x1e")


class Item(Protocol):
    """The codec of a single item: `Json` or `Text`."""

    def encode(self, value: Any) -> tuple[bytes, str]:
        """Write a value, and name the media type that it would have by itself."""
        ...

    def decode(self, data: bytes, media_type: str, *, strict: bool) -> Any:
        """Read a value."""
        ...


class Writer(Protocol):
    """Makes bytes of the items of one stream."""

    @property
    def media_type(self) -> str:
        """The media type to send them with."""
        ...

    def write(self, item: Any) -> bytes:
        """Write one item."""
        ...

    def end(self) -> bytes:
        """Give what comes behind the last item."""
        ...


class Reader(Protocol):
    """Makes items of bytes; raises `ValueError` for what is not as documented."""

    @property
    def ended(self) -> bool:
        """Whether the stream has said that nothing more will come."""
        ...

    def feed(self, data: bytes) -> Iterator[Any]:
        """Give the items that are complete with these bytes."""
        ...

    def end(self) -> Iterator[Any]:
        """Give what is complete at the end of the stream."""
        ...


class Splitter:
    """Cuts bytes at a separator, wherever the borders between chunks are."""

    def __init__(self, separator: re.Pattern[bytes], limit: int = LIMIT) -> None:
        self._separator = separator
        self._limit = limit
        self._parts: list[bytes] = []
        self._held = 0

    def feed(self, data: bytes) -> list[bytes]:
        """Give the pieces that end within these bytes."""
        *pieces, rest = self._separator.split(data)
        if pieces:
            pieces[0] = b"".join([*self._parts, pieces[0]])
            self._parts, self._held = [], 0
        self._parts.append(rest)
        self._held += len(rest)
        if self._held > self._limit:
            message = f"An item of this stream is longer than {self._limit} bytes"
            raise ValueError(message)
        return pieces

    def rest(self) -> bytes:
        """Give what no separator has ended."""
        return b"".join(self._parts)


@dataclass(frozen=True)
class Lines:
    """JSON lines (`application/jsonl`, `application/x-ndjson`), or the records of RFC 7464."""

    item: Item
    media_type: str = "application/jsonl"

    def accepts(self, value: Any) -> bool:
        """Tell whether a value can be a stream of items."""
        return is_stream(value)

    def write(self, item: Any) -> bytes:
        """Write one item."""
        data, media_type = self.item.encode(item)
        if b"\n" in data or b"\r" in data:
            message = f"{media_type} on a line cannot hold a line break: {item!r}"
            raise ValueError(message)
        return (b"\x1e" if self.records else b"") + data + b"\n"

    def writer(self) -> Writer:
        """Give what writes one stream."""
        return self

    def end(self) -> bytes:
        """Give what comes behind the last item: nothing."""
        return b""

    def reader(self, _: str = "", *, strict: bool, limit: int = LIMIT) -> Reader:
        """Make what reads the items of one stream."""
        return _LineReader(self, strict=strict, limit=limit)

    @property
    def records(self) -> bool:
        """Whether each item begins with a record separator (RFC 7464 §2.2)."""
        return "json-seq" in self.media_type


class _LineReader:
    """Reads lines or records; one without a value is passed over, as one of JSON has none."""

    ended = False

    def __init__(self, lines: Lines, *, strict: bool, limit: int) -> None:
        self._item = lines.item
        self._strict = strict
        self._splitter = Splitter(_RECORD if lines.records else _NEWLINE, limit)

    def feed(self, data: bytes) -> Iterator[Any]:
        for piece in self._splitter.feed(data):
            yield from self._read(piece)

    def end(self) -> Iterator[Any]:
        yield from self._read(self._splitter.rest())

    def _read(self, piece: bytes) -> Iterator[Any]:
        if line := piece.removesuffix(b"\n").removesuffix(b"\r"):
            yield self._item.decode(line, "", strict=self._strict)


def is_stream(value: object) -> bool:
    """Tell whether a value is an iterable that is no JSON value by itself."""
    return isinstance(value, AsyncIterable | Iterable) and not isinstance(
        value, str | bytes | Mapping
    )
