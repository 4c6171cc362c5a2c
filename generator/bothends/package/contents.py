"""Media types: what values each kind of content can carry, and how they are told apart.

The only module here that knows the codecs of a generated package by their names.
"""

import json
from collections.abc import Sequence
from functools import cached_property
from itertools import zip_longest
from typing import Any

from bothends.drawing import Direction, Drawing
from bothends.package.attempt import Attempt
from bothends.package.runtime import Content
from bothends.package.streamed import Stream, is_sayable, items_of, streams_of
from bothends.package.typed import Drawn, Typed
from bothends.records import dataclass
from bothends.tree import Tree, is_array

_MISSING = object()
_BYTES = (b"\x00\xffbytes\r\n", b"", bytes(range(256)) * 300)
_TYPED = frozenset(["Json", "Form", "Multipart", "Piece", "Positional"])
_FORMS = frozenset(["Form", "Multipart", "Positional"])
_STREAMS = frozenset(["Lines", "Events", "PartStream"])


@dataclass(frozen=True)
class Media:
    """A media type of a body: its codec, and what the description says of it."""

    content: Content
    node: Tree

    @property
    def name(self) -> str:
        """The media type as it is documented."""
        return self.content.media_type

    @property
    def concrete(self) -> str:
        """A media type that can be sent: the range `*/*` is JSON here."""
        return "application/json" if "*" in self.name else self.name

    @property
    def essence(self) -> str:
        """The media type without its parameters."""
        return _essence(self.name)

    @property
    def has_example(self) -> bool:
        """Whether it has an example of its own."""
        return not {"example", "examples"}.isdisjoint(self.node)

    @property
    def kind(self) -> str:
        """Which codec it is."""
        return type(self.content).__name__

    def draw(
        self, drawing: Drawing, direction: Direction, limit: int
    ) -> tuple[Drawn, ...]:
        """Draw values, the typical one first."""
        if self.kind == "Binary":
            return tuple(Drawn(data, data) for data in _BYTES[:limit])
        drawn = drawing.valid(self.schema, direction, limit=limit)
        if self.item:
            return self._streams(self.item, drawn)
        return tuple(map(self.hold, drawn))

    def hold(self, data: Any) -> Drawn:
        """Hold a value that is given as JSON: text for bytes, a list for a stream."""
        if self.kind == "Binary":
            return Drawn(data, _text(data).encode())
        if self.item:
            return self._stream(self.item, data if is_array(data) else [data])
        if self.kind == "Text":
            return Drawn(data, _text(data))
        return self.typed.hold(data)

    def alike(self, one: Any, other: Any) -> bool:
        """Tell whether two values say the same, as values or at least on the wire."""
        if self.item:
            pairs = zip_longest(items_of(one), items_of(other), fillvalue=_MISSING)
            return all(self.item.alike(*pair) for pair in pairs)
        if self.kind not in _TYPED:
            return type(one) is type(other) and bool(one == other)
        return self.typed.alike(one, other) or self._alike_on_the_wire(one, other)

    def is_empty(self, value: Any) -> bool:
        """Tell whether a value is nothing at all on the wire."""
        with Attempt():
            return bool(self.content.encode(value)[0] == b"")
        return False

    def is_sayable(self, value: Any) -> bool:
        """Tell whether the media type can say a value: forms cannot say some of what is valid."""
        with Attempt() as saying:
            if self.kind in _FORMS:
                self.content.encode(value)
        return not isinstance(saying.error, ValueError)

    def covers(self, media_type: str) -> bool:
        """Tell whether a concrete media type is this one, or in its range."""
        mine, given = _essence(self.name), _essence(media_type)
        return mine in {given, f"{given.partition('/')[0]}/*", "*/*"}

    @property
    def schema(self) -> Any:
        """The schema of a body; where there is none, any value will do."""
        plain = {"type": "string"} if self.item and self.item.kind == "Text" else True
        own = self.node.get("schema", plain)
        item = self.node.get("itemSchema", own)
        if self.kind == "Positional" and "itemSchema" in self.node:
            return {"type": "array", "items": item}
        return item if self.item else own

    @cached_property
    def item(self) -> "Media | None":
        """The media type of each item of a stream; None for a single value."""
        streams = self.kind in _STREAMS
        return Media(vars(self.content)["item"], self.node) if streams else None

    def _streams(self, item: "Media", drawn: Sequence[Any]) -> tuple[Drawn, ...]:
        """Hold the items of streams, those left out that no stream can say."""
        return tuple(self._stream(item, data) for data in streams_of(list(drawn)))

    def _stream(self, item: "Media", data: list[Any]) -> Drawn:
        held = [Drawn(each, each) for each in data]
        if item.kind != "Text":
            held = [item.typed.hold(each) for each in data]
        refusal = next((each.refusal for each in held if each.refusal), "")
        kept = [
            each.value
            for each in held
            if is_sayable(self.content, each.data, each.value)
        ]
        return Drawn(data, Stream(kept), refusal)

    @cached_property
    def typed(self) -> Typed:
        """What makes values of the type that the codec carries."""
        return Typed(self.content)

    def _alike_on_the_wire(self, one: Any, other: Any) -> bool:
        with Attempt():
            return bool(self.content.encode(one) == self.content.encode(other))
        return False


def medias(contents: Any, nodes: Any) -> tuple[Media, ...]:
    """Pair the codecs of a body with what the description says of each."""
    lowered = {name.lower(): node for name, node in nodes.items()}
    return tuple(
        Media(content, lowered.get(content.media_type.lower(), {}))
        for content in contents
    )


def _text(data: Any) -> str:
    return data if isinstance(data, str) else json.dumps(data)


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
