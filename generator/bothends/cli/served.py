"""What `bothends mock` serves, from a thread: for the tests of whoever calls the API."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from bothends.cli.arguments import parse
from bothends.cli.mock import mocked
from bothends.cli.selection import select_one
from bothends.records import dataclass


@dataclass(frozen=True, slots=True)
class MockServer:
    """A mock at work."""

    url: str
    """Where it is."""
    base_url: str
    """What a client calls: with what comes before the path of every operation."""
    app: Any
    """The same as an ASGI application, for calls in process."""


@contextmanager
def served(*argv: str) -> Generator[MockServer]:
    """Serve at a free port, by the arguments of the command line; raises what it would report."""
    options = parse(["mock", *argv])
    assert options.mock
    with mocked(select_one(options), options.mock) as mock:
        from bothends.mock import Running

        running = Running(mock.app)
        try:
            yield MockServer(running.url, running.url + mock.base_path, mock.app)
        finally:
            running.close()
