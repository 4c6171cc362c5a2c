"""What a call costs the client: CPU beside the same by hand, and beside another generated client.

`python benchmarks/per_call.py --save` measures for a minute and puts it in RESULTS.md.
openapi-python-client is installed where it is missing, to make the client that is compared.
"""

import asyncio
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, ExitStack
from importlib import import_module
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
import httpx2
from peers import PEERS
from pydantic import TypeAdapter
from results import machine, save

from agent_harness import (
    AiohttpTransport,
    AsyncClient,
    Client,
    CreateSessionRequest,
    GetSessionResponse,
    PlainTransport,
)

CONDITIONS = (
    "One call after the other to a process on the same machine that answers at once: "
    "`POST /acme/v1/agents/sessions` with a bearer token, over a connection that stays open; "
    "microseconds of the caller's CPU, medians of rounds that take turns. By hand is the same "
    "JSON, validated by the same model. The bounds: over httpx2 1.1 times httpx2 by hand, over "
    "a transport that costs less half of openapi-python-client."
)
SPEC = Path(__file__).parents[1] / "spec/agent_harness.yaml"
PEER = next(each for each in PEERS if each.package == "openapi-python-client")
ANSWER = (
    b'{"data":{"id":"01jgfjja00","agent_name":"support-bot","title":null,'
    b'"created_by_subject":{"subject_id":"u1","subject_type":"user","subject_slug":"ada"},'
    b'"created_at":"2026-01-01T00:00:00.000Z","updated_at":"2026-01-01T00:00:00.000Z"}}'
)
HEAD = (
    f"HTTP/1.1 201 Created\r\ncontent-type: application/json\r\n"
    f"content-length: {len(ANSWER)}\r\n\r\n"
)
TOKEN = "any" * 4
PATH = "/acme/v1/agents/sessions"
HEADERS = {
    "accept": "application/json",
    "authorization": f"Bearer {TOKEN}",
    "content-type": "application/json",
}
BODY = CreateSessionRequest(agent_name="support-bot")
TAKEN, GIVEN = TypeAdapter(CreateSessionRequest), TypeAdapter(GetSessionResponse)


Call = Callable[[], object]
AsyncCall = Callable[[], Awaitable[object]]


