"""Streams of events that go on over a new connection where they have lost their own.

WHATWG, HTML §9.2.3: the new request says by `Last-Event-ID` what came last. A stream that ends
by itself has ended, and so has one whose new request is answered with 204. One goes on only if
it has an id to go on from, if its request may come twice, and while there are tries left: as
many as at first, once an event has come.
"""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import aclosing
from contextlib import closing as sync_closing
from typing import Any, TypeAlias

import httpx2

from .answers import async_chunks, chunks
from .errors import ApiConnectionError
from .events import Events, Position
from .flow import read, sync_read
from .retries import Tries
from .sending import Call

Again: TypeAlias = Callable[["Resumption"], httpx2.Response | None]
"""Asks for what comes next; None for nothing more."""

AsyncAgain: TypeAlias = Callable[["Resumption"], Awaitable[httpx2.Response | None]]

_SENDABLE = re.compile(r"[^\0-\x20\x7f]([^\0-\x08\x0a-\x1f\x7f]*[^\0-\x20\x7f])?")
"""An id that a header can say (RFC 9110 §5.5)."""


class Resumption:
    """How far a stream of events has come, and the tries that are left to go on with it."""

    def __init__(self, call: Call, answer: httpx2.Response, tries: Tries) -> None:
        sent = answer.request.headers
        self.position = Position(sent.get("last-event-id", ""))
        self.call = call
        self.tries = tries
        self.wait = 0.0
        """Seconds to wait before the next connection."""
        self._events: int = -1

    def after(self, error: ApiConnectionError) -> None:
        """Get ready for a new connection; raises the error where there is to be none."""
        lost = isinstance(error.__cause__, httpx2.TransportError)
        if not lost or not _SENDABLE.fullmatch(self.position.last_id):
            raise error
        if self.position.events != self._events:
            self._events = self.position.events
            self.tries = self.tries.anew()
        self.call.written(error)
        wait = self.tries.after_loss(self.position.seconds)
        if wait is None:
            raise error
        self.call.written_again(wait, self.tries)
        self.wait = wait

    def begin(self) -> None:
        """Make the call one that goes on."""
        self.call.resume(self.position.last_id)


def sync_events(
    content: Events, answer: httpx2.Response, resumption: Resumption, again: Again
) -> Generator[Any]:
    """Give the items of a stream, over as many connections as it takes."""
    strict = resumption.call.settings.strict
    found: httpx2.Response | None = answer
    while found:
        reader = content.reader_at(resumption.position, strict=strict)
        with sync_closing(chunks(found)) as arriving:
            try:
                yield from sync_read(reader, arriving)
            except ApiConnectionError as error:
                resumption.after(error)
            else:
                return
        found = again(resumption)


async def events(
    content: Events, answer: httpx2.Response, resumption: Resumption, again: AsyncAgain
) -> AsyncGenerator[Any]:
    """Give the items of a stream, over as many connections as it takes."""
    strict = resumption.call.settings.strict
    found: httpx2.Response | None = answer
    while found:
        reader = content.reader_at(resumption.position, strict=strict)
        try:
            async with aclosing(read(reader, async_chunks(found))) as items:
                async for item in items:
                    yield item
        except ApiConnectionError as error:
            resumption.after(error)
        else:
            return
        found = await again(resumption)
