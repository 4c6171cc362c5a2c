"""Typed streams byte by byte: borders of chunks, line ends and limits change nothing."""

from typing import Any

import pytest

from agent_harness._runtime.content import Json, Text
from agent_harness._runtime.events import Events
from agent_harness._runtime.lines import Lines

Codec = Events | Lines


def read(codec: Codec, data: bytes, size: int, limit: int = 1000) -> list[Any]:
    """Read a stream that comes in chunks of a size."""
    reader = codec.reader(strict=True, limit=limit)
    items: list[Any] = []
    for at in range(0, len(data), size):
        items += reader.feed(data[at : at + size])
    return [*items, *reader.end()]


TEXTS = Events(Text())
WHOLE = Events(Json(dict[str, Any]), whole=True)
READ: list[tuple[str, Codec, bytes, list[Any]]] = [
    ("line feeds", TEXTS, b"data: a\ndata:b\n\ndata:  c\n\n", ["a\nb", " c"]),
    ("returns", TEXTS, b"data: a\rdata:b\r\rdata: c\r\r", ["a\nb", "c"]),
    ("both", TEXTS, b"data: a\r\ndata:b\r\n\r\ndata: c\r\n\r\n", ["a\nb", "c"]),
    ("byte order mark", TEXTS, b"\xef\xbb\xbfdata: a\n\n", ["a"]),
    ("comments", TEXTS, b": x\ndata: a\n:\n\n: y\n\n", ["a"]),
    ("no colon", TEXTS, b"data\n\ndata\ndata\n\n", ["", "\n"]),
    ("unknown fields", TEXTS, b"date: a\n data: b\ndata: c\n\n", ["c"]),
    ("no end", TEXTS, b"data: a\n\ndata: b\n", ["a"]),
    ("no UTF-8", TEXTS, b"data: \xff\n\n", ["\ufffd"]),
    ("done", TEXTS, b"data: a\n\ndata: [DONE]\n\ndata: b\n\n", ["a"]),
    ("no data", TEXTS, b"event: a\nid: 1\n\ndata: b\n\n", ["b"]),
    (
        "all fields",
        WHOLE,
        b"event: a\nid: 1\nretry: 05\ndata: b\n\nid: \0\nretry: 5s\ndata: c\n\n",
        [{"event": "a", "id": "1", "retry": 5, "data": "b"}, {"data": "c"}],
    ),
    (
        "JSON data",
        Events(Json(dict[str, Any]), whole=True, json_data=True),
        b'data: {"a":\ndata: 1}\n\ndata: b\n\n',
        [{"data": {"a": 1}}, {"data": "b"}],
    ),
    (
        "JSON or text",
        Events(Json(int | str)),
        b'data: 1\n\ndata: "a"\n\ndata: end\n\n',
        [1, "a", "end"],
    ),
    ("lines", Lines(Json(int)), b"1\n\r\n2\r\n\n3", [1, 2, 3]),
    ("text", Lines(Text()), "ü\n b\nc".encode(), ["ü", " b", "c"]),
    (
        "records",
        Lines(Json(Any), "application/json-seq"),
        b"\x1e1\n\x1e\x1e[\n2]\n\x1e3",
        [1, [2], 3],
    ),
]


@pytest.mark.parametrize(
    ("codec", "data", "items"), [row[1:] for row in READ], ids=[row[0] for row in READ]
)
@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_items_are_the_same_however_they_come(
    codec: Codec, data: bytes, items: list[Any], size: int
) -> None:
    assert read(codec, data, size) == items


WRITTEN: list[tuple[Codec, Any, bytes]] = [
    (TEXTS, "a\r\nb\rc\n", b"data: a\ndata: b\ndata: c\ndata: \n\n"),
    (TEXTS, "", b"data: \n\n"),
    (Events(Json(list[str])), ["a\n"], b'data: ["a\\n"]\n\n'),
    (WHOLE, {"data": "a\nb", "id": ""}, b"data: a\ndata: b\nid: \n\n"),
    (WHOLE, {"retry": 5, "data": None}, b"retry: 5\n\n"),
    (Lines(Json(str)), "a\nü", '"a\\nü"\n'.encode()),
    (Lines(Json(int), "application/json-seq"), 1, b"\x1e1\n"),
]


@pytest.mark.parametrize(("codec", "item", "data"), WRITTEN)
def test_how_items_are_written(codec: Codec, item: Any, data: bytes) -> None:
    assert codec.write(item) == data


UNSAYABLE: list[tuple[Codec, Any]] = [
    (TEXTS, "[DONE]"),
    (WHOLE, {}),
    (WHOLE, {"data": None}),
    (WHOLE, {"data": "a", "event": "b\nc"}),
    (WHOLE, {"data": "a", "id": "\0"}),
    (WHOLE, {"data": "a", "retry": -1}),
    (WHOLE, {"data": "a", "other": 1}),
    (Lines(Text()), "a\nb"),
    (Lines(Text()), "a\rb"),
]


@pytest.mark.parametrize(("codec", "item"), UNSAYABLE)
def test_what_no_stream_can_say(codec: Codec, item: Any) -> None:
    with pytest.raises(ValueError, match=r"would end|field|cannot"):
        codec.write(item)


@pytest.mark.parametrize(
    ("codec", "data"),
    [
        (Lines(Json(str)), b'"' + b"x" * 100),
        (TEXTS, b"data: " + b"x" * 100),
        (TEXTS, b"data: xxxxxxxx\n" * 10),
    ],
)
def test_an_item_without_end_is_not_kept(codec: Codec, data: bytes) -> None:
    with pytest.raises(ValueError, match="longer than 50"):
        read(codec, data, 10, limit=50)
