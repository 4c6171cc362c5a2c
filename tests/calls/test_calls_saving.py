"""Downloads to a path: whole under their name or not there at all, and told of on the way."""

import asyncio
import tracemalloc
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from socket import socket
from typing import Any

import pytest
from files import APP, CHUNK, closed
from golden_streams import (
    ApiConnectionError,
    AsyncClient,
    ByteStream,
    Client,
    SyncByteStream,
)
from hostile import Hostile, begins
from serving import serving

ENDS = [pytest.param(Client, id="sync"), pytest.param(AsyncClient, id="async")]
LARGE = 1024
"""Chunks of 64 KiB: 64 MiB."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Give the URL of a server on a socket."""
    with serving(APP) as url:
        yield url


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Give a file in a folder of its own."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    return path


def saved(end: Any, url: str, name: str, *arguments: Any) -> int:
    """Download a file to a path."""

    async def saving() -> int:
        async with (
            AsyncClient(base_url=url) as api,
            api.stream.download(name) as response,
        ):
            return await response.body.save(*arguments)

    if end is AsyncClient:
        return asyncio.run(saving())
    with Client(base_url=url) as api, api.stream.download(name) as response:
        return response.body.save(*arguments)


def alone(path: Path) -> bool:
    """Tell whether a file is the only one in its folder."""
    return list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("end", ENDS)
def test_a_file_is_what_came(end: Any, url: str, target: Path) -> None:
    assert saved(end, url, "3", target) == 3 * len(CHUNK)
    assert target.read_bytes() == CHUNK * 3
    assert saved(end, url, "small", str(target)) == 5
    assert target.read_bytes() == b"small"
    assert saved(end, url, "0", target) == 0
    assert target.read_bytes() == b""
    assert alone(target)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(("name", "size"), [("sized", 2 * len(CHUNK)), ("2", None)])
def test_progress_is_told(
    end: Any, url: str, target: Path, name: str, size: int | None
) -> None:
    told: list[tuple[int, int | None]] = []

    def progress(done: int, size: int | None) -> None:
        told.append((done, size))

    saved(end, url, name, target, progress)
    assert told[-1] == (2 * len(CHUNK), size)
    assert told == sorted(told, key=lambda each: each[0])
    assert {each[1] for each in told} == {size}


def test_progress_may_be_awaited(url: str, target: Path) -> None:
    told: list[tuple[int, int | None]] = []

    async def progress(done: int, size: int | None) -> None:
        await asyncio.sleep(0)
        told.append((done, size))

    saved(AsyncClient, url, "2", target, progress)
    assert told[-1] == (2 * len(CHUNK), None)


@pytest.mark.parametrize("end", ENDS)
def test_what_breaks_off_changes_nothing(end: Any, url: str, target: Path) -> None:
    with pytest.raises(ApiConnectionError):
        saved(end, url, "broken", target)
    new = target.with_name("new")
    with pytest.raises(ApiConnectionError):
        saved(end, url, "broken", new)
    assert target.read_bytes() == b"old"
    assert alone(target)


@pytest.mark.parametrize("end", ENDS)
def test_what_progress_stops_changes_nothing(end: Any, url: str, target: Path) -> None:
    def stop(done: int, size: int | None) -> None:
        raise KeyboardInterrupt(done, size)

    closed.clear()
    with pytest.raises(KeyboardInterrupt):
        saved(end, url, "endless", target, stop)
    assert closed.wait(10)
    assert target.read_bytes() == b"old"
    assert alone(target)


def test_a_cancelled_download_changes_nothing(target: Path) -> None:
    begun = asyncio.Event()

    def progress(done: int, _: int | None) -> None:
        assert done == 1
        begun.set()

    async def saving() -> None:
        async with (
            AsyncClient(base_url=server.url) as api,
            api.stream.download("a") as response,
        ):
            await response.body.save(target, progress)

    async def cancelling() -> None:
        task = asyncio.ensure_future(saving())
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(server.closed.wait, 10)

    def waits(connection: socket) -> None:
        server.waits(connection)

    with Hostile(
        begins(b"a", then=waits, media_type="application/octet-stream")
    ) as server:
        asyncio.run(cancelling())
    assert target.read_bytes() == b"old"
    assert alone(target)


@pytest.mark.parametrize("end", ENDS)
def test_a_path_that_is_none_is_told_at_once(end: Any, url: str, target: Path) -> None:
    closed.clear()
    with pytest.raises(FileNotFoundError):
        saved(end, url, "endless", target.parent / "missing" / "file")
    assert closed.wait(10)
    with pytest.raises(IsADirectoryError):
        saved(end, url, "endless", target.parent)
    assert alone(target)


@pytest.mark.parametrize("end", ENDS)
def test_a_large_file_takes_no_memory(end: Any, url: str, target: Path) -> None:
    saved(end, url, "1", target)
    tracemalloc.start()
    try:
        size = saved(end, url, str(LARGE), target)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size == target.stat().st_size == LARGE * len(CHUNK)
    assert peak < 16 * 2**20


def test_any_stream_can_be_saved(target: Path) -> None:
    assert SyncByteStream(b"abc").save(target) == 3
    assert target.read_bytes() == b"abc"
    save: Callable[[Path], Awaitable[int]] = ByteStream(iter([b"a", b"b"])).save

    async def saving() -> int:
        return await save(target)

    assert asyncio.run(saving()) == 2
    assert target.read_bytes() == b"ab"


@pytest.mark.parametrize("end", ENDS)
def test_a_stream_is_saved_once(end: Any, url: str, target: Path) -> None:
    async def saving() -> None:
        async with (
            AsyncClient(base_url=url) as api,
            api.stream.download("2") as response,
        ):
            await response.body.save(target)
            with pytest.raises(RuntimeError, match="read already"):
                await response.body.save(target.with_name("other"))

    if end is AsyncClient:
        asyncio.run(saving())
    else:
        with Client(base_url=url) as api, api.stream.download("2") as response:
            response.body.save(target)
            with pytest.raises(RuntimeError, match="read already"):
                response.body.save(target.with_name("other"))
    assert alone(target)
