"""What an answer carries, written: the bytes of a body in one of the documented media types."""

import json
from collections.abc import Sequence
from typing import Any

from bothends.mock.xml import xml
from bothends.package import Attempt, Media, items_of
from bothends.records import dataclass
from bothends.tree import is_array, is_object

_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""A picture of one transparent pixel."""

_PICTURES = frozenset(["image/png", "image/*"])

Sent = tuple[bytes, str]
"""Bytes, and the media type they go out with."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body that is written already."""

    documented: str
    """Its media type as the description has it."""
    sent: Sent


class Ready:
    """Stands in the place of a codec of the package: an example goes out as it stands.

    The codec itself would refuse one that does not fit its type.
    """

    def __init__(self, media_type: str) -> None:
        self.media_type = media_type

    def accepts(self, value: object) -> bool:
        """Tell whether a value is a body in this media type."""
        return isinstance(value, Body) and value.documented == self.media_type

    def encode(self, value: Body) -> Sent:
        """Give what was written."""
        return value.sent


def body(media: Media, data: Any) -> Body:
    """Write a body from its value in JSON."""
    return Body(media.name, _sent(media, data))


def _sent(media: Media, data: Any) -> Sent:
    match media.kind:
        case "Json":
            text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
            return text.encode("utf-8", "replace"), media.concrete
        case "Text":
            return _encoded(media, _text(media, data))
        case "Binary" if media.essence in _PICTURES and not media.has_example:
            return _PNG, "image/png"
        case "Binary":
            text = data if isinstance(data, str) else json.dumps(data)
            return _encoded(media, text.encode("utf-8", "replace"))
        case "Lines" | "Events" | "PartStream":
            return _stream(media, data)
        case _:
            return _whole(media, data)


def _encoded(media: Media, value: Any) -> Sent:
    content, media_type = media.content.encode(value)
    return content, media_type


def _text(media: Media, data: Any) -> str:
    if isinstance(data, str):
        text = data
    elif media.essence.endswith("xml"):
        text = xml(data, _root(media.schema))
    else:
        text = json.dumps(data, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode()


def _root(schema: Any) -> str:
    """Name the element that a schema is: by its `xml`, or as it is referred to."""
    if not is_object(schema):
        return "value"
    named = schema.get("xml")
    if is_object(named) and isinstance(named.get("name"), str):
        return str(named["name"])
    return str(schema.get("$ref", "value")).rpartition("/")[2]


def _stream(media: Media, data: Any) -> Sent:
    """Write all items of a stream; an example that is text is a whole stream as it is."""
    codec: Any = media.content
    if isinstance(data, str) and media.item and media.item.kind != "Text":
        return data.encode("utf-8", "replace"), codec.media_type
    items: Sequence[Any] = data if is_array(data) else [data]
    chunks: list[bytes] = []
    writer = codec.writer()
    with Attempt():  # What the package cannot hold ends a stream early.
        held = media.hold(list(items))
        chunks.extend(map(writer.write, items_of(held.value)))
    return b"".join([*chunks, writer.end()]), writer.media_type


def _whole(media: Media, data: Any) -> Sent:
    """Write fields or parts; what the package cannot hold has none."""
    held = media.hold(data)
    with Attempt():
        if not held.refusal:
            return _encoded(media, held.value)
    return b"", media.concrete
