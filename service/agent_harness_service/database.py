"""Connections: an engine for the database of the settings, and transactions of it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from agent_harness_service.settings import Settings


class UnavailableError(Exception):
    """The database does not answer, or not in time; what was asked of it may be done or not."""


class ConflictError(Exception):
    """What was to be written contradicts what is there: a key is taken, or a row is gone."""


def engine_for(settings: Settings) -> AsyncEngine:
    """Make the pool of connections; none is made before it is needed."""
    return _sqlite(settings) if settings.is_sqlite else _postgresql(settings)


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncGenerator[AsyncConnection]:
    """Do all or nothing; raises `UnavailableError` and `ConflictError`."""
    try:
        async with engine.begin() as connection:
            yield connection
    except IntegrityError as error:
        raise ConflictError from error
    except (SQLAlchemyError, OSError) as error:
        raise UnavailableError from error


def _sqlite(settings: Settings) -> AsyncEngine:
    """One connection: SQLite has one writer at a time, and a queue in the process is fair."""
    engine = create_async_engine(
        settings.database,
        pool_size=1,
        max_overflow=0,
        pool_timeout=settings.database_timeout,
        connect_args={"timeout": settings.database_timeout},
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _postgresql(settings: Settings) -> AsyncEngine:
    """Connections are tried before they are used: the server may have been restarted."""
    seconds = settings.database_timeout
    milliseconds = int(seconds * 1000)
    return create_async_engine(
        settings.database,
        pool_size=settings.database_connections,
        max_overflow=0,
        pool_timeout=seconds,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": max(2, int(seconds)),
            "options": f"-c statement_timeout={milliseconds}",
            "tcp_user_timeout": milliseconds,
        },
    )
