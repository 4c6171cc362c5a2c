"""Server-sent events whose data is JSON: the schema of the JSON takes the place of the text's."""

from collections.abc import Iterator
from typing import Any

from bothends.tree import Tree, is_object, objects, resolved

_EVENTS = "text/event-stream"
_MEMBERS = ("allOf", "anyOf", "oneOf")


def decode_events(tree: Tree) -> None:
    """Type the data of events by its `contentSchema`, where the data of every variant has one.

    `itemSchema` describes the fields of an event, of which `data` is text (OpenAPI 3.2 §4.14.4).
    """
    for node in objects(tree):
        content = node.get("content")
        media: Any = content.get(_EVENTS) if is_object(content) else None
        if is_object(media) and "itemSchema" in resolved(tree, media, ())[0]:
            item = resolved(tree, media, ())[0]["itemSchema"]
            found = list(_properties(tree, item))
            if all(_is_json(each["data"]) for each in found):
                for each in found:
                    each["data"] = each["data"]["contentSchema"]


def _properties(tree: Tree, schema: Any) -> Iterator[Tree]:
    """Find the properties of every variant that have `data`."""
    if not is_object(schema):
        return
    keywords, _ = resolved(tree, schema, ())
    if "data" in keywords.get("properties", {}):
        yield keywords["properties"]
    for keyword in _MEMBERS:
        for member in keywords.get(keyword, []):
            yield from _properties(tree, member)


def _is_json(schema: Any) -> bool:
    if not is_object(schema) or not is_object(schema.get("contentSchema")):
        return False
    media_type = str(schema.get("contentMediaType", "application/json"))
    return media_type.endswith(("/json", "+json")) and (
        schema["contentSchema"].get("type") != "string"
    )
