"""Clients that are many, slow, broken off or mad: nobody else suffers, and nothing is a 5xx."""

import asyncio
import random
import resource
import signal
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from asking_by_hand import BODY, JSON
from connecting import connected
from processes import Process, running
from tenants import token

from agent_harness_service.settings import Settings

PATH = "/acme/v1/agents/sessions"
SERVERS = ["uvicorn", "granian"]


def head(length: int, *more: str) -> bytes:
    """Write the head of a good request."""
    lines = [
        f"POST {PATH} HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/json",
        f"Content-Length: {length}",
        f"Authorization: Bearer {token()}",
        *more,
    ]
    return "\r\n".join([*lines, "", ""]).encode()


async def status_of(reader: asyncio.StreamReader, patience: float = 60) -> int:
    """Read the status of an answer; 0 for none."""
    try:
        line = await asyncio.wait_for(reader.readline(), patience)
    except (ConnectionError, TimeoutError):
        return 0
    return int(line.split()[1]) if line.startswith(b"HTTP/1.") else 0


def created(url: str) -> int:
    """Create a session as anybody would; give the status."""
    headers = {**JSON, "authorization": f"Bearer {token()}"}
    return httpx2.post(f"{url}{PATH}", content=BODY, headers=headers).status_code


@pytest.mark.parametrize("server", SERVERS)
def test_many_connections_at_once(
    fresh: Settings, tmp_path: Path, scale: int, server: str
) -> None:
    count = 100 * scale
    allow_files(2 * count + 100)

    async def ask(url: str, open_now: asyncio.Barrier) -> int:
        async with connected(url) as (reader, writer):
            await open_now.wait()
            writer.write(head(len(BODY)) + BODY)
            return await status_of(reader)

    async def ask_all(url: str) -> list[int]:
        open_now = asyncio.Barrier(count)
        return await asyncio.gather(*(ask(url, open_now) for _ in range(count)))

    patient = fresh.model_copy(update={"database_timeout": 60})
    with running(patient, tmp_path, server=server) as process:
        assert {*asyncio.run(ask_all(process.url))} == {201}


