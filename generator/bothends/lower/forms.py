"""`application/x-www-form-urlencoded`: how the properties of an object are said in pairs."""

from collections.abc import Iterator

from bothends.ir import Form, Text
from bothends.lower.encodings import (
    content_type_of,
    encodings,
    essence_of,
    may_be,
    note_headers,
    note_unused,
    styles,
)
from bothends.lower.reading import Reading
from bothends.tree import Pointer, Tree

_PAIRS = "application/x-www-form-urlencoded"


def lower_form(
    reading: Reading, media_type: str, media: Tree, pointer: Pointer
) -> Form | Text | None:
    """Lower a form in pairs; None for any other media type. What is no object is text."""
    if essence_of(media_type) != _PAIRS:
        return None
    if not may_be(reading, media.get("schema", True), "object"):
        note_unread(reading, pointer)
        return Text(media_type)
    hint = "describe an object, and its properties by `encoding`"
    note_unused(reading, media, pointer, ("prefixEncoding", "itemEncoding"), hint)
    for name, encoding in encodings(media):
        place = (*pointer, "encoding", name)
        note_headers(reading, encoding, place)
        inner = ("encoding", "prefixEncoding", "itemEncoding")
        note_unused(reading, encoding, place, inner, "a pair has no parts of its own")
    return Form(
        media_type,
        reading.type_of(media),
        tuple(_json_types(media)),
        tuple(styles(media)),
        tuple(name for name, each in encodings(media) if each.get("allowReserved")),
    )


def note_unread(reading: Reading, pointer: Pointer) -> None:
    """Note a schema of what has no properties."""
    reading.report(
        (*pointer, "schema"),
        "unread-form",
        "this schema is not used: a form has the properties of an object",
        "describe an object, or another media type",
        "warning",
    )


def _json_types(media: Tree) -> Iterator[tuple[str, str]]:
    """Give the properties that are JSON text in their pair; a style comes first (§4.15)."""
    styled = {style.name for style in styles(media)}
    for name, encoding in encodings(media):
        content_type = content_type_of(encoding)
        is_json = essence_of(content_type).endswith(("/json", "+json"))
        if name not in styled and is_json and not encoding.get("allowReserved"):
            yield name, content_type
