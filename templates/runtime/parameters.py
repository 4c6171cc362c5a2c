"""Parameters: an argument becomes a part of the request, and is read from it again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Literal
from urllib.parse import quote, unquote, unquote_plus

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from .checks import Check
from .faults import FaultsError
from .strictly import read_strictly
from .styles import ABSENT, LOOKS, Repeated, Serialisation, Style
from .text import Data, Either, Fields, Many, One, Shape, is_alike, shape_of

Place = Literal["path", "query", "header", "cookie"]

_NAMED = frozenset[Place](["query", "cookie"])
"""Places in which a value has its name beside it."""

_SPREAD = frozenset[Style | None](["form", "spaceDelimited", "pipeDelimited", "cookie"])
"""Styles in which the properties of an exploded object stand beside other parameters."""

_RESERVED: dict[Place, str] = {
    "query": ":/?[]@!$'()*,;",
    "path": ":@!$'()*&+",
    "cookie": ":/?[]@!$'()*",
    "header": "",
}
"""What `allowReserved` leaves as it is: all but what would end the value where it stands."""


@dataclass(frozen=True)
class Parameter:
    """A Parameter Object (OpenAPI 3.1 §4.8.12).

    `default` is what an absent parameter means, as JSON. Without a style the parameter is
    JSON text (`content`). With `allow_empty` a value that may not be empty is absent where
    its text is. One of a path that `spans` may be several segments: its slashes are sent as
    they are (RFC 6570 §3.2.3).
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
    allow_empty: bool = False
    spans: bool = False
    check: Check | None = None

    def write(self, value: Any) -> list[str]:
        """Give the parts of the request that carry a value: `limit=5`, or `5` in path and header.

        Raises ValueError for a value that its place can't hold.
        """
        data = self._adapter.dump_python(
            value, mode="json", by_alias=True, warnings="error"
        )
        if self.style is None:
            text = self._escape(to_json(data).decode())
            named = self.place in _NAMED
            return [f"{self._escape(self.name)}={text}" if named else text]
        parts = self._serialisation.write(data)
        self._check(data, parts)
        return parts

    @property
    def is_free(self) -> bool:
        """Whether the names of its properties are free, and stand for themselves."""
        shape = self._shape
        fields = shape.fields if isinstance(shape, Either) else shape
        free = isinstance(fields, Fields) and fields.other is not None
        return free and self.explode and self.style in _SPREAD and self.place in _NAMED

    def write_text(self, value: Any) -> str:
        """Give the text of a path or header parameter; raises ValueError where it has none."""
        text = self._joined(self.write(value))
        if self.style == "label" and text == "..":
            message = "the style label cannot say two empty items in a path"
            raise ValueError(message)
        if self.place == "path" and not text:
            message = f"the path parameter {self.name!r} must not be empty"
            raise ValueError(message)
        return _without_dots(text) if self.place == "path" else text

    def _joined(self, parts: Sequence[str]) -> str:
        """Put the parts together; nothing exploded is nothing, whatever stands before it."""
        look = LOOKS[self.style or "simple"]
        return look.prefix + look.between.join(parts) if parts else ""

    def _check(self, data: Data, parts: list[str]) -> None:
        """Raise ValueError for a value that the other end would take for something else.

        An empty array or object may come to nothing (RFC 6570 §2.3), but not where that
        means something else or is not valid.
        """
        match data:
            case None:
                is_said = isinstance(self._shape, One) and not (
                    self._shape.takes_null_text
                )
            case dict() | list() if parts or self.place not in _NAMED:
                named = self.place in _NAMED
                back = self._data(parts if named else self._joined(parts))
                is_said = back is not ABSENT and is_alike(data, back)
                if is_said and back != data:
                    self._valid(to_json(back))
            case dict() | list():
                is_said = not self.required and self.default is ABSENT
            case _:
                return
        if not is_said:
            message = f"the style {self.style} cannot say {data}"
            raise ValueError(message)

    def read(self, found: Sequence[str] | str | None) -> Any:
        """Give the argument that was found, its default, or ABSENT.

        It is found in the parts of the query or the cookies, or is the text of a header or of
        a path's expression. Raises pydantic's `ValidationError` for what is no valid value.
        """
        if self.style is None:
            text = None if found is None else self._json(found)
            if text is not None:
                return self._valid(text)
        elif found is not None and (data := self._data(found)) is not ABSENT:
            try:
                return self._valid(to_json(data))
            except (ValidationError, FaultsError):
                if data != "" or not self.allow_empty:
                    raise
        return ABSENT if self.default is ABSENT else self._valid(to_json(self.default))

    def _valid(self, text: str | bytes) -> Any:
        return read_strictly(self._adapter, text, self.check)

    def _json(self, found: Sequence[str] | str) -> str | None:
        """Give the JSON text that was found, if it was."""
        if isinstance(found, str):
            return self._unescape(found)
        pairs = (part.partition("=") for part in found)
        return next(
            (self._unescape(text) for name, _, text in pairs if self._is_mine(name)),
            None,
        )

    def _data(self, found: Sequence[str] | str) -> Any:
        """Give the JSON value that was found, or ABSENT."""
        if isinstance(found, str):
            return self._data_of_text(found)
        return self._serialisation.read(found, self._shape)

    def _data_of_text(self, text: str) -> Any:
        look = LOOKS[self.style or "simple"]
        text = "" if text == "%2E" and self.style == "label" else text
        text = text.removeprefix(look.prefix)
        if not text and isinstance(self._shape, Many | Fields):
            return [] if isinstance(self._shape, Many) else {}
        split = self.explode or look.named
        parts = text.split(look.between) if split else [text]
        return self._serialisation.read(parts, self._shape)

    def _is_mine(self, name: str) -> bool:
        return self._unescape(name) == self.name

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.type)

    @cached_property
    def _shape(self) -> Shape:
        return shape_of(self.type)

    @cached_property
    def _serialisation(self) -> Serialisation:
        style = self.style or "simple"
        # The same cookie of a wider path comes later (RFC 6265 §5.4).
        repeated: Repeated = "first" if self.place == "cookie" else "all"
        escapes = (self._escape, self._unescape)
        return Serialisation(self.name, style, self.explode, *escapes, repeated)

    @cached_property
    def _escape(self) -> Callable[[str], str]:
        if self.style == "cookie":
            return _in_cookie
        if self.place == "header":
            whole = self.style is None or isinstance(self._shape, One)
            return _printable if whole else _without_commas
        if self.style == "label":
            return _quote_dots
        if self.spans:
            return partial(quote, safe=f"{_RESERVED['path']}/")
        if not self.allow_reserved:
            return partial(quote, safe="")
        alone = self.explode or isinstance(self._shape, One)
        safe = _RESERVED[self.place]
        return partial(quote, safe=safe if alone else safe.replace(",", ""))

    @cached_property
    def _unescape(self) -> Callable[[str], str]:
        if self.place == "header" or self.style == "cookie":
            return str.strip
        return unquote_plus if self.place == "query" else unquote


def _without_dots(path: str) -> str:
    """Percent-encode the segments that are dots only, which every URL loses (RFC 3986 §5.2.4)."""
    return "/".join(
        segment.replace(".", "%2E") if segment in {".", ".."} else segment
        for segment in path.split("/")
    )


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