def allow_files(count: int) -> None:
    """Let this process, and those that it starts, open so many files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, hard), hard))


@pytest.mark.parametrize("server", SERVERS)
def test_slow_clients_hold_nobody_up(
    fresh: Settings, tmp_path: Path, scale: int, server: str
) -> None:
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
        slow = [asyncio.create_task(ask_slowly(url, hurry)) for _ in range(50 * scale)]
        assert await asyncio.to_thread(created, url) == 201
        hurry.set()
        return await asyncio.gather(*slow)

    allow_files(200 * scale)
    patient = fresh.model_copy(update={"database_timeout": 60})
    with running(patient, tmp_path, server=server) as process:
        assert {*asyncio.run(ask_all(process.url))} == {201}


@pytest.mark.parametrize("server", SERVERS)
def test_bodies_that_are_cut_off(
    fresh: Settings, tmp_path: Path, scale: int, server: str
) -> None:
    async def cut(url: str, sent: int) -> None:
        async with connected(url) as (_, writer):
            writer.write(head(len(BODY)) + BODY[:sent])
            await writer.drain()

    async def cut_all(url: str) -> None:
        await asyncio.gather(*(cut(url, at % len(BODY)) for at in range(100 * scale)))

    with running(fresh, tmp_path, server=server) as process:
        asyncio.run(cut_all(process.url))
        assert created(process.url) == 201
        unharmed(process)


@pytest.mark.parametrize("server", SERVERS)
def test_requests_in_flight_are_finished(
    fresh: Settings, tmp_path: Path, server: str
) -> None:
    async def use(process: Process) -> None:
        async with connected(process.url) as (reader, writer):
            writer.write(head(len(BODY)) + BODY[:5])
            await writer.drain()
            assert await asyncio.to_thread(created, process.url) == 201
            process.popen.send_signal(signal.SIGTERM)
            async with asyncio.timeout(30):
                while await asyncio.to_thread(accepts, process.url):
                    pass
            writer.write(BODY[5:])
            assert await status_of(reader) == 201
        assert process.popen.wait(timeout=30) in (0, -signal.SIGTERM)

    with running(fresh, tmp_path, server=server) as process:
        asyncio.run(use(process))
        unharmed(process)


def accepts(url: str) -> bool:
    """Tell whether a server takes new connections."""
    try:
        httpx2.get(f"{url}/healthz")
    except httpx2.TransportError:
        return False
    return True


# Bad requests -----------------------------------------------------------------------


def garbage(chance: random.Random) -> bytes:
    """Make bytes that are no request."""
    return chance.randbytes(chance.randint(1, 400)) + b"\r\n\r\n"


def damaged(chance: random.Random) -> bytes:
    """Damage a good request."""
    good = bytearray(head(len(BODY)) + BODY)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(good))
        match chance.randrange(3):
            case 0:
                good[at] = chance.randrange(256)
            case 1:
                del good[at : at + chance.randint(1, 30)]
            case _:
                good[at:at] = chance.randbytes(chance.randint(1, 10))
    return bytes(good)


def other_body(chance: random.Random) -> bytes:
    """Send something else as the body."""
    body = chance.choice(
        [
            chance.randbytes(chance.randint(0, 300)),
            b'{"agent_name": "' + chance.randbytes(20).hex().encode() + b'"}',
            b'{"agent_name": ' + str(chance.random()).encode() + b"}",
            b'{"agent_name": "\\u0000\\ud83d\\ude00"}',
            b"[" * chance.randint(1, 5000),
            b'{"a":' * chance.randint(1, 5000),
            b"9" * chance.randint(1, 10_000),
        ]
    )
    return head(len(body)) + body


def other_place(chance: random.Random) -> bytes:
    """Ask somewhere else, or in another way."""
    method = chance.choice(["GET", "PUT", "POST", "TRACE", "OPTIONS", "X-Y"])
    letters = "/%.?#&=;:@ac0%00%2e%2f%ff"
    place = "/" + "".join(chance.choices(letters, k=chance.randint(0, 60)))
    place = chance.choice([place, PATH, PATH + place, "*", f"http://x{PATH}"])
    line, _, rest = head(len(BODY)).partition(b"\r\n")
    assert line
    return f"{method} {place} HTTP/1.1\r\n".encode() + rest + BODY


def other_head(chance: random.Random) -> bytes:
    """Send more headers, some of which contradict the rest."""
    more = chance.choice(
        [
            "Content-Length: 5",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: gzip, chunked",
            "Content-Encoding: gzip",
            "Content-Type: text/plain; charset=utf-7",
            "Expect: 100-continue",
            "Expect: something",
            "Upgrade: h2c",
            "Upgrade: websocket",
            "Authorization: Bearer x",
            "Accept: " + "a/b;q=x," * chance.randint(1, 50),
            "X-Request-Id: " + "x" * chance.randint(1, 300),
            "traceparent: 00-" + "0" * 32,
            "Cookie: " + "a=" * 100,
            "X: " + "y" * chance.randint(1, 60_000),
        ]
    )
    return head(len(BODY), more) + BODY


MADNESS: tuple[Callable[[random.Random], bytes], ...] = (
    garbage,
    damaged,
    other_body,
    other_place,
    other_head,
)


@pytest.mark.parametrize("server", SERVERS)
def test_nothing_that_is_sent_is_answered_with_5xx(
    fresh: Settings, tmp_path: Path, scale: int, server: str
) -> None:
    chance = random.Random(4)
    requests = [MADNESS[at % len(MADNESS)](chance) for at in range(500 * scale)]
    few = asyncio.Semaphore(20)

    async def ask(url: str, request: bytes) -> int:
        async with few, connected(url) as (reader, writer):
            writer.write(request)
            # Where the end of a request is damaged, the server waits for it in vain.
            return await status_of(reader, 1)

    async def ask_all(url: str) -> list[int]:
        return await asyncio.gather(*(ask(url, request) for request in requests))

    with running(fresh, tmp_path, server=server) as process:
        statuses = asyncio.run(ask_all(process.url))
        assert max(statuses) < 500
        assert statuses.count(201)
        assert {400, 401, 404, 405, 422} <= {*statuses}
        assert created(process.url) == 201
        unharmed(process)


def unharmed(process: Process) -> None:
    """See to it that nothing went wrong within the service, and that it told no token."""
    log = process.log.read_text("utf-8")
    assert "Traceback" not in log
    assert '"level": "ERROR"' not in log
    assert token().partition(".")[0] not in log
