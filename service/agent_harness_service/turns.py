"""Turns: a queue for what only a few can have at a time."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Literal


class Turns:
    """Gives turns in the order in which they were asked for; `failure` says that there is none.

    To wait for long is no failure while others get on. Who waits gives up once every turn has
    ended with the failure for `patience` seconds, and at once where `most` are waiting already.
    """

    def __init__(
        self, count: int, *, most: int, patience: float, failure: type[Exception]
    ) -> None:
        self._free = asyncio.Semaphore(count)
        self._most = most
        self._patience = patience
        self._failure = failure
        self._got_on_at = 0.0
        self._waiting = 0

    @asynccontextmanager
    async def one(self) -> AsyncGenerator[None]:
        """Have a turn."""
        if self._free.locked():
            await self._wait()
        else:
            await self._free.acquire()
        try:
            yield
        except self._failure:
            raise
        except Exception:
            self._got_on_at = time.monotonic()
            raise
        else:
            self._got_on_at = time.monotonic()
        finally:
            self._free.release()

    async def _wait(self) -> None:
        if self._waiting >= self._most:
            raise self._failure
        self._waiting += 1
        turn = asyncio.ensure_future(self._free.acquire())
        try:
            await self._while_others_get_on(turn)
        except BaseException:
            if not turn.cancel():
                self._free.release()
            raise
        finally:
            self._waiting -= 1

    async def _while_others_get_on(self, turn: asyncio.Future[Literal[True]]) -> None:
        began = time.monotonic()
        while not turn.done():
            left = max(began, self._got_on_at) + self._patience - time.monotonic()
            if left <= 0:
                raise self._failure
            await asyncio.wait([turn], timeout=left)
