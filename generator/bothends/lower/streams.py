"""Media types whose bodies are typed streams: which items they have."""

from collections.abc import Iterator
from typing import Any

from bothends.ir import Events, Json, Lines, Text
from bothends.lower.reading import Reading
from bothends.tree import Tree

EVENTS = "text/event-stream"
_LINES = frozenset(
    [
        "application/json-lines",
        "application/json-seq",
        "application/jsonl",
        "application/jsonlines",
        "application/ndjson",
        "application/stream+json",
        "application/x-json-stream",
        "application/x-jsonl",
        "application/x-jsonlines",
        "application/x-ndjson",
    ]
)


def lower_stream(
    reading: Reading, media_type: str, essence: str, media: Tree
) -> Lines | Events | None:
    """Lower a media type whose items come one after the other; None for any other.

    `itemSchema` is of an item (OpenAPI 3.2 §4.14), which for `text/event-stream` is an event
    with its fields. Where there is none, `schema` is of the data of an event, or of a line; that
    an array of lines is meant by it is no array on each line.
    """
    if essence == EVENTS:
        return _events(reading, media_type, media)
    if essence in _LINES or essence.endswith("+json-seq"):
        return Lines(media_type, _item(reading, media))
    return None


def _item(reading: Reading, media: Tree) -> Json | Text:
    """Give the codec of an item: text where a schema says so, or where none says anything."""
    key = "itemSchema" if "itemSchema" in media else "schema"
    schema = media.get(key, {"type": "string"})
    keywords = reading.schema(schema)
    if keywords.get("type") == "string":
        return Text("text/plain")
    if keywords.get("type") == "array" and key == "schema":
        items = {"schema": keywords.get("items", True)}
        return Json("application/json", reading.type_of(items))
    type_ = reading.type_of({"schema": schema})
    return Json("application/json", type_, check=reading.check_of(media, key))


def _events(reading: Reading, media_type: str, media: Tree) -> Events:
    whole = "itemSchema" in media
    json_data = whole and any(_data(reading, media["itemSchema"]))
    return Events(media_type, _item(reading, media), whole, json_data)


def _data(reading: Reading, schema: Any) -> Iterator[bool]:
    """Tell of the data of each variant of an event whether it is JSON."""
    keywords = reading.schema(schema)
    if (data := keywords.get("properties", {}).get("data")) is not None:
        yield reading.schema(data).get("type") != "string"
    for keyword in ("allOf", "anyOf", "oneOf"):
        for member in keywords.get(keyword, []):
            yield from _data(reading, member)
