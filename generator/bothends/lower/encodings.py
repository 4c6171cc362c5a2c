"""Encoding Objects (OpenAPI 3.2 §4.15): what they say, and what of it is not done."""

from collections.abc import Iterator, Mapping
from typing import Any

from bothends.ir import FieldStyle
from bothends.lower.reading import Reading
from bothends.tree import Pointer, Tree

_DEEPEST = 20
"""Schemas within schemas that are looked into: one may have itself as a member."""


def encodings(media: Tree) -> Iterator[tuple[str, Tree]]:
    """Give the Encoding Objects of properties, by name."""
    found: Mapping[str, Tree] = media.get("encoding", {})
    yield from found.items()


def styles(media: Tree) -> Iterator[FieldStyle]:
    """Give the styles that Encoding Objects name; without one a property is a plain pair."""
    for name, encoding in encodings(media):
        fallback = "form" if "explode" in encoding else None
        if style := encoding.get("style", fallback):
            yield FieldStyle(
                name, style, bool(encoding.get("explode", style == "form"))
            )


def content_type_of(encoding: Tree) -> str:
    """Give the `contentType` of an Encoding Object: media types and ranges, or nothing."""
    named = str(encoding.get("contentType", "")).split(",")
    return ", ".join(each.strip() for each in named if each.strip())


def essence_of(media_type: str) -> str:
    """Give a media type, or the first of several, without parameters and in lower case."""
    return media_type.partition(",")[0].partition(";")[0].strip().lower()


def may_be(reading: Reading, schema: Any, name: str, depth: int = 0) -> bool:
    """Tell whether a schema allows values of a type."""
    keywords = reading.schema(schema)
    types = keywords.get("type", name)
    if name not in (types if isinstance(types, list) else [types]):
        return False
    members = [*keywords.get("anyOf", []), *keywords.get("oneOf", [])]
    if not members or depth == _DEEPEST:
        return True
    return any(may_be(reading, each, name, depth + 1) for each in members)


def is_object_schema(reading: Reading, schema: Any) -> bool:
    """Tell whether a schema says that values are objects."""
    keywords = reading.schema(schema)
    return keywords.get("type") == "object" or "properties" in keywords


def property_of(reading: Reading, media: Tree, name: str) -> Any:
    """Give the schema of a property; one that is not described may be anything."""
    found: Mapping[str, Any] = reading.schema(media.get("schema")).get("properties", {})
    return found.get(name, True)


def note_headers(reading: Reading, encoding: Tree, place: Pointer) -> None:
    """Note the headers of a part, but the one that `contentType` says."""
    for header in encoding.get("headers", {}):
        if header.lower() != "content-type":
            reading.report(
                (*place, "headers", header),
                "unread-part-header",
                f"the header `{header}` of a part is neither sent nor read",
                "make it a property or an item of its own",
                "warning",
            )


def note_unused(
    reading: Reading, holder: Tree, place: Pointer, keywords: tuple[str, ...], hint: str
) -> None:
    """Note keywords that say nothing where they stand."""
    for keyword in keywords:
        if keyword in holder:
            reading.report(
                (*place, keyword),
                "unread-encoding",
                f"`{keyword}` is not used here",
                hint,
                "warning",
            )
