"""Media Type Objects -> `Content`: which codec reads and writes a body."""

from bothends.ir import Binary, Content, Json, Nothing, Plain, Text, Type, union_of
from bothends.lower.reading import Reading
from bothends.tree import Pointer, Tree

_FORMS = frozenset(["application/x-www-form-urlencoded", "multipart/form-data"])


def lower_content(
    reading: Reading, node: Tree, pointer: Pointer
) -> tuple[Content, ...]:
    """Give the alternatives of a `content` mapping, JSON first, each media type once."""
    lowered = [
        _content(reading, media_type, media, (*pointer, "content", media_type))
        for media_type, media in node.get("content", {}).items()
    ]
    return tuple(sorted(lowered, key=lambda each: not isinstance(each, Json)))


def type_of_content(content: tuple[Content, ...]) -> Type:
    """Give the type of the Python value that any of the alternatives carries."""
    return union_of([_type(each) for each in content]) if content else Nothing()


def _type(content: Content) -> Type:
    match content:
        case Json(type=type_):
            return type_
        case Text():
            return Plain("str")
        case Binary():
            return Plain("bytes")


def _content(
    reading: Reading, media_type: str, media: Tree, pointer: Pointer
) -> Content:
    essence = media_type.partition(";")[0].strip().lower()
    if essence in _FORMS:
        reading.report(
            pointer,
            "unsupported-media-type",
            f"bodies of `{essence}` are not generated yet",
            "leave the operation out with --include-operation, or offer application/json too",
        )
    if (
        essence == "*/*"
        and reading.schema(media.get("schema")).get("format") != "binary"
    ):
        return Json("application/json", reading.type_of(media))
    if essence.endswith(("/json", "+json")):
        return Json(media_type, reading.type_of(media))
    if essence.startswith("text/"):
        return Text(media_type)
    return Binary(media_type)
