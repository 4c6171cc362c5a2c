"""Media Type Objects -> `Content`: which codec reads and writes a body."""

from dataclasses import replace

from bothends.ir import (
    Binary,
    Blob,
    Content,
    Events,
    Form,
    Json,
    Lines,
    Multipart,
    Nothing,
    PartStream,
    Plain,
    Positional,
    StreamOf,
    Text,
    Type,
    union_of,
)
from bothends.lower.forms import lower_form
from bothends.lower.multipart import lower_multipart
from bothends.lower.reading import Reading
from bothends.lower.streams import lower_stream
from bothends.tree import Pointer, Tree

_TEXTS = frozenset(
    [
        "ecmascript",
        "graphql",
        "javascript",
        "jwt",
        "sql",
        "toml",
        "x-yaml",
        "xml",
        "yaml",
    ]
)
"""Subtypes of `application` that are text, whatever a schema says of their structure."""


def lower_content(
    reading: Reading, node: Tree, pointer: Pointer, *, streams: bool = True
) -> tuple[Content, ...]:
    """Give the alternatives of a `content` mapping, JSON first, each media type once.

    `pointer` is the place of `node`, which has the mapping.
    Without `streams` a typed stream is its text: what is raised is read as a whole.
    """
    lowered = [
        _lowered(
            reading,
            media_type,
            *reading.resolve(media, (*pointer, "content", media_type)),
            streams=streams,
        )
        for media_type, media in node.get("content", {}).items()
    ]
    return tuple(sorted(lowered, key=lambda each: not isinstance(each, Json)))


def type_of_content(content: tuple[Content, ...], *, streams: bool = True) -> Type:
    """Give the type of the Python value that any of the alternatives carries."""
    types = [_type(each) for each in content]
    whole = [each if streams or each != Blob() else Plain("bytes") for each in types]
    return union_of(whole) if whole else Nothing()


def _type(content: Content) -> Type:
    match content:
        case (
            Json(type=type_)
            | Form(type=type_)
            | Multipart(type=type_)
            | Positional(type=type_)
        ):
            return type_
        case Text():
            return Plain("str")
        case Binary():
            return Blob()
        case Lines(item=item) | Events(item=item):
            return StreamOf(_type(item))
        case PartStream(item=piece):
            return StreamOf(piece.type)


def _lowered(
    reading: Reading, media_type: str, media: Tree, pointer: Pointer, *, streams: bool
) -> Content:
    content = _content(reading, media_type, media, pointer, streams=streams)
    match content:
        case Json() | Form() | Multipart() | Positional() if check := reading.check_of(
            media
        ):
            return replace(content, check=check)
        case _:
            return content


def _content(
    reading: Reading, media_type: str, media: Tree, pointer: Pointer, *, streams: bool
) -> Content:
    essence = media_type.partition(";")[0].strip().lower()
    schema = reading.schema(media.get("schema"))
    if form := lower_form(reading, media_type, media, pointer):
        return form
    parts = lower_multipart(reading, media_type, media, pointer, streams=streams)
    if parts:
        return parts
    if found := lower_stream(reading, media_type, essence, media):
        return found if streams else Text(media_type)
    if schema.get("type") == "string" and schema.get("format") == "binary":
        return Binary(essence if essence == "*/*" else media_type)
    if essence.endswith(("/json", "+json")) or essence == "*/*":
        return Json(media_type, reading.type_of(media))
    return Text(media_type) if _is_text(essence) else Binary(media_type)


def _is_text(essence: str) -> bool:
    kind, _, subtype = essence.partition("/")
    return (
        kind == "text"
        or (kind == "application" and subtype in _TEXTS)
        or subtype.endswith(("+xml", "+yaml"))
    )
