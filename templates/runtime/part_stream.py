"""Bodies in parts that come one after the other, each an item (OpenAPI 3.2 §4.14.4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from .lines import LIMIT, Reader, Writer, is_stream
from .parts import Malformed, boundary_of, bounded, part_of
from .positional import Piece

_TAIL = re.compile(rb"--|[ \t]{0,100}\r\n")
_BEGUN = re.compile(rb"-?|[ \t]{0,100}\r?")
"""What may become a tail when more has come."""


@dataclass(frozen=True)
class PartStream:
    """`multipart/mixed` and its like as a stream; the first items are of the pieces `prefix`."""

    item: Piece
    media_type: str = "multipart/mixed"
    prefix: tuple[Piece, ...] = ()

    def accepts(self, value: Any) -> bool:
        """Tell whether a value can be a stream of items."""
        return is_stream(value)

    def write(self, item: Any) -> bytes:
        """Write one item alone; raises ValueError for one that no part says."""
        return self.writer().write(item)

    def writer(self) -> Writer:
        """Make what writes one stream, with a boundary that nobody can know before."""
        return _PartWriter(self, token_hex(16))

    def reader(self, media_type: str, *, strict: bool, limit: int = LIMIT) -> Reader:
        """Make what reads the items of one stream; raises `Malformed` without a boundary."""
        return _PartReader(self, boundary_of(media_type), strict=strict, limit=limit)

    def piece(self, index: int) -> Piece:
        """Give what is known of the item at a position."""
        return self.prefix[index] if index < len(self.prefix) else self.item


class _PartWriter:
    def __init__(self, stream: PartStream, boundary: str) -> None:
        self.media_type = bounded(stream.media_type, boundary)
        self._stream = stream
        self._boundary = boundary
        self._count = 0

    def write(self, item: Any) -> bytes:
        written, _ = self._stream.piece(self._count).encode(item)
        self._count += 1
        return b"--%b\r\n%b\r\n" % (self._boundary.encode(), written)

    def end(self) -> bytes:
        return f"--{self._boundary}--\r\n".encode()


class _PartReader:
    """Cuts bytes into parts as they arrive; only one part is held at a time."""

    def __init__(
        self, stream: PartStream, boundary: bytes, *, strict: bool, limit: int
    ) -> None:
        self.ended = False
        self._stream = stream
        self._line = b"\r\n--" + boundary
        self._strict = strict
        self._limit = limit
        self._count = -1
        """Parts that were read; -1 while there is only what comes before the first."""
        self._held = bytearray(b"\r\n")
        self._seen = 0

    def feed(self, data: bytes) -> Iterator[Any]:
        self._held += data
        while not self.ended and (at := self._next()) is not None:
            tail = _TAIL.match(self._held, at + len(self._line))
            if tail is None:
                self._seen = at + len(self._line)
                continue
            yield from self._item(at)
            self.ended = tail[0] == b"--"
            del self._held[: tail.end() - 2]
            self._seen = 0

    def end(self) -> Iterator[Any]:
        if not self.ended:
            message = "The body in parts does not end with its boundary"
            raise Malformed(message)
        return iter(())

    def _next(self) -> int | None:
        """Find the next boundary behind which enough has come to know it."""
        at = self._held.find(self._line, self._seen)
        if at < 0:
            self._seen = max(0, len(self._held) - len(self._line))
            if len(self._held) > self._limit:
                message = f"A part of this stream is longer than {self._limit} bytes"
                raise ValueError(message)
            return None
        if _BEGUN.fullmatch(self._held, at + len(self._line)):
            self._seen = at
            return None
        return at

    def _item(self, at: int) -> Iterator[Any]:
        """Read the part that ends at a boundary; before the first one there is none."""
        if self._count >= 0:
            part = part_of(bytes(self._held[:at]), 0, at)
            piece = self._stream.piece(self._count)
            yield piece.decode(part, strict=self._strict)
        self._count += 1
