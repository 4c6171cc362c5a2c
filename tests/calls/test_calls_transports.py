"""Calls over transports that cost less: they do on a socket what they do over httpx2."""

import asyncio
import gzip
import socket
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import golden_pets
import golden_streams
import httpx2
import pytest
from ends import URL
from golden_pets import (
    AiohttpTransport,
    ApiConnectionError,
    ApiTimeout,
    AsyncClient,
    Client,
    Conflict,
    ConflictError,
    NewPet,
    Pet,
    PlainTransport,
    UnexpectedResponse,
)
from hostile import (
    Act,
    Hostile,
    begins,
    breaks,
    drips,
    ends,
    hangs_up,
    header,
    json,
    says,
)
from ways import AIOHTTP, FAST, PET, PLAIN, QUICK, TOM, USUAL, Way, failure, get_pet

RECEIVED = json(200, b'{"size":1}')
FOREVER = 60.0


def said(request: bytes) -> tuple[bytes, set[tuple[str, str]], bytes]:
    """Take a request apart; each library has its own ways with a connection and with codings."""
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    pairs = (line.decode().split(": ", 1) for line in lines)
    headers = {(name.lower(), text) for name, text in pairs}
    own = {"connection", "accept-encoding", "host"}
    return first, {pair for pair in headers if pair[0] not in own}, body


# What is sent ----------------------------------------------------------------------


@pytest.mark.parametrize("way", FAST)
@pytest.mark.parametrize(
    ("name", "argument", "options"),
    [
        ("get_pet", "t1", {}),
        ("get_pet", "..", {}),
        ("get_pet", "a/b ä'|%", {"query": {"a b": "c&d"}}),
        ("create_pet", NewPet(name="Tom"), {"headers": {"X-Word": "ä"}}),
        ("create_pet", NewPet(name="Tom"), {"headers": {"User-Agent": "me"}}),
    ],
)
def test_the_request_is_the_same(
    way: Way, name: str, argument: Any, options: Any
) -> None:
    with Hostile(PET, json(201, TOM)) as server:
        server.script(json(201, TOM) if name == "create_pet" else PET)
        for each in (way, USUAL[way.end]):
            each.call(server.url, name, argument, package=golden_pets, **options)
    fast, usual = map(said, server.requests)
    assert fast == usual


@pytest.mark.parametrize("way", FAST)
def test_an_upload_is_sent_as_it_is_made(way: Way) -> None:
    def chunks() -> Iterator[bytes]:
        yield from (b"abc", b"", b"de")

    async def awaited() -> AsyncIterator[bytes]:
        for chunk in chunks():
            yield chunk

    with Hostile(RECEIVED) as server:
        for each in (way, USUAL[way.end]):
            body = chunks() if way is PLAIN else awaited()
            each.call(server.url, "upload", "a", body, package=golden_streams)
    fast, usual = map(said, server.requests)
    assert fast == usual
    assert fast[2].startswith(b"3\r\nabc\r\n2\r\nde\r\n0")


@pytest.mark.parametrize("way", FAST)
def test_a_body_of_known_size_says_so(way: Way) -> None:
    make = golden_streams.SyncByteStream if way is PLAIN else golden_streams.ByteStream
    with Hostile(RECEIVED) as server:
        body = make(iter([b"abc"]), size=3)
        way.call(server.url, "upload", "a", body, package=golden_streams)
    assert server.headers("content-length") == ["3"]
    assert server.requests[0].endswith(b"\r\n\r\nabc")


@pytest.mark.parametrize("way", FAST)
def test_what_the_maker_of_a_body_raises_is_raised(way: Way) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"abc"
        raise LookupError("no more")

    async def awaited() -> AsyncIterator[bytes]:
        for chunk in chunks():
            yield chunk

    body = chunks() if way is PLAIN else awaited()
    with Hostile(RECEIVED) as server, pytest.raises(LookupError, match="no more"):
        way.call(server.url, "upload", "a", body, package=golden_streams)


@pytest.mark.parametrize("way", FAST)
def test_an_answer_that_comes_before_the_upload_is_read(way: Way) -> None:
    def refuses(connection: socket.socket) -> None:
        says(413, b"too large", content_type="text/plain")(connection)

    body = b"a" * 10_000_000
    with Hostile(refuses) as server, pytest.raises(golden_streams.ApiError):
        way.call(server.url, "upload", "a", body, package=golden_streams)


