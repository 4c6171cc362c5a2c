"""How many requests a second a server answers: bothends beside FastAPI and Starlette, by hand.

`python benchmarks/served.py --save` measures for three minutes with `wrk`, which has to be there,
and puts it in RESULTS.md.
"""

import os
import re
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import httpx2
from peers import FOLDER
from per_request import Sessions, Tokens, by_fastapi, by_starlette
from results import machine, save
from starlette.types import ASGIApp

from agent_harness.server import create_app

CONDITIONS = (
    "`POST /acme/v1/agents/sessions` with a bearer token, by `wrk` with 32 connections to one "
    "process on the same machine; medians of rounds that take turns. `[standard]` is with what "
    "`uvicorn[standard]` and `fastapi[standard]` install, uvloop and httptools. The bound: twice "
    "FastAPI."
)
PATH = "/acme/v1/agents/sessions"
HEADERS = {"authorization": "Bearer secret", "content-type": "application/json"}
BODY = '{"agent_name": "support-bot"}'
PORT = 8642
_UVICORN = ("uvicorn", "--no-access-log", "--log-level", "error")
_GRANIAN = ("granian", "--interface", "asgi", "--no-access-log", "--log-level", "error")
SERVERS: Mapping[str, Sequence[str]] = {
    "uvicorn": (*_UVICORN, "--loop", "asyncio", "--http", "h11"),
    "uvicorn[standard]": (*_UVICORN, "--loop", "uvloop", "--http", "httptools"),
    "granian": (*_GRANIAN, "--loop", "asyncio"),
    "granian[uvloop]": (*_GRANIAN, "--loop", "uvloop"),
}
FASTER = FOLDER / "faster"
"""Where uvloop and httptools are, which nothing but these servers imports."""


def by_bothends() -> ASGIApp:
    """Make the generated server."""
    return create_app(Sessions(), auth=Tokens())


APPS = {
    "bothends": by_bothends,
    "FastAPI, by hand": by_fastapi,
    "Starlette, by hand": by_starlette,
}


def main() -> int:
    """Measure every server with every application, and print a table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--save", action="store_true", help="put it in RESULTS.md")
    options = parser.parse_args()
    if not shutil.which("wrk"):
        sys.stderr.write("Not measured: requests a second. Install wrk, which asks.\n")
        return 0
    install()
    lines = list(table(measured(options.seconds, options.rounds)))
    sys.stdout.write("\n".join([*lines, ""]))
    if options.save:
        on_what = machine("starlette", "fastapi", "uvicorn", "granian", "pydantic")
        save("Requests a second", f"{CONDITIONS}\n{on_what}\n\n" + "\n".join(lines))
    return 0


def install() -> None:
    """Install uvloop and httptools, unless they are there already."""
    if not FASTER.exists():
        pip = (sys.executable, "-m", "pip", "install", "--quiet")
        command = [*pip, "--target", str(FASTER), "uvloop", "httptools"]
        subprocess.run(command, check=True)


def measured(seconds: int, rounds: int) -> dict[tuple[str, str], float]:
    """Give the requests a second of each server and application."""
    rates: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds):
        for server in SERVERS:
            for name, make in APPS.items():
                with serving(server, make.__name__) as url:
                    rates.setdefault((server, name), []).append(rate(url, seconds))
    return {key: median(each) for key, each in rates.items()}


@contextmanager
def serving(server: str, factory: str) -> Generator[str]:
    """Run a server of an application in a process of its own; gives the URL."""
    here, given = str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")
    paths = (here, str(FASTER), given)
    told = ("--port", str(PORT), "--factory", f"served:{factory}")
    command = [sys.executable, "-m", *SERVERS[server], *told]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{PORT}{PATH}"
    try:
        transport = httpx2.HTTPTransport(retries=8)
        with httpx2.Client(transport=transport, timeout=30) as http:
            answer = http.post(url, headers=HEADERS, content=BODY)
        if answer.status_code != 201:
            raise SystemExit(f"{server} with {factory} answers {answer.status_code}")
        yield url
    finally:
        process.terminate()
        process.wait()


def rate(url: str, seconds: int) -> float:
    """Ask for so many seconds; gives the answers a second."""
    with TemporaryDirectory() as folder:
        script = Path(folder) / "asked.lua"
        headers = "".join(
            f'wrk.headers["{key}"] = "{HEADERS[key]}"\n' for key in HEADERS
        )
        script.write_text(
            f"wrk.method = \"POST\"\nwrk.body = '{BODY}'\n{headers}", "utf-8"
        )
        command = ["wrk", "-t1", "-c32", f"-d{seconds}s", "-s", str(script), url]
        told = subprocess.run(
            command, capture_output=True, text=True, check=True
        ).stdout
    found = re.search(r"^Requests/sec:\s+([\d.]+)$", told, re.MULTILINE)
    if not found or "Non-2xx" in told:
        raise SystemExit(told)
    return float(found[1])


def table(rates: Mapping[tuple[str, str], float]) -> Iterator[str]:
    """Give the lines of the table."""
    yield "| server | application | requests/s | times FastAPI |"
    yield "|---|---|---|---|"
    for (server, name), each in rates.items():
        of_fastapi = each / rates[server, "FastAPI, by hand"]
        yield f"| {server} | {name} | {each:.0f} | {of_fastapi:.2f} |"


if __name__ == "__main__":
    raise SystemExit(main())
