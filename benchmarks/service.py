"""How fast the service is: requests per second and latencies, on SQLite and PostgreSQL.

`python benchmarks/service.py --save` measures for two minutes and puts it in RESULTS.md.
"""

import asyncio
import sqlite3
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/service"))

from cluster import MISSING, cluster, found, version
from connecting import connected
from processes import running
from results import machine, save
from tenants import settings, settle, token

from agent_harness_service.settings import Settings

CONDITIONS = (
    "`POST /acme/v1/agents/sessions`, one process of the service. Client, service and database "
    "share the machine; each session that is answered is on the disk."
)
BODY = b'{"agent_name": "support-bot"}'


@dataclass(frozen=True, slots=True)
class Load:
    """How much is asked."""

    connections: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of it: the seconds that each request took, and how long all did."""

    latencies: list[float]
    seconds: float

    def row(self, database: str, server: str, connections: int) -> str:
        """Print it as a row of the table."""
        percentiles = quantiles(self.latencies, n=100)
        rate = len(self.latencies) / self.seconds
        times = (percentiles[49], percentiles[94], percentiles[98], max(self.latencies))
        cells = [database, server, str(connections), f"{rate:.0f}"]
        cells += [f"{each * 1000:.1f}" for each in times]
        return f"| {' | '.join(cells)} |"


def main() -> int:
    """Measure every database with every server, and print a table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 16, 64])
    parser.add_argument("--servers", nargs="+", default=["uvicorn", "granian"])
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--save", action="store_true", help="put it in RESULTS.md")
    options = parser.parse_args()
    lines: list[str] = []
    for line in table(options):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        lines.append(line)
    if options.save:
        save("The service", f"{CONDITIONS}\n{on_what()}\n\n" + "\n".join(lines))
    return 0


def table(options: Namespace) -> Iterator[str]:
    """Measure, and give the lines of the table as they come."""
    yield "| database | server | connections | requests/s | p50 ms | p95 | p99 | max |"
    yield "|---|---|---|---|---|---|---|---|"
    with TemporaryDirectory() as name:
        for database, url in databases(Path(name)):
            given = settings(url, log_level="warning")
            asyncio.run(settle(given))
            for server in options.servers:
                for connections in options.connections:
                    load = Load(connections, options.seconds)
                    measured = measure(given, Path(name), server, load)
                    yield measured.row(database, server, connections)


def on_what() -> str:
    """Say what machine this is, and what runs on it."""
    known = ("uvicorn", "granian", "sqlalchemy", "aiosqlite", "psycopg", "pydantic")
    return machine(*known, SQLite=sqlite3.sqlite_version, PostgreSQL=version())


def databases(folder: Path) -> Iterator[tuple[str, str]]:
    """Give the databases, each while it is there."""
    yield "SQLite", f"sqlite:///{folder}/service.db"
    if not found("initdb"):
        sys.stderr.write(f"{MISSING}\n")
        return
    with cluster(durable=True) as postgresql:
        yield "PostgreSQL", postgresql.make("load")


def measure(given: Settings, folder: Path, server: str, load: Load) -> Measured:
    """Measure a service of its own."""
    with running(given, folder, server=server, log_level="warning") as process:
        asyncio.run(ask(process.url, Load(load.connections, 0.5)))
        return asyncio.run(ask(process.url, load))


async def ask(url: str, load: Load) -> Measured:
    """Ask over so many connections for so long."""
    began = time.perf_counter()
    end = began + load.seconds
    each = [ask_one(url, end) for _ in range(load.connections)]
    latencies = [one for some in await asyncio.gather(*each) for one in some]
    return Measured(latencies, time.perf_counter() - began)


async def ask_one(url: str, end: float) -> list[float]:
    """Ask over one connection, one request after the other."""
    latencies: list[float] = []
    with_head = request(url)
    async with connected(url) as (reader, writer):
        while (began := time.perf_counter()) < end:
            writer.write(with_head)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 201"), head
            await reader.readexactly(length_of(head))
            latencies.append(time.perf_counter() - began)
    return latencies


def request(url: str) -> bytes:
    """Write the request."""
    lines = [
        "POST /acme/v1/agents/sessions HTTP/1.1",
        f"Host: {urlsplit(url).netloc}",
        f"Authorization: Bearer {token()}",
        "Content-Type: application/json",
        f"Content-Length: {len(BODY)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + BODY


def length_of(head: bytes) -> int:
    """Find the length of the body in the head of an answer."""
    lines = head.lower().split(b"\r\n")
    [length] = [line for line in lines if line.startswith(b"content-length:")]
    return int(length.partition(b":")[2])


if __name__ == "__main__":
    sys.exit(main())
