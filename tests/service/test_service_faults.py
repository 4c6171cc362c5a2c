"""What goes wrong around the service: it loses nothing, invents nothing, and recovers."""

import asyncio
import resource
import sqlite3
from pathlib import Path

import pytest
from cluster import Cluster
from crowd import asking, kept
from processes import running
from sqlalchemy import make_url

from agent_harness_service.settings import Settings


@pytest.fixture(params=["fresh", "fresh_postgresql"], ids=["sqlite", "postgresql"])
def each(request: pytest.FixtureRequest) -> Settings:
    """Give the settings of a database of one test, of each kind."""
    given: Settings = request.getfixturevalue(request.param)
    return given


@pytest.mark.parametrize("server", ["uvicorn", "granian"])
def test_a_server_that_is_killed_loses_and_invents_nothing(
    each: Settings, tmp_path: Path, scale: int, server: str
) -> None:
    async def use() -> None:
        ids: list[str] = []
        sent = 0
        for _ in range(scale):
            with running(each, tmp_path, server=server) as process:
                async with asking(process.url, 20) as crowd:
                    await crowd.until_created(50)
                    # A worker of granian is a process of its own: the whole group goes.
                    await asyncio.to_thread(process.killed)
                    await crowd.until_failed()
            ids += crowd.ids
            sent += crowd.sent
        stored = await kept(each)
        assert len({*ids}) == len(ids)
        assert {*ids} <= stored
        assert len(stored) <= sent

    asyncio.run(use())


def test_a_database_that_is_restarted(
    fresh_postgresql: Settings, postgresql: Cluster, tmp_path: Path, scale: int
) -> None:
    hasty = fresh_postgresql.model_copy(update={"database_timeout": 2})

    async def use() -> None:
        with running(hasty, tmp_path) as process:
            async with asking(process.url, 20) as crowd:
                for mode in ("fast", "immediate") * scale:
                    await crowd.until_created(50)
                    await asyncio.to_thread(postgresql.stop, mode)
                    await crowd.until_failed(5)
                    await asyncio.to_thread(postgresql.start)
                    await crowd.until_created(50)
            assert not crowd.unanswered
            assert crowd.failed.keys() == {(503, "unavailable")}
            assert {*crowd.ids} <= await kept(fresh_postgresql)

    asyncio.run(use())


def test_a_database_that_hangs(
    fresh_postgresql: Settings, postgresql: Cluster, tmp_path: Path
) -> None:
    hasty = fresh_postgresql.model_copy(update={"database_timeout": 1})

    async def use() -> None:
        with running(hasty, tmp_path) as process:
            async with asking(process.url, 20) as crowd:
                await crowd.until_created(50)
                with postgresql.paused():
                    await crowd.until_failed(40)
                await crowd.until_created(50)
            assert not crowd.unanswered
            assert crowd.failed.keys() == {(503, "unavailable")}
            assert {*crowd.ids} <= await kept(fresh_postgresql)

    asyncio.run(use())


def test_a_file_that_is_locked(fresh: Settings, tmp_path: Path) -> None:
    hasty = fresh.model_copy(update={"database_timeout": 0.2})

    async def use() -> None:
        with running(hasty, tmp_path) as process:
            async with asking(process.url, 5) as crowd:
                await crowd.until_created(5)
                lock = sqlite3.connect(file_of(fresh), isolation_level=None)
                lock.execute("BEGIN IMMEDIATE")
                await crowd.until_failed(5)
                lock.execute("ROLLBACK")
                lock.close()
                await crowd.until_created(20)
            assert not crowd.unanswered
            assert crowd.failed.keys() == {(503, "unavailable")}
            assert {*crowd.ids} <= await kept(fresh)

    asyncio.run(use())


def test_a_disk_that_is_full(fresh: Settings, tmp_path: Path) -> None:
    """No file of the process may grow, which is what a full disk is to it."""

    async def use() -> None:
        with running(fresh, tmp_path) as process:
            async with asking(process.url, 5) as crowd:
                await crowd.until_created(5)
                pid, kind = process.popen.pid, resource.RLIMIT_FSIZE
                before = resource.prlimit(pid, kind, (1, resource.RLIM_INFINITY))
                await crowd.until_failed(5)
                resource.prlimit(pid, kind, before)
                await crowd.until_created(20)
            assert not crowd.unanswered
            assert crowd.failed.keys() == {(503, "unavailable")}
            assert {*crowd.ids} <= await kept(fresh)

    asyncio.run(use())


def file_of(settings: Settings) -> str:
    """Give the file of an SQLite database."""
    return str(make_url(settings.database_url).database)
