"""Media types of forms: how the properties of an object are said, and what no form here says."""

from collections.abc import Iterator, Mapping
from typing import Any

from bothends.ir import Binary, FieldStyle, Form, Multipart, Text
from bothends.lower.reading import Reading
from bothends.tree import Pointer, Tree

_PAIRS = "application/x-www-form-urlencoded"
_PARTS = "multipart/form-data"
_POSITIONAL = ("prefixEncoding", "itemEncoding")
_DEEPEST = 20
"""Schemas within schemas that are looked into: one may have itself as a member."""


def lower_form(
    reading: Reading, media_type: str, media: Tree, pointer: Pointer
) -> Form | Multipart | Text | Binary | None:
    """Lower a media type of forms, or of parts in general; None for any other.

    Parts that are no form are bytes, and so are parts of what is no object; pairs are text.
    """
    essence = media_type.partition(";")[0].strip().lower()
    _note_positions(reading, media, pointer)
    if essence not in (_PAIRS, _PARTS):
        return _parts_of_any(reading, media_type, essence, pointer)
    if not _may_be_object(reading, media.get("schema", True)):
        reading.report(
            (*pointer, "schema"),
            "unread-form",
            "this schema is not used: a form has the properties of an object",
            "describe an object, or another media type",
            "warning",
        )
        return Text(media_type) if essence == _PAIRS else Binary(media_type)
    _note_encodings(reading, media, pointer)
    if essence == _PAIRS:
        return Form(
            media_type,
            reading.type_of(media),
            tuple(_styles(media)),
            tuple(
                name for name, each in _encodings(media) if each.get("allowReserved")
            ),
        )
    return Multipart(
        media_type,
        reading.type_of(media),
        tuple(_content_types(media)),
        tuple(_styles_of_parts(reading, media)),
    )


def _parts_of_any(
    reading: Reading, media_type: str, essence: str, pointer: Pointer
) -> Binary | None:
    if not essence.startswith("multipart/"):
        return None
    reading.report(
        pointer,
        "unread-multipart",
        f"bodies of `{essence}` are bytes: their parts are neither made nor read",
        f"use `{_PARTS}` if the parts have names",
        "warning",
    )
    return Binary(media_type)


def _may_be_object(reading: Reading, schema: Any, depth: int = 0) -> bool:
    keywords = reading.schema(schema)
    types = keywords.get("type", "object")
    if "object" not in (types if isinstance(types, list) else [types]):
        return False
    members = [*keywords.get("anyOf", []), *keywords.get("oneOf", [])]
    if not members or depth == _DEEPEST:
        return True
    return any(_may_be_object(reading, each, depth + 1) for each in members)


def _encodings(media: Tree) -> Iterator[tuple[str, Tree]]:
    encodings: Mapping[str, Tree] = media.get("encoding", {})
    yield from encodings.items()


def _styles(media: Tree) -> Iterator[FieldStyle]:
    """Give the styles that Encoding Objects name; without one a property is a plain pair."""
    for name, encoding in _encodings(media):
        fallback = "form" if "explode" in encoding else None
        if style := encoding.get("style", fallback):
            yield FieldStyle(
                name, style, bool(encoding.get("explode", style == "form"))
            )


def _styles_of_parts(reading: Reading, media: Tree) -> Iterator[FieldStyle]:
    """Give the styles that parts do not have anyway; before OpenAPI 3.1 they have none."""
    if str(reading.tree.get("openapi", "")).startswith("3.0"):
        return
    for style in _styles(media):
        plain = style.style == "form" and style.explode
        if not plain or _is_object(reading, media, style.name):
            yield style


def _content_types(media: Tree) -> Iterator[tuple[str, str]]:
    """Give the first media type of each property that is no range (OpenAPI 3.1 §4.8.15.1)."""
    for name, encoding in _encodings(media):
        named = [
            each.strip() for each in str(encoding.get("contentType", "")).split(",")
        ]
        if first := next((each for each in named if each and "*" not in each), None):
            yield name, first


def _is_object(reading: Reading, media: Tree, name: str) -> bool:
    properties: Mapping[str, Any] = reading.schema(media.get("schema")).get(
        "properties", {}
    )
    keywords = reading.schema(properties.get(name))
    return keywords.get("type") == "object" or "properties" in keywords


def _note_positions(reading: Reading, holder: Tree, pointer: Pointer) -> None:
    for keyword in _POSITIONAL:
        if keyword in holder:
            reading.report(
                (*pointer, keyword),
                "unread-encoding",
                f"`{keyword}` is not used: the parts of a form have names, not positions",
                "describe an object, and its properties by `encoding`",
                "warning",
            )


def _note_encodings(reading: Reading, media: Tree, pointer: Pointer) -> None:
    """Note what Encoding Objects say that is not done."""
    for name, encoding in _encodings(media):
        place = (*pointer, "encoding", name)
        _note_positions(reading, encoding, place)
        if "encoding" in encoding:
            reading.report(
                (*place, "encoding"),
                "unread-encoding",
                "`encoding` within `encoding` is not used: a part has no parts of its own",
                "send the parts of the part by themselves",
                "warning",
            )
        headers = [
            each
            for each in encoding.get("headers", {})
            if each.lower() != "content-type"
        ]
        for header in headers:
            reading.report(
                (*place, "headers", header),
                "unread-encoding",
                f"the header `{header}` of a part is neither sent nor read",
                "make it a property of its own",
                "warning",
            )
        _note_structure(reading, media, name, (*place, "contentType"))


def _note_structure(reading: Reading, media: Tree, name: str, place: Pointer) -> None:
    """Note a media type that an object is not written in."""
    named = dict(_content_types(media)).get(name, "")
    essence = named.partition(";")[0].strip().lower()
    is_json = essence.endswith(("/json", "+json"))
    if named and not is_json and _is_object(reading, media, name):
        reading.report(
            place,
            "unread-encoding",
            f"`{named}` is not used: an object in a form is JSON",
            "name `application/json`, or make the property a string",
            "warning",
        )
