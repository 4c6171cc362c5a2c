"""What transports that cost less do with connections: streams end them, calls share them."""

import asyncio
import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from threading import Thread
from typing import Any

import aiohttp
import golden_events
import golden_pets
import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from golden_pets import (
    AiohttpTransport,
    ApiTimeout,
    AsyncClient,
    Client,
    Pet,
    PlainTransport,
)
from hostile import (
    Act,
    Hostile,
    begins,
    ends,
)
from ways import AIOHTTP, FAST, PET, PLAIN, QUICK, TOM, Way, failure


def waits(server: Hostile) -> Act:
    """Answer nothing."""
    return lambda connection: server.waits(connection)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file with a certificate for this machine, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return path


# Streams ---------------------------------------------------------------------------

EVENT = b'id: 1\ndata: {"text":"a"}\n\n'


def read_one(way: Way, url: str) -> Any:
    """Read one event of a stream, and leave the rest; the client stays open meanwhile."""

    async def reading() -> Any:
        async with (
            way.client(golden_events, base_url=url) as api,
            await api.events() as stream,
        ):
            return await anext(stream)

    if way is AIOHTTP:
        return asyncio.run(reading())
    with way.client(golden_events, base_url=url) as api, api.events() as stream:
        return next(stream)


@pytest.mark.parametrize("way", FAST)
def test_an_event_is_there_as_soon_as_it_came(way: Way) -> None:
    with Hostile(lambda connection: act(connection)) as server:
        act = begins(EVENT, then=waits(server))
        assert read_one(way, server.url).text == "a"
        assert server.closed.wait(10)


@pytest.mark.parametrize("way", FAST)
def test_a_lost_stream_goes_on(way: Way) -> None:
    async def reading() -> list[Any]:
        async with (
            way.client(golden_events, base_url=server.url) as api,
            await api.events(options={"retries": QUICK}) as stream,
        ):
            return [event.text async for event in stream]

    def reading_at_once() -> list[Any]:
        with (
            way.client(golden_events, base_url=server.url) as api,
            api.events(options={"retries": QUICK}) as stream,
        ):
            return [event.text for event in stream]

    second = b'id: 2\ndata: {"text":"b"}\n\n'
    with Hostile(begins(EVENT), begins(second, then=ends)) as server:
        found = asyncio.run(reading()) if way is AIOHTTP else reading_at_once()
    assert found == ["a", "b"]
    assert server.headers("last-event-id") == ["", "1"]


def test_a_cancelled_call_leaves_no_connection() -> None:
    async def calling() -> None:
        http = AiohttpTransport()
        async with AsyncClient(base_url=server.url, http=http) as api:
            call = asyncio.ensure_future(api.get_pet("t1"))
            assert await asyncio.to_thread(server.asked.wait, 10)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            assert await asyncio.to_thread(server.closed.wait, 10)

    with Hostile(lambda connection: server.waits(connection)) as server:
        asyncio.run(calling())


def test_a_call_that_is_cancelled_while_it_reads_leaves_no_connection() -> None:
    async def calling() -> None:
        http = AiohttpTransport()
        async with AsyncClient(base_url=server.url, http=http) as api:
            with pytest.raises(ApiTimeout):
                await api.get_pet("t1", options={"total": 0.2})
            assert await asyncio.to_thread(server.closed.wait, 10)

    with Hostile(lambda connection: act(connection)) as server:
        act = begins(b" ", then=waits(server), media_type="application/json")
        asyncio.run(calling())


# Connections -----------------------------------------------------------------------


def keeps(times: int) -> Act:
    """Answer so many requests over one connection, and then close it without a word."""
    length = f"content-length: {len(TOM)}\r\n\r\n"
    head = f"HTTP/1.1 200 .\r\ncontent-type: application/json\r\n{length}"

    def act(connection: socket.socket) -> None:
        connection.sendall(head.encode() + TOM)
        for _ in range(times - 1):
            if not connection.recv(65_536):
                return
            connection.sendall(head.encode() + TOM)

    return act


def thrice(way: Way, url: str, pause: float = 0) -> None:
    """Get a pet three times by one client, which never tries again."""

    async def calling() -> None:
        async with way.client(golden_pets, base_url=url, retries=0) as api:
            for _ in range(3):
                await api.get_pet("t1")
                await asyncio.sleep(pause)

    if way is AIOHTTP:
        asyncio.run(calling())
        return
    with way.client(golden_pets, base_url=url, retries=0) as api:
        for _ in range(3):
            api.get_pet("t1")
            time.sleep(pause)


@pytest.mark.parametrize("way", FAST)
def test_a_connection_serves_one_call_after_the_other(way: Way) -> None:
    with Hostile(keeps(3)) as server:
        thrice(way, server.url)
    assert len(server.requests) == 1


@pytest.mark.parametrize("way", FAST)
def test_a_connection_that_the_server_has_closed_is_not_used(way: Way) -> None:
    with Hostile(keeps(1)) as server:
        thrice(way, server.url, pause=0.1)
    assert len(server.requests) == 3


def test_threads_have_connections_of_their_own() -> None:
    def call() -> None:
        found.append(api.get_pet("t1"))

    found: list[Pet | None] = []
    with (
        Hostile(PET) as server,
        Client(base_url=server.url, http=PlainTransport()) as api,
    ):
        threads = [Thread(target=call) for _ in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert found == [Pet(name="Tom", id="t1")] * 8


def test_closing_ends_the_connections() -> None:
    with Hostile(keeps(2)) as server:
        api = Client(base_url=server.url, http=PlainTransport())
        api.get_pet("t1")
        api.close()
        api.get_pet("t1")
        api.close()
    assert len(server.requests) == 2


def test_a_safe_connection_is_kept_too(certificate: Path) -> None:
    context = ssl.create_default_context(cafile=certificate)
    with (
        Hostile(keeps(3), certificate=certificate) as server,
        Client(base_url=server.url, http=PlainTransport(context), retries=0) as api,
    ):
        for _ in range(3):
            assert api.get_pet("t1") == Pet(name="Tom", id="t1")
    assert len(server.requests) == 1


def test_a_certificate_that_nobody_trusts_is_no_connection(certificate: Path) -> None:
    with Hostile(PET, certificate=certificate) as server:
        error = failure(PLAIN, server.url)
    assert isinstance(error.__cause__, httpx2.ConnectError)
    assert server.requests == []


def test_a_session_of_the_callers_own_stays_open() -> None:
    async def calling() -> None:
        async with aiohttp.ClientSession(headers={"X-Own": "yes"}) as session:
            http = AiohttpTransport(session)
            async with AsyncClient(base_url=server.url, http=http) as api:
                await api.get_pet("t1")
            assert not session.closed

    with Hostile(PET) as server:
        asyncio.run(calling())
    assert server.headers("x-own") == ["yes"]
