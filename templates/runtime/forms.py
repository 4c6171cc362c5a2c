"""Forms: the properties of an object as pairs, which is what browsers send."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote, unquote_plus

from pydantic_core import to_json

from .checks import Check
from .faults import is_array
from .properties import Properties, as_members, ensure_said, from_piece, gathered
from .strictly import read_strictly
from .styles import ABSENT, Serialisation, Style
from .text import TEXT, Fields, One, Shape, from_json_text

_RESERVED = ":/?[]@!$'()*,;"
"""What `allowReserved` leaves as it is: all but what means something in a form."""


@dataclass(frozen=True)
class Form:
    """`application/x-www-form-urlencoded`: the properties of an object, each as a pair.

    `content_types` and `styles` are what the description's Encoding Objects say (OpenAPI 3.1
    §4.8.15), `reserved` the properties with `allowReserved`. What has a content type is JSON
    text. Of the others, an array repeats its name and an object is JSON text.
    """

    type: Any
    media_type: str = "application/x-www-form-urlencoded"
    content_types: Mapping[str, str] = field(default_factory=dict[str, str])
    styles: Mapping[str, tuple[Style, bool]] = field(
        default_factory=dict[str, tuple[Style, bool]]
    )
    reserved: tuple[str, ...] = ()
    check: Check | None = None

    @cached_property
    def _properties(self) -> Properties:
        return Properties(self.type)

    def encode(self, value: Any) -> tuple[bytes, str]:
        """Write an object that is valid by its type; raises ValueError where no form says it."""
        data = as_members(self._dumped(value), self.media_type)
        parts = [
            part
            for name, item in data.items()
            if item is not None or self._says_null(name)
            for part in self._property(name).write(self._wrapped(name, item))
        ]
        ensure_said(self.media_type, data, self._found(parts), self._back)
        return "&".join(parts).encode(), self.media_type

    def accepts(self, value: Any) -> bool:
        """Tell whether a value of Python is one that this content carries."""
        return self._properties.accepts(value)

    def decode(self, data: bytes, media_type: str, *, strict: bool) -> Any:
        """Read an object."""
        parts = [part for part in data.decode("utf-8", "replace").split("&") if part]
        text = to_json(self._found(parts))
        if strict:
            return read_strictly(self._properties.adapter, text, self.check)
        return self._properties.adapter.validate_json(
            text, strict=False, by_alias=True, by_name=False
        )

    def _dumped(self, value: Any) -> Any:
        return self._properties.adapter.dump_python(
            value, mode="json", by_alias=True, warnings="error"
        )

    def _back(self, found: Mapping[str, Any]) -> Any:
        return self._dumped(read_strictly(self._properties.adapter, to_json(found)))

    def _found(self, parts: Sequence[str]) -> dict[str, Any]:
        """Give the properties that parts say: first those with a style, then what is left."""
        found: dict[str, Any] = {}
        for name in self.styles:
            mine, parts = self._apart(name, parts)
            item = self._property(name).read(mine, self._properties.of(name) or TEXT)
            if item is not ABSENT:
                found[name] = item
        texts: dict[str, list[str]] = {}
        for part in parts:
            name, _, text = part.partition("=")
            texts.setdefault(unquote_plus(name), []).append(unquote_plus(text))
        return found | {
            name: gathered(each, self._properties.of(name), self._reader(name))
            for name, each in texts.items()
        }

    def _apart(self, name: str, parts: Sequence[str]) -> tuple[list[str], list[str]]:
        """Take apart the parts that say a property with a style from those that do not."""
        style, explode = self.styles[name]
        shape = self._properties.of(name)
        siblings = self._properties.besides(name)
        spread = style == "form" and explode and isinstance(shape, Fields)

        def is_mine(part: str) -> bool:
            own = unquote_plus(part.partition("=")[0])
            if spread and isinstance(shape, Fields):
                return own not in siblings and shape.of(own) is not None
            return own == name or (style == "deepObject" and own.startswith(f"{name}["))

        return [each for each in parts if is_mine(each)], [
            each for each in parts if not is_mine(each)
        ]

    def _says_null(self, name: str) -> bool:
        """Tell whether the text `null` is null, and no text, where a property is."""
        if name in self.content_types:
            return True
        shape = self._properties.of(name)
        alone = name not in self.styles or isinstance(shape, One)
        return alone and gathered(["null"], shape, from_piece) is None

    def _wrapped(self, name: str, item: Any) -> Any:
        """Make JSON text of what is documented as JSON, and of an object without a style."""
        if name in self.content_types:
            if is_array(item):
                return [to_json(each).decode() for each in item]
            return to_json(item).decode()
        if name in self.styles or not isinstance(item, Mapping):
            return item
        return to_json(item).decode()

    def _reader(self, name: str) -> Callable[[str, Shape], Any]:
        return _from_json if name in self.content_types else from_piece

    def _property(self, name: str) -> Serialisation:
        style, explode = self.styles.get(name, ("form", True))
        escape: Callable[[str], str] = partial(quote, safe="")
        if name in self.reserved:
            safe = _RESERVED if explode else _RESERVED.replace(",", "")
            escape = partial(quote, safe=safe)
        return Serialisation(name, style, explode, escape, unquote_plus, "last")


def _from_json(text: str, _: Shape) -> Any:
    return from_json_text(text)
