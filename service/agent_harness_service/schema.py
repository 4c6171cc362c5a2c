"""The schema of the database: brought up to date by a command, looked at when we start."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from agent_harness_service.database import Database

LOCKS = {
    "postgresql": f"SELECT pg_advisory_xact_lock({0x6861726E657373})",
    "sqlite": "BEGIN IMMEDIATE",
}
"""What makes all others wait who want to migrate, until the end of the transaction."""


class OutdatedError(Exception):
    """The schema is not the one that this version of the service needs."""


async def migrate(database: Database) -> None:
    """Bring the schema up to date, once, however many try at the same time."""
    async with database.transaction() as connection:
        await connection.run_sync(_upgrade)


async def check(database: Database) -> None:
    """Raise `OutdatedError` unless the schema is up to date."""
    async with database.transaction() as connection:
        found = await connection.run_sync(_revision)
    wanted = _head()
    if found != wanted:
        message = (
            f"the schema is at {found or 'nothing'}, and must be at {wanted}: "
            "run `python -m agent_harness_service migrate`"
        )
        raise OutdatedError(message)


@cache
def _head() -> str | None:
    """Find the newest migration: the scripts do not change while the service runs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _upgrade(connection: Connection) -> None:
    connection.exec_driver_sql(LOCKS[connection.dialect.name])
    command.upgrade(_config({"connection": connection}), "head")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(attributes: Mapping[str, object] | None = None) -> Config:
    config = Config()
    folder = Path(__file__).with_name("migrations")
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes.update(attributes or {})
    return config
