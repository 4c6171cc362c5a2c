"""Forms in parts: the properties of an object as files, JSON and text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote, unquote

from pydantic_core import to_jsonable_python

from .checks import Check
from .faults import Fault, FaultsError, is_array
from .file_part import UnreadFile
from .nested import Nested, within
from .parts import Part, bounded, named, pieces_of, read_parts, write_parts
from .pieces import read, refused, written
from .properties import (
    Properties,
    as_members,
    ensure_said,
    gathered,
    hold,
)
from .styles import ABSENT, Serialisation, Style
from .text import TEXT, Fields, One, Shape

_JSON = "application/json"


@dataclass(frozen=True)
class Multipart:
    """`multipart/form-data` (RFC 7578): the properties of an object, each as a part or several.

    `content_types`, `styles` and `nested` are what the description's Encoding Objects say. Of
    the others, bytes are a file, an object is JSON, an array is a part for each item, all else
    is text. Other media types of parts (`multipart/mixed`) name their parts in the same way.
    """

    type: Any
    media_type: str = "multipart/form-data"
    content_types: Mapping[str, str] = field(default_factory=dict[str, str])
    styles: Mapping[str, tuple[Style, bool]] = field(
        default_factory=dict[str, tuple[Style, bool]]
    )
    nested: Mapping[str, Nested] = field(default_factory=dict[str, Nested])
    """The properties that are parts themselves (OpenAPI 3.2 §4.15)."""
    check: Check | None = None

    @cached_property
    def _properties(self) -> Properties:
        return Properties(self.type)

    def encode(self, value: Any) -> tuple[bytes, str]:
        """Write an object that is valid by its type; give the media type with its boundary.

        Raises ValueError for what no form says.
        """
        return self.say(self._dumped(value))

    def say(self, data: Any) -> tuple[bytes, str]:
        """Write a plain object, as `encode` does."""
        body, boundary = write_parts(self._written(data))
        return body, bounded(self.media_type, boundary)

    def pieces(self, value: Any) -> tuple[list[bytes], str]:
        """Give what `encode` does: in one piece, or with files between that are read later."""
        parts = self._written(self._dumped(value))
        if any(isinstance(part.content, UnreadFile) for part in parts):
            pieces, boundary = pieces_of(parts)
        else:
            body, boundary = write_parts(parts)
            pieces = [body]
        return pieces, bounded(self.media_type, boundary)

    def _written(self, data: Any) -> list[Part]:
        data = as_members(data, self.media_type)
        parts = [
            part for name, item in data.items() for part in self._parts(name, item)
        ]
        ensure_said(self.media_type, data, self._found(parts), self._back)
        return parts

    def accepts(self, value: Any) -> bool:
        """Tell whether a value of Python is one that this content carries."""
        return self._properties.accepts(value)

    def decode(self, data: bytes, media_type: str, *, strict: bool) -> Any:
        """Read an object; raises `Malformed` for bytes that are no parts."""
        found = self.hear(data, media_type, strict=strict)
        if strict:
            hold(self._properties.adapter, found, self.check)
        return self._read(found)

    def hear(self, data: bytes, media_type: str, *, strict: bool) -> Any:
        """Read a plain object; raises what `decode` does for parts that are not as documented."""
        parts = read_parts(data, media_type)
        if strict:
            self._ensure_documented(parts)
        return self._found(parts, strict=strict)

    def _ensure_documented(self, parts: Sequence[Part]) -> None:
        """Raise `FaultsError` for parts of other media types than their properties'."""
        faults = [
            Fault((part.name or "",), refusal)
            for part in parts
            if (refusal := refused(part, self.content_types.get(part.name or "", "")))
        ]
        if faults:
            raise FaultsError(faults)

    def _dumped(self, value: Any) -> Any:
        return self._properties.adapter.dump_python(
            value, by_alias=True, warnings="error"
        )

    def _read(self, found: Mapping[str, Any]) -> Any:
        return self._properties.adapter.validate_python(
            found, by_alias=True, by_name=False
        )

    def _back(self, found: Mapping[str, Any]) -> Any:
        return self._dumped(self._read(found))

    # Writing -----------------------------------------------------------------------

    def _parts(self, name: str, item: Any) -> Iterator[Part]:
        if item is None:
            yield from self._null(name)
        elif name in self.nested:
            yield Part(name, *self.nested[name].say(item))
        elif name in self.styles:
            yield from self._styled(name, item)
        elif is_array(item):
            yield from (self._part(name, each) for each in item)
        else:
            yield self._part(name, item)

    def _null(self, name: str) -> Iterator[Part]:
        """Say null, where it is JSON or its text is no other text."""
        shape = self._properties.of(name)
        kind = _JSON if isinstance(shape, Fields) else "text/plain"
        part = Part(name, b"null", kind)
        alone = name not in self.styles or isinstance(shape, One)
        if alone and gathered([part], shape, read) is None:
            yield part

    def _styled(self, name: str, item: Any) -> Iterator[Part]:
        """Write what has a style, which percent-encodes nothing here (OpenAPI 3.2 §4.15)."""
        for pair in self._property(name).write(to_jsonable_python(item)):
            key, _, text = pair.partition("=")
            yield Part(unquote(key), unquote(text).encode())

    def _part(self, name: str, item: Any) -> Part:
        """Write a part; a file that has no name is called by its property's (RFC 7578 §4.2)."""
        part = written(name, item, self.content_types.get(name, ""))
        unnamed = isinstance(item, bytes) and part.filename is None
        return replace(part, filename=name) if unnamed else part

    # Reading -----------------------------------------------------------------------

    def _found(self, parts: Sequence[Part], *, strict: bool = False) -> dict[str, Any]:
        """Give the properties that parts say: first those with a style, then what is left."""
        found: dict[str, Any] = {}
        for name in self.styles:
            shape = self._properties.of(name) or TEXT
            pairs = [
                f"{quote(part.name or '')}={quote(part.content, safe=',')}"
                for part in parts
                if self._is_mine(part, name, shape)
            ]
            parts = [part for part in parts if not self._is_mine(part, name, shape)]
            item = self._property(name).read(pairs, shape)
            if item is not ABSENT:
                found[name] = item
        return found | {
            name: self._heard(name, pieces, strict=strict)
            for name, pieces in named(parts).items()
        }

    def _heard(self, name: str, pieces: Sequence[Part], *, strict: bool) -> Any:
        part = pieces[-1]
        if name in self.nested and part.essence.startswith("multipart/"):
            inner = self.nested[name]
            return within(name, inner, part, strict=strict)
        kinds = self.content_types.get(name, "")
        shape = self._properties.of(name)
        return gathered(pieces, shape, lambda each, one: read(each, one, kinds))

    def _is_mine(self, part: Part, name: str, shape: Shape) -> bool:
        style, explode = self.styles[name]
        own = part.name or ""
        if style == "form" and explode and isinstance(shape, Fields):
            siblings = self._properties.besides(name)
            return own not in siblings and shape.of(own) is not None
        deep = style == "deepObject" and own.startswith(f"{name}[")
        return deep or own == name

    def _property(self, name: str) -> Serialisation:
        return Serialisation(
            name, *self.styles[name], partial(quote, safe=""), unquote, "last"
        )
