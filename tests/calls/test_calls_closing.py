"""Streams that nobody reads any more: the server sees that the connection is closed."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import Any

import anyio
import golden_events
import golden_streams
import pytest
from hostile import Hostile, begins

EVENT = b'data: {"text":"a"}\n\n'
LINE = b'{"text":"a"}\n'
KINDS = [
    pytest.param("events", id="events"),
    pytest.param("notes", id="lines"),
    pytest.param("download", id="binary"),
]


def hostile(kind: str, *more: bytes) -> Hostile:
    """Make a server that begins a stream and then waits until the client hangs up."""
    first, media_type = {
        "events": (EVENT, "text/event-stream"),
        "notes": (LINE, "application/jsonl"),
        "download": (b"abc", "application/octet-stream"),
    }[kind]

    def waits(connection: Any) -> None:
        server.waits(connection)

    server = Hostile(begins(first, *more, then=waits, media_type=media_type))
    return server


@contextmanager
def opened(kind: str, url: str) -> Generator[Any]:
    """Give a stream that is begun; the client itself stays open behind it."""
    with golden_streams.Client(base_url=url) as files:
        if kind == "download":
            with files.stream.download("a") as response:
                yield response.body
            return
    with (
        golden_events.Client(base_url=url) as api,
        api.events() if kind == "events" else api.notes([]) as stream,
    ):
        yield stream


@asynccontextmanager
async def async_opened(kind: str, api: Any) -> AsyncGenerator[Any]:
    """Give a stream that is begun, by a client that stays open behind it."""
    if kind == "download":
        async with api.stream.download("a") as response:
            yield response.body
        return
    async with await (api.events() if kind == "events" else api.notes([])) as stream:
        yield stream


def client(kind: str, url: str) -> AbstractAsyncContextManager[Any]:
    """Make the client that has a kind of stream."""
    if kind == "download":
        return golden_streams.AsyncClient(base_url=url)
    return golden_events.AsyncClient(base_url=url)


@pytest.mark.parametrize("kind", KINDS)
def test_a_break_closes(kind: str) -> None:
    with hostile(kind) as server, opened(kind, server.url) as stream:
        for _ in stream:
            break
        stream.close()
        assert server.closed.wait(10)


@pytest.mark.parametrize("kind", KINDS)
def test_the_end_of_with_closes(kind: str) -> None:
    with hostile(kind) as server:
        with opened(kind, server.url) as stream:
            next(iter(stream))
        assert server.closed.wait(10)


@pytest.mark.parametrize("kind", KINDS)
def test_a_stream_of_which_nothing_was_read_closes(kind: str) -> None:
    with hostile(kind) as server:
        with opened(kind, server.url) as stream:
            assert stream is not None
        assert server.closed.wait(10)


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_of_the_reader_closes(kind: str) -> None:
    def reading() -> None:
        with opened(kind, server.url) as stream:
            for item in stream:
                raise LookupError(item)

    with hostile(kind) as server:
        with pytest.raises(LookupError):
            reading()
        assert server.closed.wait(10)


@pytest.mark.parametrize(
    ("kind", "wrong"), [("events", b"data: {}\n\n"), ("notes", b"{}\n")]
)
def test_an_item_that_is_not_as_documented_closes(kind: str, wrong: bytes) -> None:
    with hostile(kind, wrong) as server, opened(kind, server.url) as stream:
        with pytest.raises(golden_events.UnexpectedResponse):
            list(stream)
        assert server.closed.wait(10)

    async def reading() -> None:
        async with (
            client(kind, server.url) as api,
            async_opened(kind, api) as stream,
        ):
            with pytest.raises(golden_events.UnexpectedResponse):
                assert [item async for item in stream]
            assert await asyncio.to_thread(server.closed.wait, 10)

    with hostile(kind, wrong) as server:
        asyncio.run(reading())


@pytest.mark.parametrize("kind", KINDS)
def test_a_break_closes_without_blocking(kind: str) -> None:
    async def reading() -> None:
        async with client(kind, server.url) as api:
            async with async_opened(kind, api) as stream:
                async for _ in stream:
                    break
            assert await asyncio.to_thread(server.closed.wait, 10)

    with hostile(kind) as server:
        asyncio.run(reading())


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_of_the_reader_closes_without_blocking(kind: str) -> None:
    async def failing(api: Any) -> None:
        async with async_opened(kind, api) as stream:
            async for item in stream:
                raise LookupError(item)

    async def reading() -> None:
        async with client(kind, server.url) as api:
            with pytest.raises(LookupError):
                await failing(api)
            assert await asyncio.to_thread(server.closed.wait, 10)

    with hostile(kind) as server:
        asyncio.run(reading())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("begun", [True, False])
def test_a_cancelled_reader_closes(kind: str, begun: bool) -> None:
    first = asyncio.Event()

    async def reading(api: Any) -> None:
        async with async_opened(kind, api) as stream:
            first.set()
            async for _ in stream:
                if not begun:
                    await asyncio.Event().wait()

    async def cancelling() -> None:
        async with client(kind, server.url) as api:
            task = asyncio.ensure_future(reading(api))
            await first.wait()
            for _ in range(20):
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await asyncio.to_thread(server.closed.wait, 10)

    with hostile(kind) as server:
        asyncio.run(cancelling())


@pytest.mark.parametrize("kind", KINDS)
def test_a_scope_that_is_cancelled_closes(kind: str) -> None:
    """A scope of anyio cancels every step that follows, those that close included."""

    async def cancelling() -> None:
        async with client(kind, server.url) as api:
            with anyio.CancelScope() as scope:
                async with async_opened(kind, api) as stream:
                    async for _ in stream:
                        scope.cancel()
            assert await asyncio.to_thread(server.closed.wait, 10)

    with hostile(kind) as server:
        asyncio.run(cancelling())
