"""An application that a server in another process is pointed at; it tells when it comes and goes."""

import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from golden_library import create_app
from librarian import Librarian, worded
from starlette.applications import Starlette


@asynccontextmanager
async def lifespan(_: Starlette) -> AsyncGenerator[None]:
    """Tell of the beginning and the end."""
    tell("up")
    yield
    tell("down")


def tell(word: str) -> None:
    """Print a word at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


app = create_app(Librarian(), invalid=worded, lifespan=lifespan)
