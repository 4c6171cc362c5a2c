"""Parameters: an argument becomes a part of the request, and is read from it again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Literal
from urllib.parse import quote, unquote, unquote_plus

from pydantic import TypeAdapter
from pydantic_core import to_json

from .styles import ABSENT, LOOKS, Serialisation, Style
from .text import Many, One, Shape, shape_of

Place = Literal["path", "query", "header", "cookie"]

_RESERVED = ":/?[]@!$'()*,;"
"""What `allowReserved` leaves as it is; `#`, `&`, `+` and `=` would end the value."""


@dataclass(frozen=True)
class Parameter:
    """A Parameter Object (OpenAPI 3.1 §4.8.12).

    `default` is what an absent parameter means, as JSON. Without a style the parameter is
    JSON text (`content`).
    """

    name: str
    place: Place
    argument: str
    type: Any
    required: bool = False
    default: Any = ABSENT
    style: Style | None = "simple"
    explode: bool = False
    allow_reserved: bool = False

    def write(self, value: Any) -> list[str]:
        """Give the parts of the request that carry a value: `limit=5`, or `5` in path and header.

        Raises ValueError for a value that its place can't hold.
        """
        data = self._adapter.dump_python(
            value, mode="json", by_alias=True, warnings="error"
        )
        if self.style is None:
            text = self._escape(to_json(data).decode())
            named = self.place in {"query", "cookie"}
            return [f"{self._escape(self.name)}={text}" if named else text]
        return self._serialisation.write(data)

    def write_text(self, value: Any) -> str:
        """Give the text of a path or header parameter; raises ValueError where it has none."""
        parts = self.write(value)
        look = LOOKS[self.style or "simple"]
        text = look.prefix + look.between.join(parts)
        if self.place == "path" and (not text or not parts):
            message = f"the path parameter {self.name!r} must not be empty"
            raise ValueError(message)
        if not text and parts and isinstance(self._shape, Many):
            message = f"a list of nothing but an empty text cannot be {self.name!r}"
            raise ValueError(message)
        dots = self.place == "path" and text in {".", ".."}
        return text.replace(".", "%2E") if dots else text

    def read(self, parts: Sequence[str] | None) -> Any:
        """Give the argument that the parts hold, its default, or ABSENT.

        Raises pydantic's `ValidationError` for text that is no valid value.
        """
        data = ABSENT if parts is None else self._data(parts)
        if data is ABSENT and self.default is ABSENT:
            return ABSENT
        text = to_json(self.default) if data is ABSENT else data
        return self._adapter.validate_json(
            text, strict=True, by_alias=True, by_name=False
        )

    def read_text(self, text: str) -> Any:
        """Give the argument that the text of a path or header parameter holds."""
        if self.style is None:
            return self.read([text])
        look = LOOKS[self.style]
        text = "" if text == "%2E" and self.style == "label" else text
        text = text.removeprefix(look.prefix)
        if not text and isinstance(self._shape, Many):
            return self._read_empty()
        return self.read(
            text.split(look.between) if self.explode or look.named else [text]
        )

    def _read_empty(self) -> Any:
        """Give the empty array, which is what a list without items looks like."""
        return self._adapter.validate_json("[]", strict=True)

    def _data(self, parts: Sequence[str]) -> str | bytes | Any:
        """Give the JSON text of the value that the parts hold, or ABSENT."""
        if self.style is not None:
            data = self._serialisation.read(parts, self._shape)
            return data if data is ABSENT else to_json(data)
        named = self.place in {"query", "cookie"}
        for part in parts:
            name, _, text = part.partition("=")
            if not named or self._unescape(name) == self.name:
                return self._unescape(text if named else part)
        return ABSENT

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.type)

    @cached_property
    def _shape(self) -> Shape:
        return shape_of(self.type)

    @cached_property
    def _serialisation(self) -> Serialisation:
        style = self.style or "simple"
        return Serialisation(
            self.name, style, self.explode, self._escape, self._unescape
        )

    @cached_property
    def _escape(self) -> Callable[[str], str]:
        if self.style == "cookie":
            return _in_cookie
        if self.place == "header":
            whole = self.style is None or isinstance(self._shape, One)
            return _printable if whole else _without_commas
        if self.style == "label":
            return _quote_dots
        if not self.allow_reserved:
            return partial(quote, safe="")
        alone = self.explode or isinstance(self._shape, One)
        return partial(quote, safe=_RESERVED if alone else _RESERVED.replace(",", ""))

    @cached_property
    def _unescape(self) -> Callable[[str], str]:
        if self.place == "header" or self.style == "cookie":
            return str.strip
        return unquote_plus if self.place == "query" else unquote


def _quote_dots(text: str) -> str:
    """Percent-encode dots too: in the style `label` they stand between the items."""
    return quote(text, safe="").replace(".", "%2E")


def _without_commas(text: str) -> str:
    """Give an item of a list in a header: a comma would make two of it."""
    if "," in text:
        message = f"a list in a header or cookie cannot hold {text!r}"
        raise ValueError(message)
    return _printable(text)


def _in_cookie(text: str) -> str:
    """Give text that a cookie can hold as it is; the style `cookie` escapes nothing."""
    if ";" in text:
        message = f"a cookie cannot hold {text!r}"
        raise ValueError(message)
    return _without_commas(text)


def _printable(text: str) -> str:
    """Give text that a header can hold (RFC 9110 §5.5); raises ValueError for any other."""
    if not text.replace("\t", " ").isprintable() or text != text.strip():
        message = f"a header cannot hold {text!r}"
        raise ValueError(message)
    return text
