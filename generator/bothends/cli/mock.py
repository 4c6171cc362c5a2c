"""The command `mock`: its arguments, and what it does."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bothends.job import Job
from bothends.problems import Problem
from bothends.records import dataclass
from bothends.text import visible

_LAST_PORT = 65_535
_NEEDS = ("starlette", "uvicorn")


@dataclass(frozen=True, slots=True)
class MockOptions:
    """What the command line says of a mock, besides the job."""

    host: str = "127.0.0.1"
    port: int = 4010
    seed: int = 0
    auth: bool = True


@dataclass(frozen=True, slots=True)
class Mocked:
    """A mock that can be served."""

    app: Any
    """An ASGI application."""
    base_path: str
    """What comes before the path of every operation."""
    warnings: tuple[Problem, ...]
    curl: Callable[[str], str]
    """Spells a call of it, where it is at a URL."""


def add_mock(parser: ArgumentParser) -> None:
    """Add the arguments of the command, without those that choose a job."""
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help="the address to listen at (default: %(default)s)",
    )
    parser.add_argument(
        "--port",
        metavar="N",
        type=_port,
        default=4010,
        help="the port to listen at, 0 for any that is free (default: %(default)s)",
    )
    parser.add_argument(
        "--seed",
        metavar="N",
        type=int,
        default=0,
        help="draw other values (default: %(default)s)",
    )
    parser.add_argument(
        "--no-auth",
        action="store_true",
        help="ask for no credentials; without, there must be some, and any will do",
    )


def mock_options(values: Mapping[str, Any]) -> MockOptions:
    """Read the arguments that were given."""
    return MockOptions(
        host=values["host"],
        port=values["port"],
        seed=values["seed"],
        auth=not values["no_auth"],
    )


def run_mock(
    job: Job, options: MockOptions, warn: Callable[[Sequence[Problem]], None]
) -> int:
    """Serve the API of a job until Ctrl-C; gives the exit code."""
    from bothends.package import require

    require("The mock", "mock", *_NEEDS)
    from bothends.mock import Place

    place = Place(options.host, options.port)
    with place, mocked(job, options) as mock:
        lines = [
            f"{place.url} answers as {visible(job.spec)} says; Ctrl-C ends it",
            f"{place.url}/docs is a page to try it out",
            visible(mock.curl(place.url)),
        ]

        def announce() -> None:
            warn(mock.warnings)
            sys.stdout.write("".join(f"{line}\n" for line in lines if line))
            sys.stdout.flush()

        place.serve(mock.app, announce)
    return 0


@contextmanager
def mocked(job: Job, options: MockOptions) -> Generator[Mocked]:
    """Make the package of a job in a folder of its own, and a mock of it.

    Raises `Rejected` for a description of which there can be no package, and `Unusable`.
    """
    from bothends.package import require

    require("The mock", "mock", *_NEEDS)
    from bothends import mock as room
    from bothends.cli.commands import make
    from bothends.files import write

    made = make(job)
    with TemporaryDirectory(prefix="bothends-") as place:
        folder = Path(place) / f"mock_of_{job.output.name}"
        write(folder, made.files, made.manifest, force=True)
        with room.mocked(folder, seed=options.seed, auth=options.auth) as found:
            subject, app = found
            yield Mocked(
                app,
                room.base_path(subject.tree),
                made.warnings,
                lambda url: room.curl(subject, url),
            )


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > _LAST_PORT:
        message = f"`{text}` is no port"
        raise ArgumentTypeError(message)
    return int(text)
