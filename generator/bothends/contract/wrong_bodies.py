"""Bodies that the description forbids, as they look on the wire.

Written without the codecs of the package, which refuse to write what is wrong.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bothends.contract.readings import readings, text_of
from bothends.contract.slots import Draw
from bothends.contract.spelled import named_parts, texts_of
from bothends.drawing import Wrong
from bothends.package import Media
from bothends.tree import is_array, is_object

_BOUNDARY = "bothends-boundary"
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class WrongBody:
    """A body that is wrong, and the media type to send it with."""

    wrong: Wrong
    data: bytes
    media_type: str


def wrong_bodies(media: Media, draw: Draw) -> Iterator[WrongBody]:
    """Draw bodies that a media type forbids.

    Those are left out that it cannot say, and those of text that could be read as right ones.
    """
    for wrong in draw.wrong(media.schema):
        if found := _encoded(media, wrong, draw):
            yield WrongBody(wrong, *found)


def _encoded(media: Media, wrong: Wrong, draw: Draw) -> tuple[bytes, str] | None:
    if media.kind == "Json":
        return json.dumps(wrong.value).encode(), media.concrete
    if media.item:
        items = _items(media, wrong, draw)
        return _stream(media, media.item, items) if items else None
    found = _said(media, wrong.value)
    return None if found and _may_be_right(media, wrong, draw) else found


def _items(media: Media, wrong: Wrong, draw: Draw) -> list[Any]:
    """Give the items of a stream with a wrong one; none where it is the array that is wrong."""
    of_all = "itemSchema" not in media.node and all(
        map(is_array, draw.valid(media.schema))
    )
    if not of_all:
        return [wrong.value]
    return wrong.value if wrong.pointer and is_array(wrong.value) else []


def _said(media: Media, value: Any) -> tuple[bytes, str] | None:
    codec: Mapping[str, Any] = vars(media.content)
    match media.kind:
        case "Form" if is_object(value):
            pairs = _form(codec, value)
            return ("&".join(pairs).encode(), media.concrete) if pairs else None
        case "Multipart" if is_object(value):
            return _in_parts(_multipart(codec, value), media)
        case "Positional" if is_array(value):
            return _in_parts(_positions(codec, value), media)
        case _:
            return None


def _may_be_right(media: Media, wrong: Wrong, draw: Draw) -> bool:
    return any(draw.is_valid(media.schema, each) for each in readings(wrong))


# Forms -------------------------------------------------------------------------------


def _form(codec: Mapping[str, Any], value: Mapping[str, Any]) -> list[str] | None:
    """Say each property of an object; None where one cannot be said."""
    pairs: list[str] = []
    for name, item in value.items():
        style, explode = codec["styles"].get(name, ("form", True))
        if name in codec["styles"]:
            spread = is_object(item) and explode and style != "deepObject"
            texts = None if spread else texts_of(style, item, nested=True)
        else:
            texts = _pieces(item, as_json=name in codec["content_types"])
        if not texts:
            return None
        pairs += named_parts(name, style, texts, explode=explode)
    return pairs


def _pieces(item: Any, *, as_json: bool) -> list[tuple[str, str]] | None:
    """Write an array as several texts, what is within as JSON; None for what is nothing."""
    items = item if is_array(item) else [item]
    if any(each is None for each in items) and not as_json:
        return None
    return [("", json.dumps(each) if as_json else text_of(each)) for each in items]


# Parts -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    name: str | None
    text: str
    media_type: str


def _multipart(
    codec: Mapping[str, Any], value: Mapping[str, Any]
) -> list[_Part] | None:
    parts: list[_Part | None] = []
    for name, item in value.items():
        if name in codec["styles"] or name in codec["nested"] or item in ([], None):
            return None
        documented = codec["content_types"].get(name, "")
        items = item if is_array(item) else [item]
        parts += [_part(name, each, documented) for each in items]
    return _all(parts)


def _positions(codec: Mapping[str, Any], value: list[Any]) -> list[_Part] | None:
    pieces = [*codec["prefix"], *[codec["item"]] * len(value)]
    return _all(_piece(piece, item) for piece, item in zip(pieces, value, strict=False))


def _piece(piece: Any, item: Any) -> _Part | None:
    return None if piece.nested else _part(None, item, piece.media_type)


def _part(name: str | None, item: Any, documented: str) -> _Part | None:
    """Write a part in the first media type that is documented for it, or that is its own."""
    own = _JSON if isinstance(item, dict | list) else "text/plain"
    media_type = documented.partition(",")[0].strip()
    media_type = own if not media_type or "*" in media_type else media_type
    if media_type.partition(";")[0].endswith("json"):
        return _Part(name, json.dumps(item), media_type)
    if item is None or isinstance(item, dict | list):
        return None
    return _Part(name, text_of(item), media_type)


def _all(parts: Iterable[_Part | None]) -> list[_Part] | None:
    found = list(parts)
    known = [part for part in found if part]
    return known if known and len(known) == len(found) else None


def _in_parts(parts: list[_Part] | None, media: Media) -> tuple[bytes, str] | None:
    if parts is None or any('"' in (part.name or "") for part in parts):
        return None
    essence = media.concrete.partition(";")[0]
    whole = "".join(map(_written, parts)) + f"--{_BOUNDARY}--\r\n"
    return whole.encode("utf-8", "replace"), f"{essence}; boundary={_BOUNDARY}"


def _written(part: _Part) -> str:
    """Write a part (RFC 2046 §5.1), with its name if it has one (RFC 7578 §4.2)."""
    lines = [f"--{_BOUNDARY}", f"Content-Type: {part.media_type}"]
    if part.name is not None:
        lines.append(f'Content-Disposition: form-data; name="{part.name}"')
    return "\r\n".join([*lines, "", part.text, ""])


# Streams -----------------------------------------------------------------------------


def _stream(media: Media, item: Media, items: list[Any]) -> tuple[bytes, str] | None:
    """Say the items of a stream; None where the format has no way to."""
    codec: Mapping[str, Any] = vars(media.content)
    if media.kind == "PartStream":
        return _in_parts(_positions(codec, items), media)
    if item.kind != "Json":
        return None  # Any text is right.
    written = [_written_item(media, codec, each) for each in items]
    return ("".join(written).encode(), media.concrete) if all(written) else None


def _written_item(media: Media, codec: Mapping[str, Any], item: Any) -> str:
    if media.kind == "Lines":
        begin = "\x1e" if "json-seq" in media.name else ""
        return f"{begin}{json.dumps(item)}\n"
    if codec["whole"]:
        fields = _event(item, json_data=codec["json_data"])
        return f"{fields}\n" if fields else ""
    return f"data: {json.dumps(item)}\n\n"


def _event(item: Any, *, json_data: bool) -> str:
    """Say the fields of an event; nothing where the format has no way to."""
    if not is_object(item) or "data" not in item:
        return ""
    lines: list[str] = []
    for name, value in item.items():
        exact = name == "data" and json_data
        wanted = int if name == "retry" else str
        if name not in {"data", "event", "id", "retry"} or not (
            exact or (isinstance(value, wanted) and not isinstance(value, bool))
        ):
            return ""
        text = json.dumps(value) if exact else str(value)
        if not text.isprintable() or text == "[DONE]":
            return ""
        lines.append(f"{name}: {text}\n")
    return "".join(lines)
