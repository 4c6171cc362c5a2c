"""Calls over a real connection, and connections that fail."""

import asyncio
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from typing import Any

import pytest
import uvicorn
from harness import (
    CREDENTIAL,
    FAILURES,
    REQUEST,
    TENANT,
    Answer,
    created,
    failure,
    refused,
    served,
)

from agent_harness import (
    ApiConnectionError,
    ApiError,
    ApiTimeout,
    AsyncClient,
    Client,
    CreateSessionRequest,
    GetSessionResponse,
    RequestError,
)


class Server(uvicorn.Server):
    """Serves on a free port of this machine, in a thread."""

    def __init__(self) -> None:
        class Numbered(Answer):
            async def create_session(
                self, body: CreateSessionRequest
            ) -> GetSessionResponse:
                if body.agent_name.isdecimal():
                    raise failure(int(body.agent_name), headers={"X-Request-Id": "r"})
                return created(title=body.agent_name)

        app = served(Numbered(created()), invalid=refused)
        super().__init__(uvicorn.Config(app, log_config=None, ws="none"))
        # asyncio sends at once (TCP_NODELAY) only where the protocol is said.
        self.socket = socket.socket(socket.AF_INET, proto=socket.IPPROTO_TCP)
        self.socket.bind(("127.0.0.1", 0))

    def __enter__(self) -> str:
        self.thread = Thread(target=self.run, kwargs={"sockets": [self.socket]})
        self.thread.start()
        deadline = time.monotonic() + 10
        while not self.started and time.monotonic() < deadline:
            time.sleep(0.01)
        return f"127.0.0.1:{self.socket.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self.should_exit = True
        self.thread.join()
        self.socket.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Give the host and the port of a server."""
    with Server() as address:
        yield address


def create(address: str, name: str, token: str = CREDENTIAL) -> GetSessionResponse:
    with Client(
        token=token, scheme="http", gateway_base_url=address, tenant_name=TENANT
    ) as api:
        return api.create_session(CreateSessionRequest(agent_name=name))


async def create_async(
    address: str, name: str, token: str = CREDENTIAL
) -> GetSessionResponse:
    async with AsyncClient(
        token=token, scheme="http", gateway_base_url=address, tenant_name=TENANT
    ) as api:
        return await api.create_session(CreateSessionRequest(agent_name=name))


def test_a_success(address: str) -> None:
    assert create(address, "ü") == created(title="ü")
    assert asyncio.run(create_async(address, "ü")) == created(title="ü")


@pytest.mark.parametrize("status", FAILURES)
def test_a_failure(address: str, status: int) -> None:
    with pytest.raises(RequestError) as caught:
        create(address, str(status))
    with pytest.raises(RequestError) as caught_async:
        asyncio.run(create_async(address, str(status)))
    for each in (caught.value, caught_async.value):
        assert (each.status, each.body) == (status, failure(status).body)
        assert each.request_id == "r"


def test_a_refusal(address: str) -> None:
    with pytest.raises(RequestError) as caught:
        create(address, "a", token="-".join("wrong"))
    assert caught.value.status == 401
    assert caught.value.headers["www-authenticate"] == 'Bearer error="invalid_token"'


def test_first_calls_at_once_share_their_connections(address: str) -> None:
    """What calls is made with the first call, once: whoever closes it has closed it for all."""
    request = CreateSessionRequest(agent_name="a")
    with Client(token=CREDENTIAL, base_url=f"http://{address}/{TENANT}") as api:
        others = [api.with_options(headers={"x-n": str(n)}) for n in range(8)]
        with ThreadPoolExecutor(len(others)) as pool:
            calls = [pool.submit(each.create_session, request) for each in others]
        answers = [call.result() for call in calls]
    assert answers == [created(title="a")] * len(others)
    for each in (api, *others):
        with pytest.raises(RuntimeError, match="closed"):
            each.create_session(request)


def test_first_calls_in_one_loop_share_their_connections(address: str) -> None:
    async def run() -> None:
        url = f"http://{address}/{TENANT}"
        async with AsyncClient(token=CREDENTIAL, base_url=url) as api:
            others = [api.with_options(headers={"x-n": str(n)}) for n in range(8)]
            calls = [each.create_session(request) for each in others]
            answers = await asyncio.gather(*calls)
            assert answers == [created(title="a")] * len(others)
        for each in (api, *others):
            with pytest.raises(RuntimeError, match="closed"):
                await each.create_session(request)

    request = CreateSessionRequest(agent_name="a")
    asyncio.run(run())


def test_a_client_that_was_closed_before_its_first_call_is_closed(address: str) -> None:
    with Client(token=CREDENTIAL, base_url=f"http://{address}/{TENANT}") as api:
        pass
    with pytest.raises(RuntimeError, match="closed"):
        api.create_session(CreateSessionRequest(agent_name="a"))


def test_one_connection_for_several_calls(address: str) -> None:
    with Client(
        token=CREDENTIAL, base_url=f"http://{address}/{TENANT}", timeout=10
    ) as api:
        for n in range(20):
            request = CreateSessionRequest(agent_name=f"a{n}")
            assert api.create_session(request).data.title == f"a{n}"


def test_calls_at_the_same_time(address: str) -> None:
    async def calls() -> list[Any]:
        async with AsyncClient(
            token=CREDENTIAL, base_url=f"http://{address}/{TENANT}"
        ) as api:
            requests = [CreateSessionRequest(agent_name=f"a{n}") for n in range(20)]
            return await asyncio.gather(*map(api.create_session, requests))

    titles = [found.data.title for found in asyncio.run(calls())]
    assert titles == [f"a{n}" for n in range(20)]


# Connections that fail --------------------------------------------------------------


def fails(url: str, error: type[ApiError], *, timeout: float = 10) -> None:
    """Expect this very failure of both clients, with some words and its cause."""

    async def call() -> None:
        async with AsyncClient(base_url=url, timeout=timeout) as api:
            await api.create_session(REQUEST)

    with (
        pytest.raises(ApiConnectionError) as caught,
        Client(base_url=url, timeout=timeout) as api,
    ):
        api.create_session(REQUEST)
    with pytest.raises(ApiConnectionError) as caught_async:
        asyncio.run(call())
    for each in (caught.value, caught_async.value):
        assert type(each) is error
        assert str(each)
        assert each.__cause__ is not None


def test_nobody_is_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    fails(f"http://127.0.0.1:{port}", ApiConnectionError)


def test_nobody_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        fails(f"http://127.0.0.1:{port}", ApiTimeout, timeout=0.1)


@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1 201 Created\r\ncontent-length: 9\r\n\r\n{", b"220 ready\r\n\r\n"],
    ids=["at once", "halfway", "in other words"],
)
def test_the_connection_breaks(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            for _ in range(2):
                connection, _address = server.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer)

        thread = Thread(target=serve)
        thread.start()
        fails(f"http://127.0.0.1:{server.getsockname()[1]}", ApiConnectionError)
        thread.join()


@pytest.mark.parametrize("url", ["ftp://localhost", "localhost:80", "http://"])
def test_an_address_that_is_none(url: str) -> None:
    fails(url, ApiConnectionError)


def test_a_server_is_read_by_a_plain_client(address: str) -> None:
    host, _, port = address.partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as plain:
        content = json.dumps({"agent_name": "a"})
        plain.sendall(
            f"POST /{TENANT}/v1/agents/sessions HTTP/1.1\r\nHost: a\r\n"
            f"Authorization: Bearer {CREDENTIAL}\r\nConnection: close\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
            f"\r\n{content}".encode()
        )
        answer = b"".join(iter(lambda: plain.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 201 ")
    assert answer.endswith(created(title="a").model_dump_json().encode())
