"""`multipart`: an object has a part for each property, an array one for each item."""

from collections.abc import Iterator

from bothends.ir import (
    Anything,
    Binary,
    FieldStyle,
    ListOf,
    Multipart,
    Parts,
    PartStream,
    Piece,
    Positional,
)
from bothends.lower.encodings import (
    content_type_of,
    encodings,
    essence_of,
    is_object_schema,
    may_be,
    note_headers,
    note_unused,
    property_of,
    styles,
)
from bothends.lower.forms import note_unread
from bothends.lower.reading import Reading
from bothends.tree import PARTS, Pointer, Tree, is_object

_FORM = "multipart/form-data"
_POSITIONS = ("prefixEncoding", "itemEncoding")
_NAMED = "describe an object, and its properties by `encoding`"
_PLACED = "describe the items by `prefixEncoding` and `itemEncoding`"


def lower_multipart(
    reading: Reading, media_type: str, media: Tree, pointer: Pointer, *, streams: bool
) -> Parts | PartStream | Binary | None:
    """Lower a `multipart` media type; None for any other. What are no parts is bytes.

    Without `streams` a stream is a list.
    """
    essence = essence_of(media_type)
    if not essence.startswith("multipart/"):
        return None
    if "itemSchema" in media and essence != _FORM:
        stream = _stream(reading, media_type, media, pointer)
        whole = ListOf(stream.item.type)
        return (
            stream
            if streams
            else Positional(media_type, whole, stream.prefix, stream.item)
        )
    if essence != _FORM and not {"schema", *_POSITIONS} & media.keys():
        reading.report(
            pointer,
            "unread-multipart",
            f"bodies of `{essence}` are bytes: nothing says which parts they have",
            "describe an array of the parts, or an object if they have names",
            "warning",
        )
        return Binary(media_type)
    return _parts(reading, media_type, media, pointer) or Binary(media_type)


def _parts(
    reading: Reading, media_type: str, media: Tree, pointer: Pointer
) -> Parts | None:
    """Lower parts, which may be within a part; None for a schema that has none."""
    schema = media.get("schema", True)
    by_position = _POSITIONS[0] in media or _POSITIONS[1] in media
    if essence_of(media_type) != _FORM and (
        (by_position and may_be(reading, schema, "array")) or _is_array(reading, schema)
    ):
        return _positional(reading, media_type, media, pointer)
    if may_be(reading, schema, "object"):
        return _named(reading, media_type, media, pointer)
    if essence_of(media_type) == _FORM or not may_be(reading, schema, "string"):
        note_unread(reading, pointer)
    return None


def _is_array(reading: Reading, schema: object) -> bool:
    keywords = reading.schema(schema)
    return keywords.get("type") == "array" or bool(
        {"items", "prefixItems"} & keywords.keys()
    )


# By name --------------------------------------------------------------------------


def _named(
    reading: Reading, media_type: str, media: Tree, pointer: Pointer
) -> Multipart:
    note_unused(reading, media, pointer, _POSITIONS, _NAMED)
    styled = tuple(_styles(reading, media))
    names = {style.name for style in styled}
    kinds: list[tuple[str, str]] = []
    nested: list[tuple[str, Parts]] = []
    for name, encoding in encodings(media):
        place = (*pointer, "encoding", name)
        schema = property_of(reading, media, name)
        note_headers(reading, encoding, place)
        if name in names:
            continue
        inner = _within(reading, encoding, schema, place)
        if inner:
            nested.append((name, inner))
        elif kind := _kind(reading, encoding, schema, place):
            kinds.append((name, kind))
    type_ = reading.type_of(media)
    return Multipart(media_type, type_, tuple(kinds), styled, tuple(nested))


def _styles(reading: Reading, media: Tree) -> Iterator[FieldStyle]:
    """Give the styles that parts do not have anyway; before OpenAPI 3.1 they have none."""
    if str(reading.tree.get("openapi", "")).startswith("3.0"):
        return
    for style in styles(media):
        plain = style.style == "form" and style.explode
        if not plain or is_object_schema(
            reading, property_of(reading, media, style.name)
        ):
            yield style


