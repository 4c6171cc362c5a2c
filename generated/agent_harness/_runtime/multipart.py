"""Forms in parts: the properties of an object as files, JSON and text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote, unquote

from pydantic_core import to_json, to_jsonable_python

from .checks import Check
from .faults import is_array, is_object
from .file_part import FilePart
from .parts import Part, parameters, read_parts, write_parts
from .properties import (
    Properties,
    as_members,
    as_text,
    ensure_said,
    from_piece,
    gathered,
)
from .strictly import examine
from .styles import ABSENT, Serialisation, Style
from .text import TEXT, Either, Fields, One, Shape, from_json_text, to_text

_BYTES = "application/octet-stream"
_JSON = "application/json"


@dataclass(frozen=True)
class Multipart:
    """`multipart/form-data` (RFC 7578): the properties of an object, each as a part or several.

    `content_types` and `styles` are what the description's Encoding Objects say. Of the others,
    bytes are a file, an object is JSON, an array is a part for each item, all else is text.
    """

    type: Any
    media_type: str = "multipart/form-data"
    content_types: Mapping[str, str] = field(default_factory=dict[str, str])
    styles: Mapping[str, tuple[Style, bool]] = field(
        default_factory=dict[str, tuple[Style, bool]]
    )
    check: Check | None = None

    @cached_property
    def _properties(self) -> Properties:
        return Properties(self.type)

    def encode(self, value: Any) -> tuple[bytes, str]:
        """Write an object that is valid by its type; give the media type with its boundary.

        Raises ValueError for what no form says.
        """
        data = as_members(self._dumped(value), self.media_type)
        parts = [
            part for name, item in data.items() for part in self._parts(name, item)
        ]
        ensure_said(self.media_type, data, self._found(parts), self._back)
        body, boundary = write_parts(parts)
        return body, f"{self.media_type}; boundary={boundary}"

    def accepts(self, value: Any) -> bool:
        """Tell whether a value of Python is one that this content carries."""
        return self._properties.accepts(value)

    def decode(self, data: bytes, media_type: str, *, strict: bool) -> Any:
        """Read an object; raises `Malformed` for bytes that are no parts."""
        found = self._found(read_parts(data, media_type))
        value = self._read(found)
        if strict and self.check:
            examine(as_text(found), self.check)
        return value

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
        if alone and gathered([part], shape, _read) is None:
            yield part

    def _styled(self, name: str, item: Any) -> Iterator[Part]:
        """Write what has a style, which percent-encodes nothing here (OpenAPI 3.2 §4.15)."""
        for pair in self._property(name).write(to_jsonable_python(item)):
            key, _, text = pair.partition("=")
            yield Part(unquote(key), unquote(text).encode())

    def _part(self, name: str, item: Any) -> Part:
        kind = self.content_types.get(name)
        if isinstance(item, bytes):
            upload = item if isinstance(item, FilePart) else FilePart(item)
            named = name if upload.filename is None else upload.filename
            return Part(name, item, upload.content_type or kind or _BYTES, named)
        if is_object(item) or is_array(item):
            return Part(name, to_json(item), kind if kind and _is_json(kind) else _JSON)
        if kind and _is_json(kind):
            return Part(name, to_json(item), kind)
        kind = kind or "text/plain"
        text = to_text(to_jsonable_python(item))
        return Part(name, text.encode(parameters(kind).get("charset", "utf8")), kind)

    # Reading -----------------------------------------------------------------------

    def _found(self, parts: Sequence[Part]) -> dict[str, Any]:
        """Give the properties that parts say: first those with a style, then what is left."""
        found: dict[str, Any] = {}
        for name in self.styles:
            shape = self._properties.of(name) or TEXT
            pairs = [
                f"{quote(part.name)}={quote(part.content, safe=',')}"
                for part in parts
                if self._is_mine(part, name, shape)
            ]
            parts = [part for part in parts if not self._is_mine(part, name, shape)]
            item = self._property(name).read(pairs, shape)
            if item is not ABSENT:
                found[name] = item
        pieces: dict[str, list[Part]] = {}
        for part in parts:
            pieces.setdefault(part.name, []).append(part)
        return found | {
            name: gathered(each, self._properties.of(name), _read)
            for name, each in pieces.items()
        }

    def _is_mine(self, part: Part, name: str, shape: Shape) -> bool:
        style, explode = self.styles[name]
        if style == "form" and explode and isinstance(shape, Fields):
            siblings = self._properties.besides(name)
            return part.name not in siblings and shape.of(part.name) is not None
        deep = style == "deepObject" and part.name.startswith(f"{name}[")
        return deep or part.name == name

    def _property(self, name: str) -> Serialisation:
        return Serialisation(
            name, *self.styles[name], partial(quote, safe=""), unquote, "last"
        )


def _read(part: Part, shape: Shape) -> Any:
    """Read one part: what has a file name is bytes, JSON what says so, all else is text."""
    upload = FilePart(part.content, part.filename, part.content_type)
    if part.filename is not None or part.essence == _BYTES:
        return upload
    if _is_json(part.essence):
        return from_json_text(part.content)
    if not part.essence.startswith("text/") and _is_open(shape):
        return upload
    try:
        return from_piece(part.text, shape)
    except (UnicodeDecodeError, LookupError):
        return upload


def _is_open(shape: Shape) -> bool:
    """Tell whether any text can be a value, so that bytes can be one, too."""
    match shape:
        case One(free=free) | Either(one=One(free=free)):
            return free
        case _:
            return False


def _is_json(media_type: str) -> bool:
    essence = media_type.partition(";")[0].strip().lower()
    return essence.endswith(("/json", "+json"))
