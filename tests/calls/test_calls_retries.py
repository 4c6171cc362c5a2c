"""Calls that are tried again: after which failures, how often, after how long, and how the same."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import BufferedReader
from pathlib import Path
from typing import Any

import golden_streams
import httpx2
import pytest
from ends import done
from golden_pets import (
    ApiConnectionError,
    ApiError,
    AsyncClient,
    CallOptions,
    Client,
    NewPet,
    Pet,
    Retries,
    UnexpectedResponse,
)
from golden_pets._runtime.retries import Tries, asked_wait
from hostile import Act, Hostile, breaks, hangs_up, json, says

PET = json(200, b'{"name":"Tom","id":"t1"}')
RECEIVED = json(200, b'{"size":1}')
QUICK = Retries(times=2, first_wait=0.001)

ENDS = [pytest.param(Client, id="sync"), pytest.param(AsyncClient, id="async")]


def called(end: Any, url: str, name: str, *arguments: Any, **options: Any) -> Any:
    """Call an operation by a client of its own."""
    options = {"retries": QUICK, **options}

    async def calling() -> Any:
        async with AsyncClient(base_url=url) as api:
            return await getattr(api, name)(*arguments, options=options)

    if end is AsyncClient:
        return done(calling())
    with Client(base_url=url) as api:
        return getattr(api, name)(*arguments, options=options)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(
    "failure",
    [hangs_up, breaks, *(says(status) for status in (408, 429, 500, 502, 503, 504))],
)
def test_what_may_come_twice_is_tried_again(end: Any, failure: Act) -> None:
    with Hostile(failure, failure, PET) as server:
        assert called(end, server.url, "get_pet", "t1") == Pet(name="Tom", id="t1")
    assert len(server.requests) == 3
    assert server.requests[0] == server.requests[2]


@pytest.mark.parametrize("end", ENDS)
def test_the_last_failure_is_what_is_raised(end: Any) -> None:
    with Hostile(says(500), says(503, b"busy")) as server:
        with pytest.raises(UnexpectedResponse) as caught:
            called(end, server.url, "get_pet", "t1")
        assert (caught.value.status, caught.value.content) == (503, b"busy")
    assert len(server.requests) == 3


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("status", [400, 401, 404, 409])
def test_what_the_caller_did_wrong_is_not_tried_again(end: Any, status: int) -> None:
    with Hostile(says(status)) as server, pytest.raises(ApiError, match=str(status)):
        called(end, server.url, "get_pet", "t1")
    assert len(server.requests) == 1


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("failure", [hangs_up, json(500, b'{"code":1,"message":"a"}')])
def test_what_must_not_come_twice_is_sent_once(end: Any, failure: Act) -> None:
    with Hostile(failure) as server, pytest.raises(ApiError):
        called(end, server.url, "create_pet", NewPet(name="Tom"))
    assert len(server.requests) == 1


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(
    ("options", "header"),
    [
        ({"idempotency_key": "k1"}, "idempotency-key"),
        ({"retries": Retries(idempotency_header="X-Once", first_wait=0.001)}, "x-once"),
    ],
)
def test_a_key_lets_it_come_twice(
    end: Any, options: Mapping[str, Any], header: str
) -> None:
    body = NewPet(name="Tom")
    with Hostile(hangs_up, says(503), PET) as server:
        assert called(end, server.url, "create_pet", body, **options)
        first = server.headers(header)
        called(end, server.url, "create_pet", body, **options)
    assert len(first) == 3
    assert len(set(first)) == 1
    assert first[0] == options.get("idempotency_key", first[0]) != ""
    again = server.headers(header)[-1]
    assert (again == first[0]) == ("idempotency_key" in options)


@pytest.mark.parametrize("end", ENDS)
def test_what_never_went_out_may_come_again(end: Any) -> None:
    with Hostile(PET) as server:
        url = server.url
    waits: list[httpx2.Request] = []
    with pytest.raises(ApiConnectionError):
        called(end, url, "create_pet", NewPet(name="Tom"), before=waits.append)
    assert len(waits) == 3


@pytest.mark.parametrize("end", ENDS)
def test_never_is_never(end: Any) -> None:
    with Hostile(says(503), PET) as server, pytest.raises(UnexpectedResponse):
        called(end, server.url, "get_pet", "t1", retries=0)
    assert len(server.requests) == 1


@pytest.mark.parametrize("end", ENDS)
def test_a_client_is_told_for_all_its_calls(end: Any) -> None:
    with Hostile(says(503)) as server:
        api = end(base_url=server.url, retries=Retries(times=1, first_wait=0.001))
        with pytest.raises(UnexpectedResponse):
            done(api.get_pet("t1"))
    assert len(server.requests) == 2


SENT_ONCE: list[tuple[str, Callable[[Path], Any]]] = [
    ("Client", lambda _: iter([b"abc"])),
    ("Client", lambda path: path.open("rb")),
    ("Client", lambda _: golden_streams.SyncByteStream(iter([b"abc"]))),
    ("AsyncClient", lambda _: iter([b"abc"])),
    ("AsyncClient", lambda path: path.open("rb")),
    ("AsyncClient", lambda _: awaited_chunks()),
    ("AsyncClient", lambda _: golden_streams.ByteStream(awaited_chunks())),
]

SENT_AGAIN: list[tuple[str, Callable[[Path], Any]]] = [
    ("Client", lambda path: path),
    ("Client", lambda path: path.read_bytes()),
    ("Client", lambda path: golden_streams.SyncByteStream(path)),
    ("AsyncClient", lambda path: path),
    ("AsyncClient", lambda path: golden_streams.ByteStream(path)),
    ("AsyncClient", lambda path: golden_streams.ByteStream(path.read_bytes())),
]


async def awaited_chunks() -> AsyncIterator[bytes]:
    yield b"abc"


def uploaded(end: str, url: str, body: Any) -> Any:
    """Upload with a key, so that the request may come twice."""
    options: CallOptions = {"retries": QUICK, "idempotency_key": "k"}
    api = getattr(golden_streams, end)(base_url=url)
    return done(api.upload("a", body, options=options))


@pytest.mark.parametrize(("end", "make"), SENT_ONCE)
def test_a_body_that_is_read_up_is_not_sent_again(
    end: str, make: Callable[[Path], Any], tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abc")
    body = make(path)
    with (
        Hostile(says(503), RECEIVED) as server,
        pytest.raises(golden_streams.UnexpectedResponse, match="503"),
    ):
        uploaded(end, server.url, body)
    assert len(server.requests) == 1
    if isinstance(body, BufferedReader):
        body.close()


@pytest.mark.parametrize(("end", "make"), SENT_AGAIN)
def test_a_body_that_can_be_read_again_is(
    end: str, make: Callable[[Path], Any], tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abc" * 50_000)
    with Hostile(says(503), hangs_up, RECEIVED) as server:
        assert uploaded(end, server.url, make(path)).size == 1
    bodies = [each.partition(b"\r\n\r\n")[2] for each in server.requests]
    assert bodies == [b"abc" * 50_000] * 3


def test_the_wait_that_is_asked_for_is_kept_and_capped() -> None:
    def waited(retries: Retries, **headers: str) -> float | None:
        answer = httpx2.Response(
            429,
            headers={name.replace("_", "-"): text for name, text in headers.items()},
        )
        return Tries(retries, repeatable=True).after_answer(answer)

    assert waited(Retries(), retry_after="2") == 2
    assert waited(Retries(), retry_after_ms="250", retry_after="9") == 0.25
    assert waited(Retries(longest_asked=3), retry_after="3600") == 3
    assert waited(Retries(seconds=1), retry_after="2") is None
    assert waited(Retries(times=0), retry_after="0") is None


@pytest.mark.parametrize("text", ["", "soon", "-1", "1e3", "nan", "٣", "Tue, 99 Nov"])
def test_what_is_no_wait_is_none(text: str) -> None:
    assert asked_wait({"retry-after": text, "retry-after-ms": text}) is None


def test_a_date_is_waited_for() -> None:
    soon = datetime.now(UTC) + timedelta(seconds=30)
    wait = asked_wait({"retry-after": format_datetime(soon, usegmt=True)})
    assert wait is not None
    assert 20 < wait <= 30
    past = format_datetime(soon - timedelta(days=1), usegmt=True)
    assert asked_wait({"retry-after": past}) == 0


def test_waits_grow_up_to_the_longest() -> None:
    retries = Retries(times=400, seconds=1e9, first_wait=1, longest_wait=4)
    drawn: list[list[float]] = []
    for _ in range(200):
        tries = Tries(retries, repeatable=True)
        found = [tries.after_error(httpx2.ReadError("")) for _ in range(5)]
        drawn.append([each for each in found if each is not None])
    for step, longest in enumerate([1, 2, 4, 4, 4]):
        waits = [each[step] for each in drawn]
        assert 0 <= min(waits) < longest / 4
        assert longest * 3 / 4 < max(waits) <= longest
