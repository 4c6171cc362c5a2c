"""Typed streams: items come over one after the other, as what they are, both ways."""

import asyncio
from collections.abc import Iterator

import httpx2
import pytest
from ends import URL, done, sync_wire, wire
from golden_events import (
    Added,
    ApiConnectionError,
    AsyncClient,
    Change,
    Client,
    Event,
    ItemStream,
    Note,
    ProblemError,
    Question,
    Removed,
    SyncItemStream,
    TextError,
    UnexpectedResponse,
)
from golden_events.api import DefaultApi
from happening import APP, closed, each, seen
from serving import serving

WORDS = ["", "a", "ü🙂", " b ", "\u2028", '{"c": 1}', "x" * 200_000]
NOTES = [Note(text=text) for text in [*WORDS, "line\r\nbreak", "[DONE]"]]
WHOLE = [
    Event(data=""),
    Event(data="a\nb\n\n c", event="letter", id="1", retry=5),
    Event(data="ü", id=""),
]
TAGGED: list[Change] = [
    Added(event="added", data=NOTES[2]),
    Removed(event="removed", data=[]),
    Removed(event="removed", data=[1, 2**60]),
]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Give the URL of a server on a socket."""
    with serving(APP) as url:
        yield url


def client() -> Client:
    return Client(base_url=URL, http=sync_wire(APP))


def async_client() -> AsyncClient:
    return AsyncClient(base_url=URL, http=wire(APP))


def test_items_come_over_as_they_are() -> None:
    api = client()
    assert list(api.events()) == [Note(text="ü\n"), Note(text="last")]
    assert list(api.whole_events(WHOLE)) == WHOLE
    assert list(api.tagged_events(TAGGED)) == TAGGED
    assert list(api.notes(iter(NOTES))) == NOTES
    assert list(api.notes([])) == []
    assert list(api.texts(WORDS[1:])) == WORDS[1:]
    assert api.send_events(NOTES) == sum(len(note.text) for note in NOTES)


def test_items_come_over_without_blocking() -> None:
    async def calls() -> None:
        api = async_client()
        assert [note async for note in await api.events()][1] == Note(text="last")
        assert [item async for item in await api.whole_events(WHOLE)] == WHOLE
        tagged = await api.tagged_events(each(TAGGED))
        assert [item async for item in tagged] == TAGGED
        assert [item async for item in await api.notes(each(NOTES))] == NOTES
        texts = await api.texts(each(WORDS[1:]))
        assert [text async for text in texts] == WORDS[1:]
        assert await api.send_events(each(NOTES)) > 0

    asyncio.run(calls())


def test_a_client_stands_where_a_handler_is_wanted() -> None:
    api: DefaultApi = async_client()

    async def call() -> int:
        return await api.send_events(each(NOTES[:2]))

    assert asyncio.run(call()) == 1


def test_status_and_headers_come_before_the_items() -> None:
    response = client().raw.events()
    assert response.status == 200
    assert response.headers["content-type"] == "text/event-stream"
    with response.body as notes:
        assert next(notes).text == "ü\n"


def test_one_answer_or_many() -> None:
    api = client()
    assert api.answer(Question(text="a b")) == Note(text="a b")
    answer = api.answer(Question(text="a b", stream=True))
    assert isinstance(answer, SyncItemStream)
    assert list(answer) == [Note(text="a"), Note(text="b")]

    async def call() -> list[Note]:
        answer = await async_client().answer(Question(text="a b", stream=True))
        assert isinstance(answer, ItemStream)
        return [note async for note in answer]

    assert asyncio.run(call()) == [Note(text="a"), Note(text="b")]


@pytest.mark.parametrize("fail", ["before", "first"])
def test_an_error_before_the_first_item_is_the_documented_one(fail: str) -> None:
    with pytest.raises(ProblemError) as raised:
        client().events(fail=fail)
    assert raised.value.body.title == fail
    with pytest.raises(ProblemError) as raised:
        asyncio.run(async_client().raw.events(fail=fail))
    assert raised.value.body.title == fail


def test_what_is_raised_is_read_whole() -> None:
    for api in (client(), async_client()):
        with pytest.raises(TextError) as raised:
            done(api.answer(Question(text="", stream=True)))
        assert raised.value.body == "data: empty\n\n"


def test_an_error_after_the_first_item_ends_the_stream(url: str) -> None:
    with Client(base_url=url) as api:
        notes = api.events(fail="later")
        assert next(notes) == Note(text="ü\n")
        with pytest.raises(ApiConnectionError):
            next(notes)

    async def call() -> None:
        async with AsyncClient(base_url=url) as api:
            notes = await api.events(fail="later")
            assert await anext(notes) == Note(text="ü\n")
            with pytest.raises(ApiConnectionError):
                await anext(notes)

    asyncio.run(call())


def test_the_server_sees_that_nobody_reads_any_more(url: str) -> None:
    closed.clear()
    with Client(base_url=url) as api, api.events(fail="never") as notes:
        for note in notes:
            assert note.text == "ü\n"
            break
    assert closed.wait(10)


def test_the_server_sees_that_nobody_awaits_any_more(url: str) -> None:
    async def call() -> None:
        async with (
            AsyncClient(base_url=url) as api,
            await api.events(fail="never") as notes,
        ):
            async for _ in notes:
                break

    closed.clear()
    asyncio.run(call())
    assert closed.wait(10)


def test_each_item_comes_when_it_is_made(url: str) -> None:
    """The second is made only once the client has the first."""
    seen.clear()
    with Client(base_url=url) as api, api.events(fail="wait") as notes:
        assert next(notes) == Note(text="ü\n")
        seen.set()
        assert next(notes) == Note(text="last")


BAD: list[tuple[str, str, bytes, int]] = [
    ("not the schema", "application/json-seq", b'\x1e{"text": 1}\n', 422),
    ("no JSON", "application/json-seq", b"\x1e{\n", 400),
    ("another media type", "application/json", b"{}", 415),
]


@pytest.mark.parametrize(
    ("media_type", "content", "status"),
    [row[1:] for row in BAD],
    ids=[row[0] for row in BAD],
)
def test_items_that_are_refused(media_type: str, content: bytes, status: int) -> None:
    with sync_wire(APP) as http:
        answer = http.post(
            "/notes", content=content, headers={"content-type": media_type}
        )
    assert answer.status_code == status


def answering(content: bytes, media_type: str = "text/event-stream") -> Client:
    def answer(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(
            200, content=content, headers={"content-type": media_type}
        )

    return Client(
        base_url=URL, http=httpx2.Client(transport=httpx2.MockTransport(answer))
    )


def test_what_others_answer() -> None:
    api = answering(
        b': hello\r\rdata: {"text": "a"}\r\n\r\nretry: 5\n\ndata: [DONE]\n\ndata: x\n\n'
    )
    assert list(api.events()) == [Note(text="a")]
    with pytest.raises(UnexpectedResponse, match="as documented"):
        list(answering(b"data: {}\n\n").events())
    with pytest.raises(UnexpectedResponse, match="media type"):
        answering(b"<html>", "text/html").events()
    assert list(answering(b"retry: 5\n\ndata: a\n\n").whole_events([])) == [
        Event(data="a")
    ]
    lines = answering(b'\n{"text":"a"}\r\n{"text":"b"}', "application/jsonl")
    assert list(lines.notes([])) == [Note(text="a"), Note(text="b")]
