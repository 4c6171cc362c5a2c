"""What is too much of a request: refused in the API's words before a handler hears of it."""

import socket
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from golden_library import (
    ApiError,
    Book,
    Card,
    FailureError,
    Names,
    Page,
    Shelf,
    UnexpectedResponse,
    create_app,
)
from golden_library._runtime.limits import ensure_declared
from golden_library.server import Limits, Refused
from librarian import BOOK, ENDS, End, Librarian, called, worded
from serving import serving

SMALL = Limits(
    headers=20,
    header_bytes=2000,
    query_parameters=3,
    query_bytes=50,
    body=1000,
    stream=1000,
    json_depth=5,
    fields=4,
    parts=4,
    part=100,
    part_headers=200,
)


class Counting(Librarian):
    """Counts what gets through to it."""

    count = 0

    async def add_book(self, body: Book) -> Book:
        self.count += 1
        return body

    async def send_form(self, body: Card | Names) -> int:
        self.count += 1
        return 1


def nested(depth: int) -> Shelf:
    """Give shelves within each other."""
    shelf = Shelf()
    for _ in range(depth - 1):
        shelf = Shelf(within=shelf)
    return shelf


def chunks(size: int) -> Iterator[bytes]:
    """Give a body whose length nobody tells."""
    yield from (b"x" * 100 for _ in range(size // 100))


PAGES = [Page(text="x" * 90) for _ in range(12)]
LONG = Book(title="a", tags=["x" * 1000])
MANY = {f"X-{n}": "a" for n in range(20)}

TOO_MUCH: list[tuple[str, list[Any], dict[str, Any], int, str]] = [
    ("add_book", [LONG], {}, 413, "content-too-large"),
    ("put_scan", ["a", b"x" * 1001], {}, 413, "content-too-large"),
    ("put_scan", ["a", chunks], {}, 413, "content-too-large"),
    ("write_pages", ["a", PAGES], {}, 413, "content-too-large"),
    ("send_form", [Names(name=["a"] * 5)], {}, 413, "content-too-large"),
    ("send_form", [Card(name=["a"] * 5)], {}, 413, "content-too-large"),
    ("send_form", [Card(photo=b"x" * 101)], {}, 413, "content-too-large"),
    ("put_shelf", [nested(6)], {}, 400, "malformed-body"),
    ("get_book", ["a"], {"headers": MANY}, 431, "headers-too-large"),
    ("get_book", ["a"], {"headers": {"X": "a" * 2000}}, 431, "headers-too-large"),
    ("get_book", ["a"], {"query": {"a": "x" * 50}}, 414, "uri-too-long"),
    ("get_book", ["a"], {"query": dict.fromkeys("abcd", "1")}, 414, "uri-too-long"),
]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(("name", "arguments", "options", "status", "code"), TOO_MUCH)
def test_what_is_too_much_is_refused(
    end: End,
    name: str,
    arguments: list[Any],
    options: dict[str, Any],
    status: int,
    code: str,
) -> None:
    """The same calls are answered where nobody has set limits."""
    given = [each(1100) if callable(each) else each for each in arguments]
    handler = Counting()
    app = create_app(handler, invalid=worded, limits=SMALL)
    with serving(app) as url, pytest.raises(FailureError) as raised:
        called(end, url, name, *given, options=options)
    assert (raised.value.status, raised.value.body.code) == (status, code)
    assert raised.value.body.message
    assert handler.count == 0
    given = [each(1100) if callable(each) else each for each in arguments]
    with serving(create_app(Counting(), invalid=worded)) as url:
        called(end, url, name, *given, options=options)


@pytest.mark.parametrize("end", ENDS)
def test_what_is_just_enough_is_taken(end: End) -> None:
    with serving(create_app(Counting(), invalid=worded, limits=SMALL)) as url:
        assert called(end, url, "add_book", BOOK) == BOOK
        assert called(end, url, "put_scan", "a", b"x" * 1000) == 1000
        assert called(end, url, "put_shelf", nested(5)) == nested(5)
        assert called(end, url, "send_form", Names(name=["a"] * 4)) == 1
        assert called(end, url, "send_form", Card(name=["a"] * 4)) == 1
        assert called(end, url, "list_books", tag=["a", "b", "c"])
        brackets = Shelf(labels=r'[[[[[[{{{{{{"\\[[[[[')
        assert called(end, url, "put_shelf", brackets) == brackets


def test_binary_bodies_have_no_limit_but_their_own() -> None:
    with serving(create_app(Librarian(), limits=Limits(body=10))) as url:
        for end in ENDS:
            kind: Any = end.values[0]
            assert called(kind, url, "put_scan", "a", b"x" * 100_000) == 100_000


# By hand ----------------------------------------------------------------------------


def asked(url: str, *pieces: bytes) -> bytes:
    """Send bytes as they are; give what comes back until the connection is closed."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as wire:
        for piece in pieces:
            wire.sendall(piece)
        return b"".join(iter(lambda: _received(wire), b""))


def _received(wire: socket.socket) -> bytes:
    try:
        return wire.recv(65_536)
    except ConnectionError:
        return b""


def post(path: str, *lines: str) -> bytes:
    """Write the head of a request with a body of JSON."""
    head = [f"POST /v1{path} HTTP/1.1", "host: a", "connection: close", *lines]
    return "\r\n".join([*head, "content-type: application/json", "", ""]).encode()


def chunked(data: Iterable[bytes]) -> bytes:
    """Write a body in chunks."""
    return b"".join(b"%x\r\n%b\r\n" % (len(each), each) for each in data) + b"0\r\n\r\n"


def test_a_length_that_is_told_is_refused_before_the_body_comes() -> None:
    with serving(create_app(Librarian(), limits=SMALL)) as url:
        answer = asked(url, post("/books", "content-length: 1001"))
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b'"code":"content-too-large"' in answer


def test_a_length_of_more_digits_than_python_reads_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        ensure_declared("9" * 5000, 1000)
    assert refused.value.problem.status == 413


def test_a_length_that_nobody_tells_is_counted() -> None:
    book = b'{"title":"a","tags":["' + b"x" * 1000 + b'"]}'
    with serving(create_app(Librarian(), limits=SMALL)) as url:
        pieces = chunked([book[at : at + 50] for at in range(0, len(book), 50)])
        answer = asked(url, post("/books", "transfer-encoding: chunked"), pieces)
    assert answer.startswith(b"HTTP/1.1 413 ")


HOSTILE = [
    b"[" * 100_000,
    b"[" * 100_000 + b"]" * 100_000,
    b'{"within":' * 50_000 + b"{}" + b"}" * 50_000,
    b'{"labels":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    b'"' + b"\\" * 100_001,
]


@pytest.mark.parametrize("limits", [SMALL, Limits()], ids=["small", "usual"])
@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_brackets_without_end_are_refused(
    limits: Limits, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(Librarian(), limits=replace(limits, body=10**6))
    head = post("/books", f"content-length: {len(body)}")
    with serving(app) as url:
        answer = asked(url, head, body)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'"code":"malformed-body"' in answer
    assert not caplog.records


def test_the_name_of_a_part_is_a_part_of_its_headers() -> None:
    name = "n" * 200
    part = f'--b\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n1\r\n--b--\r\n'
    head = (
        "POST /v1/forms HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: "
        f"{len(part)}\r\ncontent-type: multipart/form-data; boundary=b\r\n\r\n"
    )
    with serving(create_app(Librarian(), limits=SMALL)) as url:
        answer = asked(url, head.encode() + part.encode())
    assert answer.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("end", ENDS)
def test_without_words_of_its_own_it_is_a_problem(end: End) -> None:
    with (
        serving(create_app(Librarian(), limits=SMALL)) as url,
        pytest.raises(ApiError) as raised,
    ):
        called(end, url, "add_book", LONG)
    assert isinstance(raised.value, UnexpectedResponse)
    assert raised.value.status == 413
    assert b"No more than 1000 bytes of a body are taken" in raised.value.content
