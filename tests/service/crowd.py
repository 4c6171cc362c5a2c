"""Many clients at once, each of which asks for one session after the other."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import httpx2
from asking_by_hand import BODY, JSON, told
from sqlalchemy import select
from tenants import token

from agent_harness_service.database import Database
from agent_harness_service.settings import Settings
from agent_harness_service.tables import sessions


@dataclass
class Crowd:
    """What became of the requests."""

    sent: int = 0
    ids: list[str] = field(default_factory=list[str])
    """Of the sessions that were answered with 201."""
    failed: Counter[tuple[int, str]] = field(default_factory=Counter[tuple[int, str]])
    """The failures that were answered, which are all in the words of the API."""
    unanswered: int = 0
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    """Is set whenever a request has come to its end."""

    async def until_created(self, more: int) -> None:
        """Wait until so many more sessions are there."""
        wanted = len(self.ids) + more
        async with asyncio.timeout(60):
            while len(self.ids) < wanted:
                await self._news()

    async def until_failed(self, more: int = 1) -> None:
        """Wait until so many more requests have failed."""
        wanted = self._bad + more
        async with asyncio.timeout(60):
            while self._bad < wanted:
                await self._news()

    async def _news(self) -> None:
        self.ended.clear()
        await self.ended.wait()

    @property
    def _bad(self) -> int:
        return self.failed.total() + self.unanswered


@asynccontextmanager
async def asking(url: str, clients: int) -> AsyncGenerator[Crowd]:
    """Let clients ask while the context is open."""
    crowd = Crowd()
    limits = httpx2.Limits(max_connections=clients)
    async with httpx2.AsyncClient(limits=limits, timeout=30) as http:
        tasks = [asyncio.create_task(_ask(http, url, crowd)) for _ in range(clients)]
        try:
            yield crowd
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with suppress(asyncio.CancelledError):
                    await task


async def _ask(http: httpx2.AsyncClient, url: str, crowd: Crowd) -> None:
    headers = {**JSON, "authorization": f"Bearer {token()}"}
    path = f"{url}/acme/v1/agents/sessions"
    while True:
        crowd.sent += 1
        try:
            response = await http.post(path, content=BODY, headers=headers)
        except httpx2.TransportError:
            crowd.unanswered += 1
            crowd.ended.set()
            await asyncio.sleep(0.05)
            continue
        if response.status_code == 201:
            crowd.ids.append(response.json()["data"]["id"])
            crowd.ended.set()
        else:
            crowd.failed[told(response)] += 1
            crowd.ended.set()
            await asyncio.sleep(0.05)


async def kept(given: Settings) -> set[str]:
    """List the ids of the sessions in a database."""
    async with Database(given) as database, database.transaction() as connection:
        return {*await connection.scalars(select(sessions.c.id))}
