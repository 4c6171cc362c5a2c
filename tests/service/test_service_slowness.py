"""Clients that are slow: nobody else waits for them, and what does not come in time is given up."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from asking_by_hand import BODY
from by_socket import allow_files, created, head, status_of, told_by, unharmed
from connecting import connected
from processes import running

from agent_harness_service.settings import Settings

SERVERS = ["uvicorn", "granian"]


@pytest.mark.parametrize("server", SERVERS)
def test_slow_clients_hold_nobody_up(
    fresh: Settings, tmp_path: Path, scale: int, server: str
) -> None:
    """The one connection to SQLite is free, and their time at the database has not begun."""

    async def ask_slowly(url: str, hurry: asyncio.Event) -> int:
        async with connected(url) as (reader, writer):
            writer.write(head(len(BODY)) + BODY[:5])
            await writer.drain()
            await hurry.wait()
            for byte in BODY[5:]:
                writer.write(bytes([byte]))
                await writer.drain()
            return await status_of(reader)

    async def ask_all(url: str) -> list[int]:
        hurry = asyncio.Event()
        slow = [asyncio.create_task(ask_slowly(url, hurry)) for _ in range(100 * scale)]
        assert await asyncio.to_thread(created, url) == 201
        await asyncio.sleep(1.2 * hasty.database_timeout)
        hurry.set()
        return await asyncio.gather(*slow)

    allow_files(200 * scale + 100)
    hasty = fresh.model_copy(update={"database_timeout": 3})
    with running(hasty, tmp_path, server=server) as process:
        assert {*asyncio.run(ask_all(process.url))} == {201}


# In time, or not --------------------------------------------------------------------

HEAD = head(len(BODY))
LONG = head(70_000)
NO_TOKEN = HEAD.replace(b"Authorization", b"X-Other")


@dataclass(frozen=True, slots=True)
class Slow:
    """What a slow client sends, and the answers that uvicorn and granian give it."""

    sent: bytes
    uvicorn: Sequence[tuple[int, str]]
    granian: Sequence[tuple[int, str]]


LATE = [(408, "request_timeout")]
SLOW = {
    "nothing": Slow(b"", [], []),
    "half a head": Slow(HEAD[:40], LATE, []),
    "a head": Slow(HEAD, LATE, LATE),
    "half a body": Slow(HEAD + BODY[:9], LATE, LATE),
    "half a body, no token": Slow(
        NO_TOKEN + BODY[:9], [(401, "token_missing")], [(401, "token_missing")]
    ),
    "half of what is too long": Slow(
        LONG + b"{", [(413, "content_too_large")], [(413, "content_too_large")]
    ),
    "no second request": Slow(HEAD + BODY, [(201, "")], [(201, "")]),
    "half a second request": Slow(
        HEAD + BODY + HEAD[:40], [(201, ""), *LATE], [(201, "")]
    ),
}


@pytest.mark.parametrize("server", SERVERS)
def test_what_does_not_come_in_time_is_given_up(
    fresh: Settings, tmp_path: Path, server: str
) -> None:
    """All at once, as each takes the time; the connection is closed in every case."""

    async def ask(url: str, slow: Slow) -> list[tuple[int, str]]:
        async with connected(url) as (reader, writer):
            writer.write(slow.sent)
            async with asyncio.timeout(60):
                return told_by(await reader.read())

    async def ask_all(url: str) -> list[list[tuple[int, str]]]:
        return await asyncio.gather(*(ask(url, slow) for slow in SLOW.values()))

    with running(fresh, tmp_path, server=server, request_timeout=2) as process:
        found = asyncio.run(ask_all(process.url))
        wanted = [getattr(slow, server) for slow in SLOW.values()]
        assert dict(zip(SLOW, found, strict=True)) == dict(
            zip(SLOW, wanted, strict=True)
        )
        assert created(process.url) == 201
        unharmed(process)
