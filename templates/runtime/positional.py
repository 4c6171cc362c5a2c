"""Bodies in parts by position: the items of an array, each in a part (OpenAPI 3.2 §4.15)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeGuard

from pydantic import TypeAdapter, ValidationError

from .checks import Check
from .faults import Fault, FaultsError, is_array
from .nested import Nested, within
from .parts import Part, bounded, read_parts, write_parts
from .pieces import read, refused, written
from .properties import ensure_said, hold
from .text import Shape, shape_of


@dataclass(frozen=True)
class Piece:
    """One item in one part: its type, and what an Encoding Object says of it.

    `media_type` is a `contentType`: media types and ranges, with commas between.
    """

    type: Any
    media_type: str = ""
    nested: Nested | None = None
    check: Check | None = None

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """What validates and serialises the type."""
        return TypeAdapter(self.type)

    @cached_property
    def _shape(self) -> Shape:
        return shape_of(self.type)

    def encode(self, value: Any) -> tuple[bytes, str]:
        """Write an item that is valid by its type; raises ValueError where no part says it."""
        data = self.adapter.dump_python(value, by_alias=True, warnings="error")
        part = self.say(data)
        heard = _one(self.hear(0, part, strict=False))
        ensure_said(part.content_type, _one(data), heard, self._back)
        return part.written(), part.content_type

    def decode(self, part: Part, *, strict: bool) -> Any:
        """Read the item of a part."""
        found = self.hear(0, part, strict=strict)
        if strict:
            hold(self.adapter, found, self.check)
        return self._valid(found)

    def say(self, data: Any) -> Part:
        """Write a plain item."""
        if self.nested and data is not None:
            return Part(None, *self.nested.say(data))
        return written(None, data, self.media_type)

    def hear(self, index: int, part: Part, *, strict: bool) -> Any:
        """Read a plain item; raises `FaultsError` for a part of another media type."""
        if strict and (refusal := refused(part, self.media_type)):
            raise FaultsError([Fault((index,), refusal)])
        if self.nested and part.essence.startswith("multipart/"):
            return within(index, self.nested, part, strict=strict)
        return read(part, self._shape, self.media_type)

    def _valid(self, found: Any) -> Any:
        return self.adapter.validate_python(found, by_alias=True, by_name=False)

    def _back(self, found: Mapping[str, Any]) -> Any:
        value = self._valid(found["0"])
        return _one(self.adapter.dump_python(value, by_alias=True, warnings="error"))


@dataclass(frozen=True)
class Positional:
    """`multipart/mixed` and its like: an array, whose first items are of the pieces `prefix`.

    All others are of `item`.
    """

    type: Any
    media_type: str = "multipart/mixed"
    prefix: tuple[Piece, ...] = ()
    item: Piece = Piece(Any)
    check: Check | None = None

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """What validates and serialises the type."""
        return TypeAdapter(self.type)

    def encode(self, value: Any) -> tuple[bytes, str]:
        """Write an array that is valid by its type; give the media type with its boundary.

        Raises ValueError for what no parts say.
        """
        data = self._dumped(value)
        body, media_type = self.say(data)
        found = self.hear(body, media_type, strict=False)
        ensure_said(self.media_type, _numbered(data), _numbered(found), self._back)
        return body, media_type

    def accepts(self, value: Any) -> bool:
        """Tell whether a value of Python is one that this content carries."""
        try:
            self.adapter.validate_python(value, strict=True)
        except ValidationError:
            return False
        return True

    def decode(self, data: bytes, media_type: str, *, strict: bool) -> Any:
        """Read an array; raises `Malformed` for bytes that are no parts."""
        found = self.hear(data, media_type, strict=strict)
        if strict:
            hold(self.adapter, found, self.check)
        return self._valid(found)

    def say(self, data: Any) -> tuple[bytes, str]:
        """Write a plain array."""
        if not is_array(data):
            message = f"{self.media_type} says arrays only, not {type(data).__name__}"
            raise ValueError(message)
        pieces = zip(self._pieces(), data, strict=False)
        body, boundary = write_parts([piece.say(item) for piece, item in pieces])
        return body, bounded(self.media_type, boundary)

    def hear(self, data: bytes, media_type: str, *, strict: bool) -> Any:
        """Read a plain array; raises what `decode` does for parts that are not as documented."""
        pieces = zip(self._pieces(), read_parts(data, media_type), strict=False)
        return [
            piece.hear(index, part, strict=strict)
            for index, (piece, part) in enumerate(pieces)
        ]

    def _pieces(self) -> Iterator[Piece]:
        """Give the pieces in their order, without end."""
        yield from self.prefix
        while True:
            yield self.item

    def _dumped(self, value: Any) -> Any:
        data: Any = self.adapter.dump_python(value, by_alias=True, warnings="error")
        return [*data] if _is_tuple(data) else data

    def _valid(self, found: Any) -> Any:
        return self.adapter.validate_python(found, by_alias=True, by_name=False)

    def _back(self, found: Mapping[str, Any]) -> Any:
        return _numbered(self._dumped(self._valid(list(found.values()))))


def _is_tuple(data: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(data, tuple)


def _numbered(items: Sequence[Any]) -> dict[str, Any]:
    return {str(index): item for index, item in enumerate(items)}


def _one(item: Any) -> dict[str, Any]:
    return {"0": item}
