"""Media types on the wire: what is written, and what is read of that which others write."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from echo import APP
from ends import URL, sync_wire
from golden_contents import Client, Note, UnexpectedResponse

WRITTEN: list[tuple[str, Callable[[Client], Any], str | None, bytes, str | None]] = [
    (
        "text",
        lambda api: api.text("ü"),
        "text/plain; charset=utf-8",
        "ü".encode(),
        "text/plain; charset=utf-8",
    ),
    (
        "binary",
        lambda api: api.binary(b"x"),
        "application/octet-stream",
        b"x",
        "application/octet-stream",
    ),
    (
        "any",
        lambda api: api.anything(b"x"),
        "application/octet-stream",
        b"x",
        "application/octet-stream",
    ),
    (
        "json",
        lambda api: api.several(Note(text="a")),
        "application/json",
        b'{"text":"a"}',
        "application/json",
    ),
    (
        "one of several",
        lambda api: api.several("a"),
        "text/plain; charset=utf-8",
        b"a",
        "text/plain; charset=utf-8",
    ),
    (
        "+json",
        lambda api: api.vendor(Note(text="a")),
        "application/vnd.note+json",
        b'{"text":"a"}',
        "application/vnd.note+json; version=2",
    ),
    ("no body", lambda api: api.optional(), None, b"", None),
    (
        "null",
        lambda api: api.scalar(None),
        "application/json",
        b"null",
        "application/json",
    ),
    ("nothing", lambda api: api.nothing(), None, b"", None),
]


@pytest.mark.parametrize(
    ("call", "media_type", "content", "answered"),
    [row[1:] for row in WRITTEN],
    ids=[row[0] for row in WRITTEN],
)
def test_what_goes_over_the_wire(
    call: Callable[[Client], Any],
    media_type: str | None,
    content: bytes,
    answered: str | None,
) -> None:
    exchanges: list[httpx2.Response] = []
    with sync_wire(APP) as http:
        http.event_hooks = {"response": [exchanges.append]}
        call(Client(base_url=URL, http=http))
    [answer] = exchanges
    assert answer.request.headers.get("content-type") == media_type
    assert answer.request.read() == content
    assert answer.headers.get("content-type") == answered


READ: list[tuple[str, str, str | None, bytes, int, bytes]] = [
    (
        "parameters",
        "/text",
        "text/plain; charset=UTF-8",
        "ü".encode(),
        200,
        "ü".encode(),
    ),
    (
        "another charset",
        "/text",
        "text/plain; charset=iso-8859-1",
        "ü".encode("latin-1"),
        200,
        "ü".encode(),
    ),
    (
        "any JSON where any media type will do",
        "/any-schema",
        "application/vnd.x+json",
        b'{"text":"a"}',
        200,
        b'{"text":"a"}',
    ),
    (
        "capitals",
        "/vendor",
        "Application/Vnd.Note+JSON",
        b'{"text":"a"}',
        200,
        b'{"text":"a"}',
    ),
    ("a range", "/picture", "image/webp", b"x", 200, b"x"),
    ("anything", "/any", "application/x-thing", b"x", 200, b"x"),
    (
        "no media type is the first",
        "/several",
        None,
        b'{"text":"a"}',
        200,
        b'{"text":"a"}',
    ),
    ("not in the range", "/picture", "text/plain", b"x", 415, b""),
    ("json that is not +json", "/vendor", "application/json", b"{}", 415, b""),
    ("nothing at all", "/text", None, b"", 422, b""),
    ("no UTF-8", "/text", "text/plain", b"\xff", 400, b""),
    ("no JSON", "/any-json", "application/json", b"{", 400, b""),
    ("empty JSON", "/any-json", "application/json", b"", 400, b""),
    ("JSON that is no UTF-8", "/any-json", "application/json", b'"\xff"', 400, b""),
]


@pytest.mark.parametrize(
    ("path", "media_type", "content", "status", "body"),
    [row[1:] for row in READ],
    ids=[row[0] for row in READ],
)
def test_what_others_send(
    path: str, media_type: str | None, content: bytes, status: int, body: bytes
) -> None:
    headers = {"content-type": media_type} if media_type else {}
    with sync_wire(APP) as http:
        answer = http.put(path, content=content, headers=headers)
    assert answer.status_code == status, answer.text
    assert status != 200 or answer.content == body


ANSWERS: list[tuple[str, Callable[[Client], Any], str | None, bytes, object]] = [
    (
        "another media type",
        lambda api: api.vendor(Note(text="")),
        "application/json",
        b'{"text":"a"}',
        Note(text="a"),
    ),
    (
        "no media type",
        lambda api: api.vendor(Note(text="")),
        None,
        b'{"text":"a"}',
        Note(text="a"),
    ),
    (
        "one of several",
        lambda api: api.several("a"),
        "application/octet-stream",
        b"\xff",
        b"\xff",
    ),
    ("a picture", lambda api: api.raw.picture(b"").body, "image/jpeg", b"x", b"x"),
    ("anything", lambda api: api.anything(b""), "video/mp4", b"x", b"x"),
    (
        "text in another charset",
        lambda api: api.text("a"),
        "text/plain; charset=utf-16",
        "ü".encode("utf-16"),
        "ü",
    ),
    (
        "text that is no UTF-8",
        lambda api: api.text("a"),
        "text/plain",
        b"\xff",
        "\ufffd",
    ),
    (
        "a page of a proxy",
        lambda api: api.vendor(Note(text="")),
        "text/html",
        b"<html>",
        UnexpectedResponse,
    ),
    (
        "nothing",
        lambda api: api.vendor(Note(text="")),
        "application/vnd.note+json",
        b"",
        UnexpectedResponse,
    ),
]


@pytest.mark.parametrize(
    ("call", "media_type", "content", "result"),
    [row[1:] for row in ANSWERS],
    ids=[row[0] for row in ANSWERS],
)
def test_what_others_answer(
    call: Callable[[Client], Any],
    media_type: str | None,
    content: bytes,
    result: object,
) -> None:
    def answer(_request: httpx2.Request) -> httpx2.Response:
        headers = {"content-type": media_type} if media_type else {}
        return httpx2.Response(200, content=content, headers=headers)

    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    api = Client(base_url=URL, http=http)
    if result is UnexpectedResponse:
        with pytest.raises(UnexpectedResponse) as raised:
            call(api)
        assert raised.value.content == content
    else:
        assert call(api) == result


def test_a_strict_client_takes_documented_media_types_only() -> None:
    def answer(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json={"text": "a"})

    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    with pytest.raises(UnexpectedResponse, match="media type"):
        Client(base_url=URL, http=http, strict=True).vendor(Note(text=""))


def test_what_is_accepted_is_what_is_documented() -> None:
    requests: list[httpx2.Request] = []
    with sync_wire(APP) as http:
        http.event_hooks = {"request": [requests.append]}
        api = Client(base_url=URL, http=http)
        api.several("a")
        api.nothing()
    accepted = [request.headers["accept"] for request in requests]
    assert accepted == [
        "application/json, text/plain, application/octet-stream",
        "*/*",
    ]
