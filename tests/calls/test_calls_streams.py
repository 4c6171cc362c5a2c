"""Binary bodies: sent as they are made, answered while they come, and never kept whole."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx2
import pytest
from ends import URL, sync_wire, wire
from files import APP, CHUNK, closed, first_came
from golden_streams import (
    ApiConnectionError,
    AsyncClient,
    BinaryError,
    ByteStream,
    Client,
    ProblemError,
    Received,
    SyncByteStream,
    TextError,
)
from golden_streams.api import DefaultApi
from serving import serving

LARGE = 1024
"""Chunks of 64 KiB: 64 MiB."""

SPARE = 16 * 2**20
"""Bytes that a large body may take on its way, at both ends together."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Give the URL of a server on a socket."""
    with serving(APP) as url:
        yield url


async def slowly(count: int = 3) -> AsyncIterator[bytes]:
    for _ in range(count):
        await asyncio.sleep(0)
        yield CHUNK


async def _upload(api: DefaultApi) -> Received:
    return await api.upload("a", ByteStream(b"abc"))


def test_a_client_stands_where_a_handler_is_wanted() -> None:
    api: DefaultApi = AsyncClient(base_url=URL, http=wire(APP))
    received = asyncio.run(_upload(api))
    assert received == Received(size=3, media_type="application/octet-stream")