# What comes ------------------------------------------------------------------------


@pytest.mark.parametrize("way", FAST)
def test_what_is_documented_comes_as_it_is(way: Way) -> None:
    body = b'{"message":"a","taken":"Tom"}'
    pet = NewPet(name="Tom")
    with (
        Hostile(json(409, body, x_request_id="r1")) as server,
        pytest.raises(ConflictError) as caught,
    ):
        way.call(server.url, "create_pet", pet, package=golden_pets)
    error = caught.value
    assert (error.status, error.request_id) == (409, "r1")
    assert error.body == Conflict(message="a", taken="Tom")
    assert isinstance(error.response, httpx2.Response)
    assert error.response.content == body
    assert error.response.request.method == "POST"


@pytest.mark.parametrize("way", FAST)
def test_a_coding_is_taken_off(way: Way) -> None:
    packed = gzip.compress(TOM)
    with Hostile(json(200, packed, content_encoding="gzip")) as server:
        assert get_pet(way, server.url) == Pet(name="Tom", id="t1")


@pytest.mark.parametrize("way", FAST)
def test_chunks_are_put_together(way: Way) -> None:
    act = begins(TOM[:5], TOM[5:], then=ends, media_type="application/json")
    with Hostile(act) as server:
        assert get_pet(way, server.url) == Pet(name="Tom", id="t1")


@pytest.mark.parametrize("way", FAST)
def test_a_redirect_is_an_answer(way: Way) -> None:
    with Hostile(says(302, location="/elsewhere")) as server:
        error = failure(way, server.url)
    assert isinstance(error, UnexpectedResponse)
    assert (error.status, len(server.requests)) == (302, 1)


@pytest.mark.parametrize("way", FAST)
def test_no_cookie_is_kept(way: Way) -> None:
    with Hostile(says(503, set_cookie="a=b"), PET) as server:
        get_pet(way, server.url)
    assert server.headers("cookie") == ["", ""]


@pytest.mark.parametrize("way", FAST)
def test_hooks_see_what_they_see_over_httpx2(way: Way) -> None:
    seen: list[Any] = []

    def before(request: httpx2.Request) -> None:
        seen.append((request.method, request.url.path, request.content))
        request.headers["x-hook"] = "set"

    def after(answer: httpx2.Response) -> None:
        seen.append((answer.status_code, answer.headers["x-word"]))

    with Hostile(json(200, TOM, x_word="a")) as server:
        get_pet(way, server.url, before=before, after=after)
    assert seen == [("GET", "/pets/t1", b""), (200, "a")]
    assert server.headers("x-hook") == ["set"]


@pytest.mark.parametrize("way", FAST)
def test_headers_come_as_they_are(way: Way) -> None:
    def after(answer: httpx2.Response) -> None:
        heads.append(answer.headers.multi_items())

    heads: list[Any] = []
    with Hostile(json(200, TOM, x_word="ä", X_More="a, b")) as server:
        for each in (way, USUAL[way.end]):
            get_pet(each, server.url, after=after)
    assert heads[0] == heads[1]


# What goes wrong -------------------------------------------------------------------

WRONG: list[tuple[Act, type[Exception]]] = [
    (hangs_up, httpx2.RemoteProtocolError),
    (breaks, httpx2.RemoteProtocolError),
    (lambda connection: connection.sendall(b"what?\r\n\r\n"), httpx2.TransportError),
    (begins(TOM[:5], media_type="application/json"), httpx2.TransportError),
]


@pytest.mark.parametrize("way", FAST)
@pytest.mark.parametrize(("act", "cause"), WRONG)
def test_a_lost_answer_is_asked_for_again(
    way: Way, act: Act, cause: type[Exception]
) -> None:
    with Hostile(act) as server:
        error = failure(way, server.url, headers={"X-Request-Id": "r1"})
    assert type(error) is ApiConnectionError
    assert isinstance(error.__cause__, cause)
    assert error.request_id == "r1"
    assert len(server.requests) == 3


