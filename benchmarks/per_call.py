"""What a call costs the client: CPU beside httpx2 by hand, over a connection that stays open.

`python benchmarks/per_call.py --save` measures for half a minute and puts it in RESULTS.md.
"""

import asyncio
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from statistics import median

import httpx2
from pydantic import TypeAdapter
from results import machine, save

from agent_harness import AsyncClient, Client, CreateSessionRequest, GetSessionResponse

CONDITIONS = (
    "One call after the other to a process on the same machine that answers at once: "
    "`POST /acme/v1/agents/sessions` with a bearer token; microseconds of the caller's CPU, "
    "medians of rounds that take turns. By hand is httpx2 with the same JSON, validated by the "
    "same model. The bound is 1.1 times that."
)
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


def main() -> int:
    """Measure, and print the table; or answer, for the process that does."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1000, help="in each round")
    parser.add_argument("--rounds", type=int, default=7)
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
        costs = plain(url, options.calls, options.rounds)
        costs |= asyncio.run(awaited(url, options.calls, options.rounds))
        server.terminate()
    lines = list(table(costs))
    sys.stdout.write("\n".join([*lines, ""]))
    if options.save:
        on_what = machine("httpx2", "pydantic")
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


def plain(url: str, calls: int, rounds: int) -> dict[str, float]:
    """Give the microseconds of a call that waits, by hand and by the generated client."""
    own = Client(token=TOKEN, base_url=f"{url}/acme")
    with httpx2.Client() as http, own as api:

        def by_hand() -> GetSessionResponse:
            body = TAKEN.dump_json(BODY, by_alias=True)
            got = http.post(f"{url}{PATH}", content=body, headers=HEADERS)
            return GIVEN.validate_json(got.content)

        def generated() -> GetSessionResponse:
            return api.create_session(BODY)

        costs: dict[str, list[float]] = {"httpx2, by hand": [], "bothends": []}
        for _ in range(rounds + 1):
            for name, call in zip(costs, (by_hand, generated), strict=True):
                began = time.process_time()
                for _ in range(calls):
                    call()
                costs[name].append((time.process_time() - began) / calls * 1e6)
    return {name: median(each[1:]) for name, each in costs.items()}


async def awaited(url: str, calls: int, rounds: int) -> dict[str, float]:
    """Give the microseconds of a call that is awaited, by hand and by the generated client."""
    own = AsyncClient(token=TOKEN, base_url=f"{url}/acme")
    async with httpx2.AsyncClient() as http, own as api:

        async def by_hand() -> GetSessionResponse:
            body = TAKEN.dump_json(BODY, by_alias=True)
            got = await http.post(f"{url}{PATH}", content=body, headers=HEADERS)
            return GIVEN.validate_json(got.content)

        async def generated() -> GetSessionResponse:
            return await api.create_session(BODY)

        names = ("httpx2, by hand, awaited", "bothends, awaited")
        costs: dict[str, list[float]] = {name: [] for name in names}
        for _ in range(rounds + 1):
            for name, call in zip(costs, (by_hand, generated), strict=True):
                began = time.process_time()
                for _ in range(calls):
                    await call()
                costs[name].append((time.process_time() - began) / calls * 1e6)
    return {name: median(each[1:]) for name, each in costs.items()}


def table(costs: Mapping[str, float]) -> Iterator[str]:
    """Give the lines of the table."""
    yield "| client | µs |"
    yield "|---|---|"
    yield from (f"| {name} | {cost:.0f} |" for name, cost in costs.items())
    yield ""
    by_hand, own, by_hand_awaited, own_awaited = costs.values()
    yield f"- {own / by_hand:.2f} times httpx2 by hand (bound 1.1)."
    yield f"- {own_awaited / by_hand_awaited:.2f} times httpx2 by hand, awaited (bound 1.1)."


if __name__ == "__main__":
    raise SystemExit(main())
