"""Agents and grants, as those who run the service handle them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from agent_harness_service import schema
from agent_harness_service.database import ConflictError, Database
from agent_harness_service.sessions import minted, now
from agent_harness_service.settings import Settings
from agent_harness_service.store import Agent, Grantee, Store
from agent_harness_service.subjects import SESSION_CREATORS, subject_type

_MIGRATION_TIMEOUT = 3600.0
"""Seconds: there may be a lot to rewrite, or others may migrate before us."""


class MistakeError(Exception):
    """What was asked for makes no sense, or not here."""


def grantee(text: str) -> Grantee:
    """Read `TYPE:ID`; raises `MistakeError`."""
    kind, _, id = text.partition(":")
    kind = subject_type(kind)
    if kind not in SESSION_CREATORS or not id:
        kinds = " or ".join(f"{each}:ID" for each in sorted(SESSION_CREATORS))
        message = f"{text!r} is not {kinds}"
        raise MistakeError(message)
    return Grantee(kind, id)


class Administration:
    """The commands; each is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def add_agent(self, tenant: str, name: str, owner: Grantee) -> None:
        """Add an agent that only its owner may use."""
        if not (1 <= len(name) <= 255 and name.isprintable()):
            raise MistakeError("a name has 1 to 255 printable characters")
        moment = now()
        try:
            async with self._store.work() as work:
                await work.add_agent(minted(moment), tenant, name, owner, moment)
        except ConflictError as error:
            message = f"{tenant} has an agent {name} already"
            raise MistakeError(message) from error

    async def agents(self, tenant: str | None) -> list[Agent]:
        """List the agents of one tenant, or of all."""
        async with self._store.work() as work:
            return await work.agents(tenant)

    async def remove_agent(self, tenant: str, name: str) -> None:
        """Remove an agent; its sessions stay."""
        async with self._store.work() as work:
            _found(await work.remove_agent(tenant, name), tenant, name)

    async def grant(self, tenant: str, name: str, to: Grantee | None) -> None:
        """Let a subject create sessions of an agent; None is everyone in the tenant."""
        async with self._store.work() as work:
            _found(await work.grant(tenant, name, to), tenant, name)

    async def revoke(self, tenant: str, name: str, to: Grantee | None) -> None:
        """Take a grant back."""
        async with self._store.work() as work:
            if not await work.revoke(tenant, name, to):
                message = f"{tenant} has no such grant of an agent {name}"
                raise MistakeError(message)


def _found(found: bool, tenant: str, name: str) -> None:
    if not found:
        message = f"{tenant} has no agent {name}"
        raise MistakeError(message)


@asynccontextmanager
async def administration(settings: Settings) -> AsyncGenerator[Administration]:
    """Open the database, whose schema must be up to date."""
    async with Database(settings) as database:
        if settings.is_sqlite:
            await schema.migrate(database)
        await schema.check(database)
        yield Administration(Store(database))


async def migrate(settings: Settings) -> None:
    """Bring the schema of the database up to date, for which there is more time than else."""
    patient = settings.model_copy(update={"database_timeout": _MIGRATION_TIMEOUT})
    async with Database(patient) as database:
        await schema.migrate(database)
