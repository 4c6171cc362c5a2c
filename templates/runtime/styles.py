"""How JSON data looks in a path, a query, a header or a cookie, written and read side by side.

The styles of OpenAPI 3.1 §4.8.12.3 are the expansions of RFC 6570 §3.2: parts such as `5`,
`id=5` or `red`, each of them percent-encoded, put together by what the style has between them.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import unquote

from .deep import grown, shaped
from .text import (
    TEXT,
    Data,
    Either,
    Fields,
    Many,
    One,
    Shape,
    from_json_text,
    from_text,
    to_text,
)

Style = Literal[
    "matrix",
    "label",
    "simple",
    "form",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
    "cookie",
]

ABSENT: Any = object()
"""What reading gives where the parts do not hold the parameter."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a style puts before its parts, between them, and between the items within one."""

    prefix: str
    between: str
    within: str
    named: bool


LOOKS: dict[Style, Look] = {
    "matrix": Look(";", ";", ",", named=True),
    "label": Look(".", ".", ",", named=False),
    "simple": Look("", ",", ",", named=False),
    "form": Look("", "&", ",", named=True),
    "spaceDelimited": Look("", "&", "%20", named=True),
    "pipeDelimited": Look("", "&", "%7C", named=True),
    "deepObject": Look("", "&", ",", named=True),
    "cookie": Look("", "; ", ",", named=True),
}

Escape = Callable[[str], str]

Repeated = Literal["first", "last", "all"]
"""What a single value is that is there several times; all of them are an array, and refused."""


