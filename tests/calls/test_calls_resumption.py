"""Streams of events that lose their connection: they go on over a new one, or say so."""

import asyncio
from collections.abc import Iterator
from socket import socket
from threading import Event as Flag
from typing import Any

import pytest
from golden_events import (
    ApiConnectionError,
    ApiError,
    ApiTimeout,
    AsyncClient,
    Client,
    Event,
    Note,
    ProblemError,
    Question,
    Retries,
    UnexpectedResponse,
)
from golden_events._runtime.retries import Tries
from happening import APP, asked, came
from hostile import Act, Hostile, begins, ends, hangs_up, json, says
from serving import serving

QUICK = Retries(times=2, first_wait=0.001, longest_asked=0.001)
ENDS = [pytest.param(Client, id="sync"), pytest.param(AsyncClient, id="async")]
FIRST = b'id: 1\ndata: {"text":"a"}\n\n'
SECOND = b'id: 2\ndata: {"text":"b"}\n\n'
BARE = b'data: {"text":"c"}\n\n'
DONE = begins(BARE, then=ends)
A, B, C = Note(text="a"), Note(text="b"), Note(text="c")


class Heard(list[Any]):
    """What came of a stream, and the error that ended it."""

    error: ApiError | None = None


def heard(
    end: Any, url: str, name: str = "events", *body: Any, **options: Any
) -> Heard:
    """Read all that a stream gives."""
    options = {"retries": QUICK, **options}
    found = Heard()

    async def reading() -> None:
        async with AsyncClient(base_url=url) as api:
            async for item in await getattr(api, name)(*body, options=options):
                found.append(item)

    try:
        if end is AsyncClient:
            asyncio.run(reading())
            return found
        with Client(base_url=url) as api:
            for item in getattr(api, name)(*body, options=options):
                found.append(item)
    except ApiError as error:
        found.error = error
    return found


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Give the URL of a server on a socket."""
    with serving(APP) as url:
        yield url


@pytest.mark.parametrize("end", ENDS)
def test_both_ends_go_on_where_they_were(end: Any, url: str) -> None:
    """The handler breaks off twice, and learns by `Last-Event-ID` what has come."""
    asked.clear()
    found = heard(end, url, "feed")
    assert found.error is None
    assert [each.data for each in found] == [str(number) for number in range(1, 16)]
    assert found[0] == Event(data="1", event="count", id="1", retry=1)
    assert asked == [None, "5", "10"]


@pytest.mark.parametrize("end", ENDS)
def test_a_lost_stream_is_asked_on_for(end: Any) -> None:
    script = [begins(FIRST), begins(SECOND, b"id: 3\ndata: lost"), DONE]
    with Hostile(*script) as server:
        found = heard(end, server.url, headers={"X-Mine": "m", "Last-Event-ID": "0"})
    assert (found, found.error) == ([A, B, C], None)
    assert server.headers("last-event-id") == ["0", "1", "2"]
    assert server.headers("x-mine") == ["m", "m", "m"]


@pytest.mark.parametrize("end", ENDS)
def test_what_the_caller_has_seen_before_counts(end: Any) -> None:
    with Hostile(begins(), DONE) as server:
        assert heard(end, server.url, headers={"Last-Event-ID": "7 ü"}) == [C]
    assert server.headers("last-event-id") == ["7 ü", "7 ü"]


ID_LINES = [
    pytest.param([b"id: 1\n\n"], "1", id="without-data"),
    pytest.param([FIRST, BARE], "1", id="sticky"),
    pytest.param([FIRST, b"id: \0\n" + BARE], "1", id="nul"),
    pytest.param([FIRST, b"id: 2\n"], "1", id="not-ended"),
    pytest.param([FIRST, b"id:2\r\r"], "2", id="returns"),
    pytest.param([b"id: a\n", b"id: \xc3\xbc z\n", BARE], "ü z", id="text"),
]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(("pieces", "expected"), ID_LINES)
def test_the_id_of_the_last_event_is_kept(
    end: Any, pieces: list[bytes], expected: str
) -> None:
    with Hostile(begins(*pieces), DONE) as server:
        assert heard(end, server.url).error is None
    assert server.headers("last-event-id") == ["", expected]


NO_IDS = [
    pytest.param([BARE], id="none"),
    pytest.param([FIRST, b"id\n" + BARE], id="taken-back"),
    pytest.param([b"id: \x01\n" + BARE], id="no-text-of-a-header"),
    pytest.param([b"id: 1\ndata: x"], id="not-ended"),
]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("pieces", NO_IDS)
def test_without_an_id_a_loss_is_an_error(end: Any, pieces: list[bytes]) -> None:
    with Hostile(begins(*pieces)) as server:
        assert isinstance(heard(end, server.url).error, ApiConnectionError)
    assert len(server.requests) == 1


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(
    "act",
    [
        begins(FIRST, then=ends),
        begins(FIRST, b"data: [DONE]\n\n", b"data: x"),
        begins(b"retry: 1\n", FIRST, then=ends),
    ],
)
def test_an_end_is_the_end(end: Any, act: Act) -> None:
    with Hostile(act) as server:
        found = heard(end, server.url)
    assert (found, found.error) == ([A], None)
    assert len(server.requests) == 1


@pytest.mark.parametrize("end", ENDS)
def test_204_is_the_end_too(end: Any) -> None:
    with Hostile(begins(FIRST), says(204)) as server:
        found = heard(end, server.url)
    assert (found, found.error) == ([A], None)
    assert len(server.requests) == 2


@pytest.mark.parametrize("end", ENDS)
def test_never_is_never(end: Any) -> None:
    for retries in (0, Retries(resume=False)):
        with Hostile(begins(FIRST), DONE) as server:
            found = heard(end, server.url, retries=retries)
        assert isinstance(found.error, ApiConnectionError)
        assert len(server.requests) == 1


@pytest.mark.parametrize("end", ENDS)
def test_what_must_not_come_twice_does_so_only_with_a_key(end: Any) -> None:
    act = begins(b"id: 1\ndata: a\n\n")
    with Hostile(act, begins(b"data: b\n\n", then=ends)) as server:
        found = heard(end, server.url, "whole_events", [])
        assert isinstance(found.error, ApiConnectionError)
    assert len(server.requests) == 1
    with Hostile(act, begins(b"data: b\n\n", then=ends)) as server:
        found = heard(end, server.url, "whole_events", [], idempotency_key="k")
    assert [each.data for each in found] == ["a", "b"]
    assert server.headers("idempotency-key") == ["k", "k"]
    bodies = [each.partition(b"\r\n\r\n")[2] for each in server.requests]
    assert bodies == [b"[]", b"[]"]


@pytest.mark.parametrize("end", ENDS)
def test_the_tries_are_counted_from_the_last_event(end: Any) -> None:
    busy = says(503)
    script = [begins(FIRST), busy, begins(SECOND), hangs_up, begins(FIRST), begins()]
    with Hostile(*script) as server:
        found = heard(end, server.url)
    assert found == [A, B, A]
    assert isinstance(found.error, ApiConnectionError)
    assert len(server.requests) == 7


@pytest.mark.parametrize("end", ENDS)
def test_what_is_answered_instead_is_raised(end: Any) -> None:
    with Hostile(begins(FIRST), json(409, b'{"title":"gone"}')) as server:
        error = heard(end, server.url).error
    assert isinstance(error, ProblemError)
    assert error.body.title == "gone"
    with Hostile(begins(FIRST), json(200, b"{}")) as server:
        assert isinstance(heard(end, server.url).error, UnexpectedResponse)
    assert len(server.requests) == 2


@pytest.mark.parametrize("end", ENDS)
def test_one_answer_instead_of_many_is_no_stream(end: Any) -> None:
    question = Question(text="a b", stream=True)
    with Hostile(begins(FIRST), json(200, b'{"text":"all"}')) as server:
        found = heard(end, server.url, "answer", question, idempotency_key="k")
    assert isinstance(found.error, UnexpectedResponse)
    assert "no stream of events" in str(found.error)


@pytest.mark.parametrize("end", ENDS)
def test_a_total_holds_for_each_connection_until_it_answers(end: Any) -> None:
    with Hostile(begins(FIRST), lambda connection: server.waits(connection)) as server:
        found = heard(end, server.url, total=0.3)
        assert server.closed.wait(10)
    assert found == [A]
    assert isinstance(found.error, ApiTimeout)


@pytest.mark.parametrize("end", ENDS)
def test_silence_is_a_loss(end: Any) -> None:
    waiting = begins(FIRST, then=lambda connection: server.waits(connection))
    with Hostile(waiting, DONE) as server:
        found = heard(end, server.url, timeout=0.1)
        assert server.closed.wait(10)
    assert (found, found.error) == ([A, C], None)


@pytest.mark.parametrize("end", ENDS)
def test_each_connection_has_a_credential_of_its_own(end: Any, url: str) -> None:
    tokens = iter(["t1", "t2", "t3"])
    came.clear()
    credentials = {"token": lambda: next(tokens)}
    assert len(heard(end, url, "feed", credentials=credentials)) == 15
    assert came == ["t1", "t2", "t3"]


@pytest.mark.parametrize("end", ENDS)
def test_the_connection_that_was_lost_last_is_the_one_that_is_closed(end: Any) -> None:
    waiting = begins(SECOND, then=lambda connection: server.waits(connection))

    async def reading() -> list[Note]:
        async with (
            AsyncClient(base_url=server.url, retries=QUICK) as api,
            await api.events() as notes,
        ):
            return [await anext(notes), await anext(notes)]

    with Hostile(begins(FIRST), waiting) as server:
        if end is AsyncClient:
            assert asyncio.run(reading()) == [A, B]
        else:
            with (
                Client(base_url=server.url, retries=QUICK) as api,
                api.events() as notes,
            ):
                assert [next(notes), next(notes)] == [A, B]
                notes.close()
                assert server.closed.wait(10)
        assert server.closed.wait(10)


def test_a_reader_that_is_cancelled_while_it_waits_leaves_no_connection() -> None:
    again = Flag()

    def waits(connection: socket) -> None:
        again.set()
        server.waits(connection)

    async def reading() -> None:
        async with AsyncClient(base_url=server.url, retries=QUICK) as api:
            notes = await api.events()
            assert await anext(notes) == A
            following = asyncio.ensure_future(anext(notes))
            assert await asyncio.to_thread(again.wait, 10)
            following.cancel()
            with pytest.raises(asyncio.CancelledError):
                await following
            assert await asyncio.to_thread(server.closed.wait, 10)

    with Hostile(begins(FIRST), waits) as server:
        asyncio.run(reading())


def test_the_stream_says_how_long_to_wait() -> None:
    def waits(asked: float | None, **told: Any) -> list[float]:
        tries = Tries(Retries(times=3, **told), repeatable=True)
        return [wait for _ in range(3) if (wait := tries.after_loss(asked)) is not None]

    assert waits(2.5, first_wait=0) == [2.5, 2.5, 2.5]
    assert waits(2.5, longest_asked=1, first_wait=0) == [1, 1, 1]
    first, second, _ = waits(2, first_wait=1)
    assert first == 2 <= second <= 4
    assert waits(None, first_wait=0) == [0, 0, 0]
    assert waits(2, seconds=1) == []
    assert waits(0, resume=False) == []