# By position ----------------------------------------------------------------------


def _positional(
    reading: Reading, media_type: str, media: Tree, pointer: Pointer
) -> Positional:
    note_unused(reading, media, pointer, ("encoding",), _PLACED)
    schema = reading.schema(media.get("schema"))
    parts: list[Tree] = media.get(PARTS) or [{"schema": schema.get("items") or True}]
    *first, others = _pieces(reading, parts, media, pointer)
    type_ = reading.type_of(media)
    whole = ListOf(Anything()) if type_ == Anything() else type_
    return Positional(media_type, whole, tuple(first), others)


def _stream(
    reading: Reading, media_type: str, media: Tree, pointer: Pointer
) -> PartStream:
    note_unused(reading, media, pointer, ("encoding",), _PLACED)
    check = reading.check_of(media, "itemSchema")
    holder: Tree = {"schema": media["itemSchema"]}
    *first, others = _pieces(reading, [holder], media, pointer, check)
    return PartStream(media_type, tuple(first), others)


def _pieces(
    reading: Reading,
    parts: list[Tree],
    media: Tree,
    pointer: Pointer,
    check: str | None = None,
) -> Iterator[Piece]:
    """Give the pieces of the first positions, and at last that of all others."""
    prefix: list[Tree] = media.get("prefixEncoding", [])
    *first, others = parts
    count = max(len(first), len(prefix))
    for index in range(count + 1):
        holder = first[index] if index < len(first) else others
        is_first = index < len(prefix)
        encoding = prefix[index] if is_first else media.get("itemEncoding", {})
        place = (*pointer, "itemEncoding")
        if is_first:
            place = (*pointer, "prefixEncoding", index)
        if is_first or index == count:
            note_headers(reading, encoding, place)
        yield _piece(reading, holder, encoding, place, check)


def _piece(
    reading: Reading, holder: Tree, encoding: Tree, place: Pointer, check: str | None
) -> Piece:
    schema = holder["schema"]
    type_ = reading.type_of(holder)
    if inner := _within(reading, encoding, schema, place):
        return Piece(type_, nested=inner, check=check)
    return Piece(type_, _kind(reading, encoding, schema, place), check=check)


# Either way -----------------------------------------------------------------------


def _within(
    reading: Reading, encoding: Tree, schema: object, place: Pointer
) -> Parts | None:
    """Lower a part that has parts itself; None for any other (OpenAPI 3.2 §4.15.1)."""
    kind = content_type_of(encoding)
    is_multipart = essence_of(kind).startswith("multipart/")
    whole = is_object_schema(reading, schema) or _is_array(reading, schema)
    if is_multipart and whole:
        return _parts(reading, kind, {**encoding, "schema": schema}, place)
    keywords = ("encoding", *_POSITIONS)
    hint = "name a `multipart` media type, and describe an object or an array"
    note_unused(reading, encoding, place, keywords, hint)
    return None


def _kind(reading: Reading, encoding: Tree, schema: object, place: Pointer) -> str:
    """Give the media types of a part; none that an object is not written in."""
    kind = content_type_of(encoding)
    keywords = reading.schema(schema)
    item = keywords.get("items") if keywords.get("type") == "array" else schema
    names = [essence_of(each) for each in kind.split(",") if kind]
    if not names or any(map(_may_be_json, names)):
        return kind
    if is_object(item) and is_object_schema(reading, item):
        reading.report(
            (*place, "contentType"),
            "unread-encoding",
            f"`{kind}` is not used: an object in a part is JSON",
            "name `application/json`, or make it a string",
            "warning",
        )
        return ""
    return kind


def _may_be_json(essence: str) -> bool:
    return essence.endswith(("/json", "+json")) or essence in {"*/*", "application/*"}
