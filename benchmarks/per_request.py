"""What a request costs the server, in process: CPU beside Starlette and FastAPI, by hand.

`python benchmarks/per_request.py --save` measures for half a minute and puts it in RESULTS.md.
"""

import asyncio
import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated, Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/large"))

from fastapi import FastAPI, Header, HTTPException
from large_spec import description
from pydantic import TypeAdapter
from results import machine, save
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from agent_harness import CreateSessionRequest, GetSessionResponse, Session, Subject
from agent_harness.server import create_app
from bothends.cli import main as bothends

CONDITIONS = (
    "One request after the other, in process: `POST /acme/v1/agents/sessions` with a bearer "
    "token; microseconds of CPU, medians of rounds that take turns. bothends gives each request "
    "an id, holds it against limits, and reads each answer again as a strict client would, unless "
    '`response_checks` is "off". The bounds: 0.4 times FastAPI, 1.3 times Starlette; 1.1 times '
    "for 1,000 operations instead of one."
)
App = Callable[[Any, Any, Any], Awaitable[None]]
Message = MutableMapping[str, Any]

SUBJECT = Subject(subject_id="u1", subject_type="user", subject_slug="ada")
NOW = "2026-01-01T00:00:00.000Z"
FAMILY = ("/families/0", b"[]", 422)


@dataclass(frozen=True, slots=True)
class Asked:
    """An application, what it is asked, and the status that it answers."""

    app: App
    path: str = "/acme/v1/agents/sessions"
    body: bytes = b'{"agent_name": "support-bot"}'
    status: int = 201


def session(name: str) -> GetSessionResponse:
    """Make what all of them answer."""
    return GetSessionResponse(
        data=Session(
            id="01jgfjja00",
            agent_name=name,
            title=None,
            created_by_subject=SUBJECT,
            created_at=NOW,
            updated_at=NOW,
        )
    )


class Sessions:
    """Answers for bothends."""

    async def create_session(self, body: CreateSessionRequest) -> GetSessionResponse:
        return session(body.agent_name)


class Tokens:
    """Admits whoever has a token."""

    async def authorization_bearer(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> Subject:
        return SUBJECT


def by_starlette() -> Starlette:
    """Write the operation by hand over Starlette and pydantic."""
    taken, given = TypeAdapter(CreateSessionRequest), TypeAdapter(GetSessionResponse)

    async def create_session(request: Request) -> Response:
        if not request.headers["authorization"].startswith("Bearer "):
            return Response(status_code=401)
        body = taken.validate_json(await request.body())
        data = given.dump_json(session(body.agent_name))
        return Response(data, 201, media_type="application/json")

    path = "/{tenant}/v1/agents/sessions"
    return Starlette(routes=[Route(path, create_session, methods=["POST"])])


def by_fastapi() -> FastAPI:
    """Write the operation by hand as FastAPI's users do."""
    app = FastAPI()

    async def create_session(
        tenant: str, body: CreateSessionRequest, authorization: Annotated[str, Header()]
    ) -> GetSessionResponse:
        if not tenant or not authorization.startswith("Bearer "):
            raise HTTPException(401)
        return session(body.agent_name)

    path = "/{tenant}/v1/agents/sessions"
    app.add_api_route(path, create_session, methods=["POST"], status_code=201)
    return app


def main() -> int:
    """Measure, and print the table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=2000, help="in each round")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--save", action="store_true", help="put it in RESULTS.md")
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        apps = {
            "bothends": Asked(create_app(Sessions(), auth=Tokens())),
            "bothends, answers not read again": Asked(
                create_app(Sessions(), auth=Tokens(), response_checks="off")
            ),
            "Starlette, by hand": Asked(by_starlette()),
            "FastAPI, by hand": Asked(by_fastapi()),
            "1 operation": Asked(large(Path(name), 1), *FAMILY),
            "1,000 operations": Asked(large(Path(name), 1000), *FAMILY),
        }
        costs = asyncio.run(measured(apps, options.requests, options.rounds))
    lines = list(table(costs))
    sys.stdout.write("\n".join([*lines, ""]))
    if options.save:
        on_what = machine("starlette", "fastapi", "pydantic")
        save("A request", f"{CONDITIONS}\n{on_what}\n\n" + "\n".join(lines))
    return 0


def large(folder: Path, operations: int) -> Starlette:
    """Make a server of so many operations, whose handler is never reached."""
    spec, name = folder / f"{operations}.json", f"large_{operations}"
    spec.write_text(json.dumps(description(operations)), "utf-8")
    if bothends(["generate", str(spec), "-o", str(folder / name)]):
        raise SystemExit(1)
    sys.path.insert(0, str(folder))
    server: Any = import_module(f"{name}.server")
    known: dict[str, object] = vars(import_module(f"{name}.operations"))
    names = [each for each in known if each.islower() and each[0] != "_"]
    handler = type("Handler", (), dict.fromkeys(names, Sessions.create_session))
    app: Starlette = server.create_app(handler())
    return app


async def measured(
    apps: Mapping[str, Asked], requests: int, rounds: int
) -> dict[str, float]:
    """Give the microseconds that a request takes each of them."""
    costs: dict[str, list[float]] = {name: [] for name in apps}
    for each in apps.values():
        status = await once(each)
        if status != each.status:
            raise SystemExit(f"{each.path} answered {status} and not {each.status}")
    for _ in range(rounds):
        for name, asked in apps.items():
            began = time.process_time()
            for _ in range(requests):
                await once(asked)
            costs[name].append((time.process_time() - began) / requests * 1e6)
    return {name: median(each) for name, each in costs.items()}


async def once(asked: Asked) -> int:
    """Send a request; gives the status of the answer."""
    status = 0

    async def receive() -> Message:
        return {"type": "http.request", "body": asked.body, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)

    await asked.app(scope(asked), receive, send)
    return status


def scope(asked: Asked) -> dict[str, Any]:
    """Make what an ASGI server tells of the request."""
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": asked.path,
        "raw_path": asked.path.encode(),
        "root_path": "",
        "query_string": b"",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 50000),
        "headers": [
            (b"host", b"127.0.0.1"),
            (b"accept", b"application/json"),
            (b"authorization", b"Bearer secret"),
            (b"content-type", b"application/json"),
            (b"content-length", str(len(asked.body)).encode()),
        ],
    }


def table(costs: Mapping[str, float]) -> Iterator[str]:
    """Give the lines of the table."""
    own = costs["bothends"]
    yield "| server | µs | of bothends |"
    yield "|---|---|---|"
    for name, cost in costs.items():
        yield f"| {name} | {cost:.0f} | {cost / own:.2f} |"
    yield ""
    yield f"- {own / costs['FastAPI, by hand']:.2f} times FastAPI (bound 0.4)."
    yield f"- {own / costs['Starlette, by hand']:.2f} times Starlette (bound 1.3)."
    growth = costs["1,000 operations"] / costs["1 operation"]
    yield f"- {growth:.2f} times for 1,000 operations instead of one (bound 1.1)."


if __name__ == "__main__":
    raise SystemExit(main())