def main() -> int:
    """Measure, and print the table; or answer, for the process that does."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=500, help="in each round")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--save", action="store_true", help="put it in RESULTS.md")
    parser.add_argument("--answer", action="store_true", help="be the server")
    options = parser.parse_args()
    if options.answer:
        asyncio.run(answer())
        return 0
    command = [sys.executable, __file__, "--answer"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        url = f"http://127.0.0.1:{int(server.stdout.readline())}"
        peer = peer_calls(url)
        costs = plain(url, peer, options.calls, options.rounds)
        costs |= asyncio.run(awaited(url, peer, options.calls, options.rounds))
        server.terminate()
    lines = list(table(costs))
    sys.stdout.write("\n".join([*lines, ""]))
    if options.save:
        more = {PEER.title: PEER.version()}
        on_what = machine("httpx2", "aiohttp", "httpx", "pydantic", **more)
        save("A call", f"{CONDITIONS}\n{on_what}\n\n" + "\n".join(lines))
    return 0


async def answer() -> None:
    """Answer every request the same, and tell the port."""
    server = await asyncio.get_running_loop().create_server(Answering, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


class Answering(asyncio.Protocol):
    """Answers whatever ends like the body that is sent."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what to answer on."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer when the body has come."""
        if data.endswith(b"}"):
            self._transport.write(HEAD.encode() + ANSWER)


def peer_calls(url: str) -> Any:
    """Generate the other client and load it; gives its call, bound to a server and a body."""
    PEER.version()
    with TemporaryDirectory() as name:
        made = Path(name, "made")
        # Its exit code tells of formatters that are missing, too.
        subprocess.run(PEER.command(SPEC, made), check=False, capture_output=True)
        [package] = (each.name for each in made.iterdir() if each.is_dir())
        sys.path.insert(0, str(made))
        call = import_module(f"{package}.api.agent_harness.post_v1_agents_sessions")
        body = import_module(f"{package}.models").CreateSessionRequest
        client = import_module(package).AuthenticatedClient(
            base_url=f"{url}/acme", token=TOKEN
        )

    class Calls:
        @staticmethod
        def plain() -> object:
            return call.sync(client=client, body=body(agent_name="support-bot"))

        @staticmethod
        async def awaited() -> object:
            return await call.asyncio(
                client=client, body=body(agent_name="support-bot")
            )

    assert Calls.plain()
    return Calls


def plain(url: str, peer: Any, count: int, rounds: int) -> dict[str, float]:
    """Give the microseconds of a call that waits."""
    with ExitStack() as stack:
        http = stack.enter_context(httpx2.Client())
        base = f"{url}/acme"
        api = stack.enter_context(Client(token=TOKEN, base_url=base))
        fast = stack.enter_context(
            Client(token=TOKEN, base_url=base, http=PlainTransport())
        )

        def by_hand() -> GetSessionResponse:
            body = TAKEN.dump_json(BODY, by_alias=True)
            got = http.post(f"{url}{PATH}", content=body, headers=HEADERS)
            return GIVEN.validate_json(got.content)

        calls: dict[str, Call] = {
            "httpx2, by hand": by_hand,
            "bothends": lambda: api.create_session(BODY),
            "bothends, `PlainTransport`": lambda: fast.create_session(BODY),
            "openapi-python-client": peer.plain,
        }
        costs: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(rounds + 1):
            for name, call in calls.items():
                began = time.process_time()
                for _ in range(count):
                    call()
                costs[name].append((time.process_time() - began) / count * 1e6)
    return {name: median(each[1:]) for name, each in costs.items()}


async def awaited(url: str, peer: Any, count: int, rounds: int) -> dict[str, float]:
    """Give the microseconds of a call that is awaited."""
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(httpx2.AsyncClient())
        session = await stack.enter_async_context(aiohttp.ClientSession())
        base = f"{url}/acme"
        api = await stack.enter_async_context(AsyncClient(token=TOKEN, base_url=base))
        fast = AsyncClient(token=TOKEN, base_url=base, http=AiohttpTransport())
        await stack.enter_async_context(fast)

        async def by_hand() -> GetSessionResponse:
            body = TAKEN.dump_json(BODY, by_alias=True)
            got = await http.post(f"{url}{PATH}", content=body, headers=HEADERS)
            return GIVEN.validate_json(got.content)

        async def by_aiohttp() -> GetSessionResponse:
            body = TAKEN.dump_json(BODY, by_alias=True)
            async with session.post(f"{url}{PATH}", data=body, headers=HEADERS) as got:
                return GIVEN.validate_json(await got.read())

        calls: dict[str, AsyncCall] = {
            "httpx2, by hand, awaited": by_hand,
            "bothends, awaited": lambda: api.create_session(BODY),
            "aiohttp, by hand, awaited": by_aiohttp,
            "bothends, `AiohttpTransport`, awaited": lambda: fast.create_session(BODY),
            "openapi-python-client, awaited": peer.awaited,
        }
        costs: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(rounds + 1):
            for name, call in calls.items():
                began = time.process_time()
                for _ in range(count):
                    await call()
                costs[name].append((time.process_time() - began) / count * 1e6)
    return {name: median(each[1:]) for name, each in costs.items()}


RATIOS = (
    ("bothends", "httpx2, by hand", 1.1),
    ("bothends, awaited", "httpx2, by hand, awaited", 1.1),
    ("bothends, `PlainTransport`", "openapi-python-client", 0.5),
    (
        "bothends, `AiohttpTransport`, awaited",
        "openapi-python-client, awaited",
        0.5,
    ),
)
"""What is compared with what, and how many times that it may cost."""


def table(costs: Mapping[str, float]) -> Iterator[str]:
    """Give the lines of the table."""
    yield "| client | µs |"
    yield "|---|---|"
    yield from (f"| {name} | {cost:.0f} |" for name, cost in costs.items())
    yield ""
    for own, other, bound in RATIOS:
        times = costs[own] / costs[other]
        yield f"- {own}: {times:.2f} times {other} (bound {bound})."


if __name__ == "__main__":
    raise SystemExit(main())
