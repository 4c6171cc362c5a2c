"""Media Type Objects -> `Content`: which codec reads and writes a body."""

from dataclasses import replace

from bothends.ir import (
    Binary,
    Content,
    FieldStyle,
    Form,
    Json,
    Multipart,
    Nothing,
    Plain,
    Text,
    Type,
    union_of,
)
from bothends.lower.reading import Reading
from bothends.tree import Tree


def lower_content(reading: Reading, node: Tree) -> tuple[Content, ...]:
    """Give the alternatives of a `content` mapping, JSON first, each media type once."""
    lowered = [
        _checked(_content(reading, media_type, media), reading.check_of(media))
        for media_type, media in node.get("content", {}).items()
    ]
    return tuple(sorted(lowered, key=lambda each: not isinstance(each, Json)))


def type_of_content(content: tuple[Content, ...]) -> Type:
    """Give the type of the Python value that any of the alternatives carries."""
    return union_of([_type(each) for each in content]) if content else Nothing()


def _type(content: Content) -> Type:
    match content:
        case Json(type=type_) | Form(type=type_) | Multipart(type=type_):
            return type_
        case Text():
            return Plain("str")
        case Binary():
            return Plain("bytes")


def _checked(content: Content, check: str | None) -> Content:
    match content:
        case Json() | Form() | Multipart() if check:
            return replace(content, check=check)
        case _:
            return content


def _content(reading: Reading, media_type: str, media: Tree) -> Content:
    essence = media_type.partition(";")[0].strip().lower()
    if essence == "application/x-www-form-urlencoded":
        return Form(media_type, reading.type_of(media), _styles(media))
    if essence == "multipart/form-data":
        return Multipart(media_type, reading.type_of(media), _content_types(media))
    if (
        essence == "*/*"
        and reading.schema(media.get("schema")).get("format") != "binary"
    ):
        return Json(essence, reading.type_of(media))
    if essence.endswith(("/json", "+json")):
        return Json(media_type, reading.type_of(media))
    if essence.startswith("text/"):
        return Text(media_type)
    return Binary(media_type)


def _styles(media: Tree) -> tuple[FieldStyle, ...]:
    """Give the styles that Encoding Objects name; without one a property is a plain pair."""
    encodings: dict[str, Tree] = media.get("encoding", {})
    return tuple(
        FieldStyle(name, style, bool(encoding.get("explode", style == "form")))
        for name, encoding in encodings.items()
        if (style := encoding.get("style", "form" if "explode" in encoding else None))
    )


def _content_types(media: Tree) -> tuple[tuple[str, str], ...]:
    """Give the media types that Encoding Objects name, the first of those that are a choice."""
    encodings: dict[str, Tree] = media.get("encoding", {})
    named = {name: str(each.get("contentType", "")) for name, each in encodings.items()}
    first = {name: text.partition(",")[0].strip() for name, text in named.items()}
    return tuple(
        (name, text) for name, text in first.items() if text and "*" not in text
    )