def test_all_that_a_body_can_be_made_of(tmp_path: Path, url: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(CHUNK * 3)
    whole = Received(size=3 * len(CHUNK), media_type="application/octet-stream")
    with Client(base_url=url) as api, path.open("rb") as file:
        assert api.upload("a", CHUNK * 3) == whole
        assert api.upload("a", path) == whole
        assert api.upload("a", file) == whole
        assert api.upload("a", BytesIO(CHUNK * 3)) == whole
        assert api.upload("a", SyncByteStream(path)) == whole
        assert api.upload("a", iter([CHUNK, CHUNK, CHUNK])) == whole

    async def calls() -> None:
        async with AsyncClient(base_url=url) as api:
            assert await api.upload("a", CHUNK * 3) == whole
            assert await api.upload("a", path) == whole
            assert await api.upload("a", BytesIO(CHUNK * 3)) == whole
            assert await api.upload("a", ByteStream(path)) == whole
            assert await api.upload("a", slowly()) == whole
            assert await api.upload("a", iter([CHUNK, CHUNK, CHUNK])) == whole

    asyncio.run(calls())


def test_what_no_body_can_be_made_of() -> None:
    text: Any = "text"  # What no type checker lets pass.
    with pytest.raises(TypeError, match="not str"):
        Client(base_url=URL, http=sync_wire(APP)).upload("a", text)


def test_the_handler_reads_while_the_client_sends(url: str) -> None:
    """The second chunk is made only once the handler has seen the first."""
    first_came.clear()

    def waiting() -> Iterator[bytes]:
        yield CHUNK
        assert first_came.wait(10)
        yield CHUNK

    with Client(base_url=url) as api:
        assert api.upload("a", waiting()).size == 2 * len(CHUNK)


def test_large_bodies_take_no_memory(url: str) -> None:
    with Client(base_url=url) as api:
        api.upload("a", b"")
        tracemalloc.start()
        try:
            received = api.upload("a", (CHUNK for _ in range(LARGE)))
            with api.stream.download(str(LARGE)) as response:
                size = sum(map(len, response.body))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert received.size == size == LARGE * len(CHUNK)
    assert peak < SPARE


def test_large_bodies_take_no_memory_without_blocking(url: str) -> None:
    async def calls() -> tuple[int, int]:
        async with AsyncClient(base_url=url) as api:
            received = await api.upload("a", slowly(LARGE))
            async with api.stream.download(str(LARGE)) as response:
                sizes = [len(chunk) async for chunk in response.body]
        return received.size, sum(sizes)

    tracemalloc.start()
    try:
        sizes = asyncio.run(calls())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sizes == (LARGE * len(CHUNK), LARGE * len(CHUNK))
    assert peak < SPARE


def test_a_download_at_once_and_in_pieces() -> None:
    api = Client(base_url=URL, http=sync_wire(APP))
    assert api.download("small") == b"small"
    assert api.download("2") == CHUNK * 2
    assert api.raw.download("2", part=7).headers["etag"] == '"7"'
    with api.stream.download("2", part=8) as response:
        assert response.status == 200
        assert response.headers["etag"] == '"8"'
        assert response.body.media_type == "application/octet-stream"
        assert response.body.size is None
        assert response.body.read() == CHUNK * 2
        with pytest.raises(RuntimeError, match="read already"):
            response.body.read()
    with api.stream.download("sized") as response:
        assert response.body.size == 2 * len(CHUNK)


def test_a_download_at_once_and_in_pieces_without_blocking() -> None:
    async def calls() -> None:
        async with AsyncClient(base_url=URL, http=wire(APP)) as api:
            assert await api.download("small") == b"small"
            assert await api.download("2") == CHUNK * 2
            async with api.stream.download("2", part=8) as response:
                assert response.headers["etag"] == '"8"'
                assert await response.body.read() == CHUNK * 2
            async with api.stream.download("tagged") as response:
                assert response.headers["etag"] == '"1"'
                assert b"".join([chunk async for chunk in response.body]) == b"tagged"

    asyncio.run(calls())


@pytest.mark.parametrize("name", ["missing", "late"])
def test_errors_come_before_the_body(name: str) -> None:
    """Those that the handler raises, and those before its first chunk."""
    api = Client(base_url=URL, http=sync_wire(APP))
    with pytest.raises(ProblemError) as raised, api.stream.download(name):
        pytest.fail("there is no body")
    assert raised.value.body.title == name
    with pytest.raises(ProblemError):
        api.download(name)

    async def call() -> None:
        async with AsyncClient(base_url=URL, http=wire(APP)) as api:
            with pytest.raises(ProblemError):
                await api.download(name)
            with pytest.raises(ProblemError):
                async with api.stream.download(name):
                    pytest.fail("there is no body")

    asyncio.run(call())


def test_errors_have_binary_bodies_too() -> None:
    api = Client(base_url=URL, http=sync_wire(APP))
    with pytest.raises(BinaryError) as raised, api.stream.download("remains"):
        pytest.fail("there is no body")
    assert raised.value.body == b"\0dust"


def test_an_error_is_answered_before_the_upload_is_read(url: str) -> None:
    with Client(base_url=url) as api, pytest.raises(TextError) as raised:
        api.upload("refused", b"abc")
    assert raised.value.status == 413


def test_an_answer_that_breaks_off_is_an_error(url: str) -> None:
    with Client(base_url=url) as api:
        with (
            pytest.raises(ApiConnectionError),
            api.stream.download("broken") as response,
        ):
            response.body.read()
        with pytest.raises(ApiConnectionError):
            api.download("broken")

    async def call() -> None:
        async with AsyncClient(base_url=url) as api:
            with pytest.raises(ApiConnectionError):
                async with api.stream.download("broken") as response:
                    await response.body.read()

    asyncio.run(call())


def test_the_server_sees_that_nobody_reads_any_more(url: str) -> None:
    closed.clear()
    with Client(base_url=url) as api, api.stream.download("endless") as response:
        assert next(iter(response.body))
    assert closed.wait(10)


def test_the_server_sees_that_nobody_awaits_any_more(url: str) -> None:
    async def call() -> None:
        async with (
            AsyncClient(base_url=url) as api,
            api.stream.download("endless") as response,
        ):
            async for _ in response.body:
                break

    closed.clear()
    asyncio.run(call())
    assert closed.wait(10)


def test_a_cancelled_call_closes_too(url: str) -> None:
    async def call() -> None:
        async with AsyncClient(base_url=url) as api:
            await asyncio.wait_for(api.download("endless"), 0.2)

    closed.clear()
    with pytest.raises(TimeoutError):
        asyncio.run(call())
    assert closed.wait(10)


def test_what_comes_goes_back_while_it_comes(url: str) -> None:
    sent = CHUNK * 20
    with Client(base_url=url) as api:
        assert api.picture(sent) == sent
        with api.stream.picture(iter([CHUNK] * 20)) as response:
            assert isinstance(response.body, SyncByteStream)
            assert response.body.read() == sent
        assert api.picture() is None


@pytest.mark.parametrize(
    ("named", "sent", "answered"),
    [
        (None, "application/octet-stream", "image/png"),
        ("image/jpeg", "image/jpeg", "image/jpeg"),
        ("image/webp", "image/webp", "image/png"),
        ("video/mp4", "application/octet-stream", "image/png"),
    ],
)
def test_a_stream_chooses_its_media_type(
    named: str | None, sent: str, answered: str
) -> None:
    types: list[str] = []

    def note(request: httpx2.Request) -> None:
        types.append(request.headers["content-type"])

    with sync_wire(APP) as http:
        http.event_hooks = {"request": [note]}
        api = Client(base_url=URL, http=http)
        response = api.raw.picture(SyncByteStream(b"x", media_type=named))
    assert (types, response.headers["content-type"]) == ([sent], answered)


def test_text_that_is_called_binary_is_a_stream_beside_json() -> None:
    api = Client(base_url=URL, http=sync_wire(APP))
    assert api.table(b"a,b\n") == b"a,b\n"
    assert api.table(Received(size=1)) == Received(size=1)
    assert api.raw.table(b"a").headers["content-type"] == "text/csv"
    with api.stream.table(Received(size=2)) as response:
        assert response.body == Received(size=2)