@pytest.mark.parametrize("way", FAST)
@pytest.mark.parametrize("act", [each for each, _ in WRONG])
def test_what_must_not_come_twice_is_sent_once(way: Way, act: Act) -> None:
    pet = NewPet(name="Tom")
    with Hostile(act) as server, pytest.raises(ApiConnectionError):
        way.call(server.url, "create_pet", pet, package=golden_pets, retries=QUICK)
    assert len(server.requests) == 1


@pytest.mark.parametrize("way", FAST)
@pytest.mark.parametrize("host", ["127.0.0.1:1", "nowhere.invalid"])
def test_no_connection_is_told_from_no_answer(way: Way, host: str) -> None:
    error = failure(way, f"http://{host}")
    assert type(error) is ApiConnectionError
    assert isinstance(error.__cause__, httpx2.ConnectError)


@pytest.mark.parametrize("way", FAST)
@pytest.mark.parametrize(
    "options",
    [
        {"timeout": 0.1},
        {"timeout": httpx2.Timeout(FOREVER, read=0.1)},
        {"total": 0.2},
        {"total": 0.2, "timeout": FOREVER},
    ],
)
def test_no_answer_in_time(way: Way, options: Any) -> None:
    began = time.monotonic()
    with Hostile(lambda connection: server.waits(connection)) as server:
        error = failure(way, server.url, retries=0, **options)
        assert server.closed.wait(10)
    assert isinstance(error, ApiTimeout)
    assert time.monotonic() - began < FOREVER / 2


@pytest.mark.parametrize("way", FAST)
def test_no_connection_in_time(way: Way) -> None:
    """A queue that is full lets nobody in, and turns nobody away."""
    queue = [socket.socket() for _ in range(4)]
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        place.listen(0)
        for each in queue:
            each.setblocking(False)
            each.connect_ex(place.getsockname())
        url = f"http://127.0.0.1:{place.getsockname()[1]}"
        error = failure(way, url, retries=0, timeout=httpx2.Timeout(60, connect=0.1))
        for each in queue:
            each.close()
    assert isinstance(error, ApiTimeout)
    assert isinstance(error.__cause__, httpx2.ConnectTimeout)


@pytest.mark.parametrize("way", FAST)
def test_the_total_holds_over_an_answer_that_drips(way: Way) -> None:
    with Hostile(drips([b" "] * 50, 0.05)) as server:
        error = failure(way, server.url, total=0.3)
    assert isinstance(error, ApiTimeout)
    assert str(error) == "not done within 0.3 s"


def test_a_header_that_would_be_two_is_not_sent() -> None:
    with Hostile(PET) as server:
        for way, kind in ((PLAIN, ApiConnectionError), (AIOHTTP, ValueError)):
            with pytest.raises(kind):
                get_pet(way, server.url, headers={"X-A": "a\r\nX-B: b"})
    assert server.requests == []


# Other transports ------------------------------------------------------------------


def test_any_transport_of_httpx2_will_do() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        agents.append(request.headers["user-agent"])
        return httpx2.Response(200, json={"name": "Tom", "id": "t1"})

    async def calling() -> Pet | None:
        http = httpx2.MockTransport(answer)
        async with AsyncClient(base_url=URL, http=http) as api:
            return await api.get_pet("t1")

    agents: list[str] = []
    with Client(base_url=URL, http=httpx2.MockTransport(answer)) as api:
        assert api.get_pet("t1") == asyncio.run(calling())
    assert [each.split("/")[0] for each in agents] == ["golden_pets"] * 2


@pytest.mark.parametrize("way", FAST)
def test_a_transport_serves_a_client_of_httpx2_as_well(way: Way) -> None:
    async def calling() -> httpx2.Response:
        async with httpx2.AsyncClient(transport=AiohttpTransport()) as http:
            return await http.post(server.url, data={"a": "b"}, files={"c": b"d"})

    with Hostile(PET) as server:
        if way is AIOHTTP:
            answer = asyncio.run(calling())
        else:
            with httpx2.Client(transport=PlainTransport()) as http:
                answer = http.post(server.url, data={"a": "b"}, files={"c": b"d"})
    assert answer.json() == {"name": "Tom", "id": "t1"}
    assert header(server.requests[0], "content-type").startswith("multipart/form-data")
