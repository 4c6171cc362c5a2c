"""Clients that are many, broken off or mad: nobody else suffers, and nothing is a 5xx."""

import asyncio
import random
import signal
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from asking_by_hand import BODY
from by_socket import PATH, allow_files, created, head, status_of, told_by, unharmed
from connecting import connected
from processes import Process, running

from agent_harness_service.settings import Settings

SERVERS = ["uvicorn", "granian"]


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

    with running(fresh, tmp_path, server=server) as process:
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

CHUNKED = (
    f"POST {PATH} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
)
MALFORMED = [(400, "malformed_request")]
NO_HTTP = {
    "garbage": ([b"?\r\n\r\n"], MALFORMED),
    "no header": ([b"GET /healthz HTTP/1.1\r\nA b\r\n\r\n"], MALFORMED),
    "two lengths": ([head(5, "Content-Length: 6")], MALFORMED),
    "a head without an end": ([b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 9_000], MALFORMED),
    "no chunk": ([CHUNKED + b"?\r\n"], MALFORMED),
    "no chunk, later": ([CHUNKED, b"?\r\n"], [(401, "token_missing")]),
    "after a request": (
        [head(len(BODY)) + BODY, b"?\r\n\r\n"],
        [(201, ""), *MALFORMED],
    ),
}


def test_what_is_no_http_is_told_so_in_the_words_of_the_api(
    fresh: Settings, tmp_path: Path
) -> None:
    """On uvicorn: granian has no way to say them."""

    async def ask(url: str, pieces: list[bytes]) -> list[tuple[int, str]]:
        text = b""
        async with connected(url) as (reader, writer), asyncio.timeout(60):
            for piece in pieces[:-1]:
                writer.write(piece)
                text += await reader.read(10_000)
            writer.write(pieces[-1])
            text += await reader.read()
        return told_by(text)

    with running(fresh, tmp_path) as process:
        for name, (pieces, answers) in NO_HTTP.items():
            assert asyncio.run(ask(process.url, pieces)) == answers, name
        assert created(process.url) == 201
        unharmed(process)


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
