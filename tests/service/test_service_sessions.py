"""Sessions: what is kept of them, and what happens when ids meet or agents go."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from asking_by_hand import at, posted, told
from sqlalchemy import select
from starlette.testclient import TestClient
from tenants import ADA

from agent_harness import CreateSessionRequest, RequestError
from agent_harness_service.administration import administration
from agent_harness_service.app import made
from agent_harness_service.database import Database
from agent_harness_service.sessions import Sessions, minted, now
from agent_harness_service.settings import Settings
from agent_harness_service.store import Access, Store, Work
from agent_harness_service.subjects import Caller
from agent_harness_service.tables import sessions

CALLER = Caller("acme", ADA.id, ADA.type, "ada@acme.test")
BODY = CreateSessionRequest(agent_name="support-bot")


def test_what_is_answered_is_what_is_kept(settled: Settings) -> None:
    with at(settled) as http:
        data = posted(http).json()["data"]

    async def row() -> dict[str, object]:
        async with Database(settled) as database, database.transaction() as connection:
            query = select(sessions).where(sessions.c.id == data["id"])
            found = (await connection.execute(query)).one()
        return dict(zip(sessions.c.keys(), found, strict=True))

    kept = asyncio.run(row())
    moment = datetime.fromisoformat(data["created_at"])
    assert moment.tzinfo == UTC
    agent_id = kept.pop("agent_id")
    assert agent_id
    assert kept == {
        "id": data["id"],
        "tenant": "acme",
        "agent_name": "support-bot",
        "title": None,
        "subject_type": "user",
        "subject_id": "ada",
        "subject_slug": "ada@acme.test",
        "created_at": moment,
        "updated_at": moment,
    }


def test_an_id_is_a_ulid_of_its_moment() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, 678_000, UTC)
    ids = {minted(moment) for _ in range(1000)}
    assert len(ids) == 1000
    assert {each[:10] for each in ids} == {"01kdyak3se"}
    assert all(each == each.lower() and len(each) == 26 for each in ids)
    assert now().microsecond % 1000 == 0


@pytest.mark.parametrize("taken", [0, 1, 4])
def test_an_id_that_is_taken_is_minted_again(settled: Settings, taken: int) -> None:
    names = iter([f"taken-{taken}", *[f"taken-{taken}"] * taken, f"free-{taken}"])
    app = made(settled, mint=lambda _: next(names))
    with TestClient(app) as http:
        assert posted(http).json()["data"]["id"] == f"taken-{taken}"
        assert posted(http).json()["data"]["id"] == f"free-{taken}"


def test_after_so_many_attempts_it_is_a_conflict(settled: Settings) -> None:
    attempts = 0

    def always(_: datetime) -> str:
        nonlocal attempts
        attempts += 1
        return "always"

    with TestClient(made(settled, mint=always)) as http:
        posted(http)
        attempts = 0
        assert told(posted(http)) == (409, "session_id_taken")
    assert attempts == settled.id_attempts


def test_an_agent_that_goes_between_look_and_leap(fresh_postgresql: Settings) -> None:
    """What is to be written then refers to nothing: the next attempt finds no agent, 404."""

    async def use() -> None:
        one, other = Database(fresh_postgresql), Database(fresh_postgresql)

        class Interrupted(Work):
            async def access(self, caller: Caller, agent_name: str) -> Access | None:
                found = await super().access(caller, agent_name)
                async with Store(other).work() as work:
                    await work.remove_agent("acme", agent_name)
                return found

        class Interrupting(Store):
            @asynccontextmanager
            async def work(self) -> AsyncGenerator[Work]:
                async with one.transaction() as connection:
                    yield Interrupted(connection)

        handler = Sessions(CALLER, Interrupting(one), attempts=2)
        with pytest.raises(RequestError) as caught:
            await handler.create_session(BODY)
        assert caught.value.status == 404
        await one.close()
        await other.close()

    asyncio.run(use())


def test_sessions_outlive_their_agent(fresh: Settings) -> None:
    async def use() -> None:
        with at(fresh) as http:
            id = posted(http).json()["data"]["id"]
        async with administration(fresh) as at_work:
            await at_work.remove_agent("acme", "support-bot")
        async with Database(fresh) as database, database.transaction() as connection:
            query = select(sessions.c.agent_id, sessions.c.agent_name).where(
                sessions.c.id == id
            )
            assert (await connection.execute(query)).one() == (None, "support-bot")

    asyncio.run(use())


def test_many_at_once_have_ids_of_their_own(settled: Settings) -> None:
    async def use() -> None:
        async with Database(settled) as database:
            handler = Sessions(CALLER, Store(database), attempts=1)
            asked = (handler.create_session(BODY) for _ in range(200))
            made = await asyncio.gather(*asked)
        assert len({each.data.id for each in made}) == 200

    asyncio.run(use())
