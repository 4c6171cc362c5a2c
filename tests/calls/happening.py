"""A handler of typed streams, which tells when one of its streams has been closed."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator
from threading import Event as Flag
from typing import TypeVar

from golden_events import (
    Change,
    Event,
    Note,
    Problem,
    ProblemError,
    Question,
    TextError,
    create_app,
)
from golden_events.api import DefaultApi
from golden_events.server import Auth
from starlette.requests import Request

T = TypeVar("T")

closed = Flag()
"""Set when a stream that nobody reads any more has been closed."""

seen = Flag()
"""Set when a client has seen the first item."""

asked: list[str | None] = []
"""What each request for the feed said that it has seen last."""

came: list[str] = []
"""The tokens that came."""


class Tokens:
    """Keeps the tokens that come."""

    async def token(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        came.append(credential)
        return credential


class Happening:
    """Answers with notes, or with what came."""

    async def events(self, *, fail: str | None = None) -> AsyncIterable[Note]:
        if fail == "before":
            raise ProblemError(409, Problem(title="before"))
        return notes(fail)

    async def send_events(self, body: AsyncIterable[Note]) -> int:
        return sum([len(note.text) async for note in body])

    async def whole_events(self, body: list[Event]) -> AsyncIterable[Event]:
        return each(body)

    async def feed(self, *, last_event_id: str | None = None) -> AsyncIterable[Event]:
        asked.append(last_event_id)
        return after(int(last_event_id or 0))

    async def tagged_events(self, body: AsyncIterable[Change]) -> AsyncIterable[Change]:
        return body

    async def texts(self, body: AsyncIterable[str]) -> AsyncIterable[str]:
        return body

    async def notes(self, body: AsyncIterable[Note]) -> AsyncIterable[Note]:
        return body

    async def answer(self, body: Question) -> Note | AsyncIterable[Note]:
        if not body.text:
            raise TextError(400, "data: empty\n\n")
        if body.stream is True:
            return each([Note(text=word) for word in body.text.split()])
        return Note(text=body.text)


async def notes(fail: str | None) -> AsyncIterator[Note]:
    if fail == "first":
        raise ProblemError(409, Problem(title="first"))
    try:
        yield Note(text="ü\n")
        if fail == "later":
            raise ProblemError(409, Problem(title="later"))
        if fail == "wait":
            await asyncio.to_thread(seen.wait, 10)
        while fail == "never":
            yield Note(text="again")
        yield Note(text="last")
    finally:
        closed.set()


async def after(last: int) -> AsyncIterator[Event]:
    """Count on to the next five, and then break the connection; after fifteen, end."""
    for number in range(last + 1, last + 6):
        yield Event(data=f"{number}", event="count", id=f"{number}", retry=1)
    if last < 10:
        raise ConnectionError("cut")


async def each(items: list[T]) -> AsyncIterator[T]:
    for item in items:
        yield item


HANDLER: DefaultApi = Happening()
AUTH: Auth = Tokens()
APP = create_app(HANDLER, auth=AUTH)
