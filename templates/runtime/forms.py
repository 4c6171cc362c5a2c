"""Bodies that browsers invented: the properties of an object as pairs or as parts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.policy import HTTP
from functools import cached_property
from hashlib import sha256
from typing import Any, TypeGuard, cast
from urllib.parse import quote, unquote_plus

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json, to_jsonable_python

from .checks import Check
from .faults import is_array, is_object
from .strictly import examine, read_strictly
from .styles import ABSENT, Serialisation, Style
from .text import (
    TEXT,
    Fields,
    Many,
    One,
    Shape,
    from_json_text,
    from_text,
    shape_of,
    to_text,
)

_BYTES = "application/octet-stream"


@dataclass(frozen=True)
class Form:
    """`application/x-www-form-urlencoded`: the properties of an object, each as a pair.

    `styles` are what the description's Encoding Objects say (OpenAPI 3.1 §4.8.15). Of the
    others, an array repeats its name and an object is JSON text.
    """

    type: Any
    media_type: str = "application/x-www-form-urlencoded"
    styles: Mapping[str, tuple[Style, bool]] = field(
        default_factory=dict[str, tuple[Style, bool]]
    )
    check: Check | None = None

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.type)

    @cached_property
    def _shape(self) -> Fields:
        shape = shape_of(self.type)
        return shape if isinstance(shape, Fields) else Fields()

    def encode(self, value: Any) -> tuple[bytes, str]:
        """Write an object that is valid by its type."""
        data: dict[str, Any] = self._adapter.dump_python(
            value, mode="json", by_alias=True, warnings="error"
        )
        parts = [
            part
            for name, item in data.items()
            for part in self._property(name).write(self._wrapped(name, item))
        ]
        return "&".join(parts).encode(), self.media_type

    def accepts(self, value: Any) -> bool:
        """Tell whether a value of Python is one that this content carries."""
        return is_valid(self._adapter, value)

    def decode(self, data: bytes, media_type: str, *, strict: bool) -> Any:
        """Read an object."""
        parts = [part for part in data.decode("utf-8", "replace").split("&") if part]
        names = {
            unquote_plus(part.partition("=")[0]).partition("[")[0]: None
            for part in parts
        }
        found = {name: self._read(name, parts) for name in names}
        known = {name: item for name, item in found.items() if item is not ABSENT}
        if strict:
            return read_strictly(self._adapter, to_json(known), self.check)
        return self._adapter.validate_json(
            to_json(known), strict=False, by_alias=True, by_name=False
        )

    def _read(self, name: str, parts: Sequence[str]) -> Any:
        shape = self._shape.of(name) or TEXT
        if isinstance(shape, Fields) and name not in self.styles:
            return from_json_text(self._property(name).read(parts, TEXT))
        return self._property(name).read(parts, shape)

    def _wrapped(self, name: str, item: Any) -> Any:
        """Make JSON text of an object for which no style is documented."""
        if name in self.styles or not isinstance(item, Mapping):
            return item
        return to_json(item).decode()

    def _property(self, name: str) -> Serialisation:
        style, explode = self.styles.get(name, ("form", True))
        return Serialisation(name, style, explode, _quoted, unquote_plus, "last")


@dataclass(frozen=True)
class Multipart:
    """`multipart/form-data` (RFC 7578): the properties of an object, each as a part or several.

    `content_types` are what the description's Encoding Objects say. Of the others, bytes are
    a file, an object is JSON, an array is a part for each item, and all else is text.
    """

    type: Any
    media_type: str = "multipart/form-data"
    content_types: Mapping[str, str] = field(default_factory=dict[str, str])
    check: Check | None = None

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.type)

    @cached_property
    def _shape(self) -> Fields:
        shape = shape_of(self.type)
        return shape if isinstance(shape, Fields) else Fields()

    def encode(self, value: Any) -> tuple[bytes, str]:
        """Write an object that is valid by its type; give the media type with its boundary."""
        data: dict[str, Any] = self._adapter.dump_python(
            value, by_alias=True, warnings="error"
        )
        parts = [
            part for name, item in data.items() for part in self._parts(name, item)
        ]
        boundary = sha256(b"".join(parts)).hexdigest()
        line = f"--{boundary}\r\n".encode()
        body = b"".join(line + part + b"\r\n" for part in parts)
        return (
            body + f"--{boundary}--\r\n".encode(),
            f"{self.media_type}; boundary={boundary}",
        )

    def accepts(self, value: Any) -> bool:
        """Tell whether a value of Python is one that this content carries."""
        return is_valid(self._adapter, value)

    def decode(self, data: bytes, media_type: str, *, strict: bool) -> Any:
        """Read an object."""
        found: dict[str, Any] = {}
        for part in _parsed(data, media_type):
            name = str(part.get_param("name", "", header="content-disposition"))
            shape = self._shape.of(name) or TEXT
            if isinstance(shape, Many):
                found.setdefault(name, []).append(_read(part, shape.item))
            else:
                found[name] = _read(part, shape)
        value = self._adapter.validate_python(found, by_alias=True, by_name=False)
        if strict and self.check:
            examine(_as_text(found), self.check)
        return value

    def _parts(self, name: str, item: Any) -> Iterator[bytes]:
        if _is_list(item):
            for each in item:
                yield from self._parts(name, each)
            return
        filename, kind, content = "", "", b""
        match item:
            case bytes():
                filename, kind, content = f'; filename="{_header(name)}"', _BYTES, item
            case dict():
                kind, content = "application/json", to_json(item)
            case _:
                kind, content = "text/plain", to_text(to_jsonable_python(item)).encode()
        kind = self.content_types.get(name, kind)
        disposition = f'form-data; name="{_header(name)}"{filename}'
        head = f"content-disposition: {disposition}\r\ncontent-type: {kind}\r\n\r\n"
        yield head.encode() + content


def is_valid(adapter: TypeAdapter[Any], value: Any) -> bool:
    """Tell whether a value of Python is valid by a type, as it stands."""
    try:
        adapter.validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


def _as_text(found: Any) -> Any:
    """Give bytes as text of as many characters, which is what JSON Schema takes them for."""
    if isinstance(found, bytes):
        return found.decode("latin-1")
    if is_object(found):
        return {name: _as_text(item) for name, item in found.items()}
    return [_as_text(item) for item in found] if is_array(found) else found


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _header(text: str) -> str:
    """Escape what would end a quoted name (RFC 7578 §4.2 by way of the WHATWG's HTML)."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _parsed(data: bytes, media_type: str) -> Iterator[MIMEPart]:
    head = f"content-type: {media_type}\r\n\r\n".encode()
    message = BytesParser(EmailMessage, policy=HTTP).parsebytes(head + data)
    yield from message.iter_parts()


def _read(part: MIMEPart, shape: Shape) -> Any:
    """Read one part: what has a file name is bytes, JSON what says so, all else is text."""
    content = cast("bytes | None", part.get_payload(decode=True)) or b""
    if part.get_filename() is not None or part.get_content_type() == _BYTES:
        return content
    if part.get_content_type() == "application/json" or not isinstance(shape, One):
        return from_json_text(content)
    try:
        return from_text(content.decode(), shape)
    except UnicodeDecodeError:
        return content
