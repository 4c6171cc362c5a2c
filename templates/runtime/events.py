"""Server-sent events, as the WHATWG's HTML standard defines them (§9.2)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from .lines import LIMIT, Item, Reader, Splitter, Writer, is_stream
from .text import from_json_text

_BREAK = re.compile(rb"\r\n|\r|\n")
_TEXT_BREAK = re.compile("\r\n|\r|\n")
_BOM = b"\xef\xbb\xbf"
_DONE = "[DONE]"
"""What many APIs send as the data of a last event: it is no item, and nothing follows it."""

_LONGEST = 10**9
"""Milliseconds that a stream can ask to wait: more is as good as never."""


@dataclass(slots=True)
class Position:
    """Where a reader is in a stream, and so where a new connection goes on (§9.2.6)."""

    last_id: str = ""
    """Of the last event that had one; empty for none, or for one that takes it back."""
    seconds: float | None = None
    """How long to wait before a new connection, where the stream has said so."""
    events: int = 0
    """How many have come, also those that are no items."""


@dataclass(frozen=True)
class Events:
    """`text/event-stream`: an item is the data of an event, or with `whole` all its fields.

    The fields are `data`, `event`, `id` and `retry`. Of a whole event `data` is text, unless
    `json_data` says that it is JSON. Line breaks in text become line feeds on the way.
    """

    item: Item
    media_type: str = "text/event-stream"
    whole: bool = False
    json_data: bool = False

    def accepts(self, value: Any) -> bool:
        """Tell whether a value can be a stream of items."""
        return is_stream(value)

    def write(self, item: Any) -> bytes:
        """Write one event; raises ValueError for one that the format cannot say."""
        data, _ = self.item.encode(item)
        lines = self._fields(from_json(data)) if self.whole else _data(data.decode())
        if not lines:
            message = f"an event needs a field: {item!r}"
            raise ValueError(message)
        return "".join(f"{line}\n" for line in [*lines, ""]).encode()

    def writer(self) -> Writer:
        """Give what writes one stream."""
        return self

    def end(self) -> bytes:
        """Give what comes behind the last item: nothing."""
        return b""

    def reader(self, _: str = "", *, strict: bool, limit: int = LIMIT) -> Reader:
        """Make what reads the items of one stream."""
        return _EventReader(self, Position(), strict=strict, limit=limit)

    def reader_at(self, position: Position, *, strict: bool) -> Reader:
        """Make what reads on from a position, and moves it."""
        return _EventReader(self, position, strict=strict, limit=LIMIT)

    def _fields(self, fields: Mapping[str, Any]) -> list[str]:
        lines: list[str] = []
        for name, value in fields.items():
            if name == "data" and (self.json_data or value is not None):
                text = to_json(value).decode() if self.json_data else str(value)
                lines += _data(text)
            elif value is not None:
                lines.append(_field(name, str(value)))
        return lines


class _EventReader:
    """Puts lines together to events; one that lacks a field it must have is passed over."""

    def __init__(
        self, events: Events, position: Position, *, strict: bool, limit: int
    ) -> None:
        self.ended = False
        self._events = events
        self._position = position
        self._id = position.last_id
        self._strict = strict
        self._limit = limit
        self._splitter = Splitter(_BREAK, limit)
        self._begun = False
        self._after_return = False
        self._data: list[str] = []
        self._held = 0
        self._others: dict[str, str | int] = {}

    def feed(self, data: bytes) -> Iterator[Any]:
        if not data:
            return
        pieces = self._splitter.feed(
            data[1:] if self._after_return and data[:1] == b"\n" else data
        )
        self._after_return = data.endswith(b"\r")
        for piece in pieces:
            line = piece if self._begun else piece.removeprefix(_BOM)
            self._begun = True
            if line:
                self._take(line.decode("utf-8", "replace"))
            else:
                yield from self._event()

    def end(self) -> Iterator[Any]:
        """Give nothing: an event that no empty line ends is none."""
        return iter(())

    def _take(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "data":
                self._data.append(value)
                self._held += len(value) + 1
                if self._held > self._limit:
                    message = f"An event is longer than {self._limit} characters"
                    raise ValueError(message)
            case "event":
                self._others[name] = value
            case "id" if "\0" not in value:
                self._others[name] = self._id = value
            case "retry" if value.isascii() and value.isdigit():
                self._others[name] = int(value)
                self._position.seconds = min(int(value), _LONGEST) / 1000
            case _:
                pass

    def _event(self) -> Iterator[Any]:
        lines, others = self._data, self._others
        self._data, self._others, self._held = [], {}, 0
        self._position.last_id = self._id
        self._position.events += bool(lines or others)
        text = "\n".join(lines)
        self.ended = self.ended or text == _DONE
        if self.ended:
            return
        if self._events.whole and (lines or others):
            yield from self._whole(text if lines else None, others)
        elif lines:
            yield self._read(text)

    def _read(self, text: str) -> Any:
        decode = self._events.item.decode
        try:
            return decode(text.encode(), "", strict=self._strict)
        except ValidationError as error:
            if error.errors()[0]["type"] != "json_invalid":
                raise
            return decode(to_json(text), "", strict=self._strict)

    def _whole(self, text: str | None, others: Mapping[str, Any]) -> Iterator[Any]:
        fields = dict(others)
        if text is not None:
            fields["data"] = from_json_text(text) if self._events.json_data else text
        try:
            yield self._events.item.decode(to_json(fields), "", strict=self._strict)
        except ValidationError:
            if text is not None:
                raise


def _data(text: str) -> list[str]:
    if text == _DONE:
        message = f"{text} would end the stream"
        raise ValueError(message)
    return [f"data: {line}" for line in _TEXT_BREAK.split(text)]


def _field(name: str, text: str) -> str:
    if name not in {"event", "id", "retry"}:
        message = f"an event has no field {name!r}"
        raise ValueError(message)
    wrong_id = name == "id" and "\0" in text
    wrong_retry = name == "retry" and not (text.isascii() and text.isdigit())
    if _TEXT_BREAK.search(text) or wrong_id or wrong_retry:
        message = f"the {name} of an event cannot be {text!r}"
        raise ValueError(message)
    return f"{name}: {text}"