@dataclass(frozen=True, slots=True)
class Serialisation:
    """A style with its `explode`, for a parameter of this name; `escape` makes text safe."""

    name: str
    style: Style
    explode: bool
    escape: Escape
    unescape: Escape = unquote
    repeated: Repeated = "all"

    # Writing -----------------------------------------------------------------------

    def write(self, data: Data) -> list[str]:
        """Give the parts that say `data`, a JSON value; an empty exploded array has none."""
        name = self.escape(self.name)
        match data:
            case dict() if self.style == "deepObject":
                return list(self._deep(name, data))
            case dict() if self.explode:
                return [f"{key}={text}" for key, text in self._fields(data)]
            case dict():
                return [self._part(name, self._join(sum(self._fields(data), ())))]
            case list() if self.explode:
                return [self._part(name, self._text(item)) for item in data]
            case list():
                return [
                    self._part(name, self._join([self._text(item) for item in data]))
                ]
            case _:
                return [self._part(name, self._text(data))]

    def _part(self, name: str, text: str) -> str:
        if not self._look.named:
            return text
        return name if self.style == "matrix" and not text else f"{name}={text}"

    def _fields(self, data: dict[str, Any]) -> list[tuple[str, str]]:
        return [(self.escape(key), self._text(item)) for key, item in data.items()]

    def _join(self, texts: Sequence[str]) -> str:
        """Put items together; raises ValueError where they could not be told apart again."""
        within = self._look.within
        if any(within in text for text in texts) or list(texts) == [""]:
            message = f"the style {self.style} cannot say {list(texts)}"
            raise ValueError(message)
        return within.join(texts)

    def _text(self, data: Data) -> str:
        return self.escape(
            json.dumps(data) if isinstance(data, list | dict) else to_text(data)
        )

    def _deep(self, name: str, data: Data) -> Iterator[str]:
        """Write `color[R]=100`; what is nested deeper has more brackets, arrays repeat the name.

        An item that is no single value has its number in brackets too: `color[0][R]=100`.
        """
        if isinstance(data, dict):
            for key, item in data.items():
                yield from self._deep(f"{name}%5B{self.escape(key)}%5D", item)
        elif isinstance(data, list):
            for at, item in enumerate(data):
                plain = not isinstance(item, list | dict)
                yield from self._deep(name if plain else f"{name}%5B{at}%5D", item)
        else:
            yield f"{name}={self._text(data)}"

    # Reading -----------------------------------------------------------------------

    def read(self, parts: Sequence[str], shape: Shape) -> Any:
        """Give the JSON value that the parts say; text that does not fit its shape stays text."""
        if not self._look.named:
            return self._read_unnamed(parts, shape)
        pairs = [self._pair(part) for part in parts]
        mine = [text for name, text in pairs if name == self.name]
        match shape:
            case Either():
                return self._read_either(parts, shape, mine)
            case _ if (
                self.style == "deepObject" and (deep := grown(self.name, pairs)).inner
            ):
                return shaped(deep, shape, self._value)
            case Fields() if self.style == "deepObject":
                return self._texts(mine) or ABSENT
            case Fields() if self.explode:
                spread = self.style != "matrix"
                return self._read_fields(pairs, shape, spread=spread) or ABSENT
            case _ if not mine:
                return ABSENT
            case Many(item) if self.explode:
                return [self._value(text, item) for text in mine]
            case One() if self.repeated == "all" and len(mine) > 1:
                return [self._value(text, shape) for text in mine]
            case One():
                at = 0 if self.repeated == "first" else -1
                return self._value(mine[at], shape)
            case _:
                return self._read_within(self._look.within.join(mine), shape)

    def _read_either(self, parts: Sequence[str], shape: Either, mine: list[str]) -> Any:
        """Read an object, or what is there by its name; of no known shape it is text."""
        deep = self.style == "deepObject"  # Without brackets it is none.
        others = [each for each in parts if self._pair(each)[0] != self.name]
        data = ABSENT
        if shape.fields:
            data = self.read(others if deep else parts, shape.fields)
        if data is ABSENT and (inner := shape.many or shape.one):
            data = self.read(parts, inner)
        found = self._told(mine, data, shape.one)
        return (self._texts(mine) or ABSENT) if found is ABSENT else found

    def _texts(self, mine: list[str]) -> list[Any]:
        return [self._value(text, TEXT) for text in mine]

    def _told(self, mine: list[str], data: Any, one: One | None) -> Any:
        """Tell a single value from an array or an object: it is there once, and can be one."""
        if one and len(mine) == 1 and one.takes(value := self._value(mine[0], one)):
            return value
        return data

    def _read_unnamed(self, parts: Sequence[str], shape: Shape) -> Any:
        match shape:
            case Either(fields, many, one):
                whole = self._look.between.join(parts)
                inner = many or fields or TEXT
                return self._told([whole], self._read_unnamed(parts, inner), one)
            case Fields() if self.explode:
                return self._read_fields([self._pair(part) for part in parts], shape)
            case Many(item) if self.explode:
                return [self._value(part, item) for part in parts]
            case _:
                return self._read_within(self._look.between.join(parts), shape)

    def _read_within(self, text: str, shape: Shape) -> Any:
        texts = self._split(text)
        match shape:
            case Many(item):
                return [self._value(each, item) for each in texts]
            case Fields() if len(texts) % 2 == 0:
                keys = [self.unescape(key) for key in texts[::2]]
                pairs = zip(keys, texts[1::2], strict=True)
                return self._read_fields(pairs, shape)
            case _:
                return self._value(text, shape)

    def _read_fields(
        self, pairs: Iterable[tuple[str, str]], shape: Fields, *, spread: bool = False
    ) -> dict[str, Any]:
        """Read properties; those that are `spread` stand beside what is no property of theirs."""
        texts: dict[str, list[str]] = {}
        for name, text in pairs:
            texts.setdefault(name, []).append(text)
        return {
            name: self._repeated(found, inner)
            for name, found in texts.items()
            if (inner := shape.of(name) or (None if spread else TEXT))
        }

    def _repeated(self, texts: list[str], shape: Shape) -> Any:
        if len(texts) == 1:
            return self._value(texts[0], shape)
        item = shape.item if isinstance(shape, Many) else shape
        return [self._value(text, item) for text in texts]

    def _pair(self, part: str) -> tuple[str, str]:
        name, _, text = part.partition("=")
        return self.unescape(name), text

    def _split(self, text: str) -> list[str]:
        """Split at the separator as it is written here, and as others write it."""
        within = self._look.within
        if not text:
            return []
        for other in {"%20": ("+",), "%7C": ("|", "%7c")}.get(within, ()):
            text = text.replace(other, within)
        return text.split(within)

    def _value(self, text: str, shape: Shape) -> Any:
        plain = self.unescape(text)
        match shape:
            case One():
                return from_text(plain, shape)
            case Either(_, _, one) if one and one.takes(value := from_text(plain, one)):
                return value
            case _:
                return from_json_text(plain)

    @property
    def _look(self) -> Look:
        return LOOKS[self.style]
