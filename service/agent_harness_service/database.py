"""The database of the settings: its connections, and transactions over them."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, Self

from sqlalchemy import event
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from agent_harness_service.settings import Settings
from agent_harness_service.turns import Turns


class UnavailableError(Exception):
    """The database does not answer, or not in time; what was asked of it may be done or not."""


class ConflictError(Exception):
    """What was to be written contradicts what is there: a key is taken, or a row is gone."""


class Database:
    """A pool of connections; none is made before it is needed, and `close` ends them."""

    def __init__(self, settings: Settings) -> None:
        self._engine = (
            _sqlite(settings) if settings.is_sqlite else _postgresql(settings)
        )
        self._seconds = settings.database_timeout
        self._turns = Turns(
            _connections(settings),
            most=settings.database_queue,
            patience=settings.database_timeout,
            failure=UnavailableError,
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncConnection]:
        """Do all or nothing; raises `UnavailableError` and `ConflictError`.

        The time for it begins when a connection is free: that others are before us does not
        say that the database fails.
        """
        async with self._turns.one(), self._begun() as connection:
            yield connection

    @asynccontextmanager
    async def _begun(self) -> AsyncGenerator[AsyncConnection]:
        try:
            async with _in_time(self._seconds), self._engine.begin() as connection:
                yield connection
        except IntegrityError as error:
            raise ConflictError from error
        except (SQLAlchemyError, OSError) as error:
            raise UnavailableError from error

    async def close(self) -> None:
        """Close the connections."""
        await self._engine.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


@asynccontextmanager
async def _in_time(seconds: float) -> AsyncGenerator[None]:
    """Give up in time; raises `TimeoutError`.

    First the driver may ask the server to cancel what it does. Where no answer comes to that
    either, the second interruption makes it cut the connection.
    """
    async with asyncio.timeout(seconds + 1), asyncio.timeout(seconds):
        yield


def _connections(settings: Settings) -> int:
    """SQLite has one: it has one writer at a time, and a queue in the process is fair."""
    return 1 if settings.is_sqlite else settings.database_connections


def _sqlite(settings: Settings) -> AsyncEngine:
    engine = create_async_engine(
        settings.database,
        pool_size=_connections(settings),
        max_overflow=0,
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
        pool_size=_connections(settings),
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": max(2, int(seconds)),
            "options": f"-c statement_timeout={milliseconds}",
            "tcp_user_timeout": milliseconds,
        },
    )
