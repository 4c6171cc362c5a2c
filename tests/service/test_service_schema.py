"""The schema: made by steps that give what the tables say, once, and looked at when we start."""

import asyncio
from pathlib import Path

import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from cluster import Cluster
from processes import command, environment
from sqlalchemy import Connection, inspect, text
from starlette.testclient import TestClient
from tenants import SHARED, settings

from agent_harness_service import schema
from agent_harness_service.administration import migrate
from agent_harness_service.app import made
from agent_harness_service.database import Database
from agent_harness_service.settings import Settings
from agent_harness_service.tables import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Give the settings of a database in which nothing is."""
    if request.param == "sqlite":
        return settings(f"sqlite:///{tmp_path}/empty.db")
    server: Cluster = request.getfixturevalue("postgresql")
    return settings(server.make(f"empty_{tmp_path.name}"))


def differences(connection: Connection) -> list[object]:
    """List how a database differs from what the tables say."""
    return [*compare_metadata(MigrationContext.configure(connection), metadata)]


def test_the_steps_give_what_the_tables_say(settled: Settings) -> None:
    async def use() -> None:
        async with Database(settled) as database, database.transaction() as connection:
            assert await connection.run_sync(differences) == []

    asyncio.run(use())


def test_sqlite_writes_ahead_and_minds_what_refers_to_what(fresh: Settings) -> None:
    async def use() -> None:
        async with Database(fresh) as database, database.transaction() as connection:
            for name, wanted in (("journal_mode", "wal"), ("foreign_keys", 1)):
                found = await connection.scalar(text(f"PRAGMA {name}"))
                assert found == wanted

    asyncio.run(use())


def test_many_migrate_at_once_and_again(empty: Settings) -> None:
    async def use() -> None:
        databases = [Database(empty) for _ in range(8)]
        await asyncio.gather(*map(schema.migrate, databases))
        await schema.migrate(databases[0])
        await schema.check(databases[0])
        for database in databases:
            await database.close()

    asyncio.run(use())


def test_who_migrates_waits_for_longer_than_a_request(empty: Settings) -> None:
    hasty = empty.model_copy(update={"database_timeout": 0.5})

    async def use() -> None:
        async with Database(empty) as database:
            async with database.transaction() as connection:
                lock = schema.LOCKS[connection.dialect.name]
                await connection.exec_driver_sql(lock)
                waiting = asyncio.create_task(migrate(hasty))
                await asyncio.sleep(2)
                assert not waiting.done()
            await waiting
            await schema.check(database)

    asyncio.run(use())


def test_a_migration_that_fails_leaves_nothing(
    empty: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def use() -> None:
        async with Database(empty) as database:
            with monkeypatch.context() as patch:
                patch.setattr(op, "create_index", broken)
                with pytest.raises(RuntimeError):
                    await schema.migrate(database)
            async with database.transaction() as connection:
                assert await connection.run_sync(table_names) == []
            await schema.migrate(database)
            await schema.check(database)

    asyncio.run(use())


def broken(*_: object) -> None:
    """Fail in the middle of it."""
    raise RuntimeError


def table_names(connection: Connection) -> list[str]:
    """List the tables of a database."""
    return inspect(connection).get_table_names()


def test_a_service_does_not_start_on_another_schema(empty: Settings) -> None:
    app = made(empty)
    with pytest.raises(schema.OutdatedError, match="migrate"), TestClient(app):
        pass


def test_a_service_that_is_overtaken_is_not_ready(fresh: Settings) -> None:
    async def overtake() -> None:
        async with Database(fresh) as database, database.transaction() as connection:
            await connection.execute(
                text("UPDATE alembic_version SET version_num = '9999'")
            )

    with TestClient(made(fresh)) as http:
        asyncio.run(overtake())
        response = http.get("/readyz")
        assert response.status_code == 503
        assert response.json()["error"]["code"] == "unavailable"
        assert http.get("/healthz").status_code == 200


def test_postgresql_is_migrated_by_its_command_only(postgresql: Cluster) -> None:
    env = environment(database_url=postgresql.make("unmigrated"), token_secret=SHARED)
    refused = command("serve", env=env)
    assert refused.returncode == 1
    assert "agent_harness_service migrate" in refused.stderr
    assert "Traceback" not in refused.stderr
