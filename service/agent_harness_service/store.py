"""What is kept: agents of tenants, grants to create sessions of them, and the sessions."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Delete,
    Select,
    Text,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from agent_harness_service.database import Database
from agent_harness_service.subjects import Caller
from agent_harness_service.tables import agents, grants, sessions


@dataclass(frozen=True, slots=True)
class Grantee:
    """A subject that owns an agent, or may create sessions of it."""

    type: str
    id: str

    def __str__(self) -> str:
        return f"{self.type}:{self.id}"


@dataclass(frozen=True, slots=True)
class Access:
    """An agent as a caller finds it."""

    agent_id: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session that is to be kept."""

    id: str
    agent_id: str
    agent_name: str
    creator: Caller
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent as its administrator sees it."""

    tenant: str
    name: str
    owner: Grantee
    for_everyone: bool
    grantees: Sequence[Grantee]


def _access() -> Select[str, bool]:
    """Make the query for an agent, which is the same for every request."""
    type, id = bindparam("type", type_=Text), bindparam("id", type_=Text)
    owned = and_(agents.c.owner_type == type, agents.c.owner_id == id)
    granted = exists().where(
        grants.c.agent_id == agents.c.id,
        grants.c.subject_type == type,
        grants.c.subject_id == id,
    )
    return select(agents.c.id, or_(agents.c.for_everyone, owned, granted)).where(
        agents.c.tenant == bindparam("tenant"), agents.c.name == bindparam("name")
    )


_ACCESS = _access()


class Store:
    """Opens transactions: what is done in one is done whole or not at all."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def work(self) -> AsyncGenerator["Work"]:
        """Open one; raises `UnavailableError` and `ConflictError`."""
        async with self._database.transaction() as connection:
            yield Work(connection)


class Work:
    """One transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def access(self, caller: Caller, agent_name: str) -> Access | None:
        """Find an agent in the caller's tenant, and whether the caller may use it."""
        if "\0" in agent_name:
            return None  # Nothing is called so: PostgreSQL has no text with it.
        values = {
            "tenant": caller.tenant,
            "name": agent_name,
            "type": caller.type,
            "id": caller.id,
        }
        row = (await self._connection.execute(_ACCESS, values)).one_or_none()
        return Access(row[0], bool(row[1])) if row else None

    async def add_session(self, session: NewSession) -> None:
        """Keep a session."""
        values = {
            "id": session.id,
            "agent_id": session.agent_id,
            "tenant": session.creator.tenant,
            "agent_name": session.agent_name,
            "title": None,
            "subject_type": session.creator.type,
            "subject_id": session.creator.id,
            "subject_slug": session.creator.slug,
            "created_at": session.created_at,
            "updated_at": session.created_at,
        }
        await self._connection.execute(insert(sessions), values)

    async def agents(self, tenant: str | None = None) -> list[Agent]:
        """List the agents, of one tenant or of all, with who may use them."""
        chosen = select(agents).order_by(agents.c.tenant, agents.c.name)
        if tenant is not None:
            chosen = chosen.where(agents.c.tenant == tenant)
        found = await self._connection.execute(chosen)
        return [
            Agent(
                row.tenant,
                row.name,
                Grantee(row.owner_type, row.owner_id),
                row.for_everyone,
                await self._grantees(row.id),
            )
            for row in found.all()
        ]

    async def _grantees(self, agent_id: str) -> list[Grantee]:
        query = (
            select(grants.c.subject_type, grants.c.subject_id)
            .where(grants.c.agent_id == agent_id)
            .order_by(grants.c.subject_type, grants.c.subject_id)
        )
        return [Grantee(*row) for row in await self._connection.execute(query)]

    async def add_agent(
        self, id: str, tenant: str, name: str, owner: Grantee, created_at: datetime
    ) -> None:
        """Add an agent that only its owner may use; its name must be free in the tenant."""
        statement = insert(agents).values(
            id=id,
            tenant=tenant,
            name=name,
            owner_type=owner.type,
            owner_id=owner.id,
            created_at=created_at,
        )
        await self._connection.execute(statement)

    async def remove_agent(self, tenant: str, name: str) -> bool:
        """Remove an agent with its grants; its sessions stay. Tell whether there was one."""
        statement = delete(agents).where(
            agents.c.tenant == tenant, agents.c.name == name
        )
        return (await self._connection.execute(statement)).rowcount > 0

    async def grant(self, tenant: str, name: str, grantee: Grantee | None) -> bool:
        """Let a subject, or with None everyone in the tenant, create sessions of an agent.

        Tell whether there is such an agent.
        """
        if grantee is None:
            return await self._open(tenant, name, True)
        agent_id = await self._agent_id(tenant, name)
        if agent_id is None:
            return False
        await self._connection.execute(_ungranting(agent_id, grantee))
        await self._connection.execute(
            insert(grants).values(
                agent_id=agent_id, subject_type=grantee.type, subject_id=grantee.id
            )
        )
        return True

    async def revoke(self, tenant: str, name: str, grantee: Grantee | None) -> bool:
        """Take a grant back. Tell whether there was one, or with None an agent."""
        if grantee is None:
            return await self._open(tenant, name, False)
        agent_id = await self._agent_id(tenant, name)
        if agent_id is None:
            return False
        done = await self._connection.execute(_ungranting(agent_id, grantee))
        return done.rowcount > 0

    async def _open(self, tenant: str, name: str, for_everyone: bool) -> bool:
        statement = (
            update(agents)
            .where(agents.c.tenant == tenant, agents.c.name == name)
            .values(for_everyone=for_everyone)
        )
        return (await self._connection.execute(statement)).rowcount > 0

    async def _agent_id(self, tenant: str, name: str) -> str | None:
        query = select(agents.c.id).where(
            agents.c.tenant == tenant, agents.c.name == name
        )
        return await self._connection.scalar(query)


def _ungranting(agent_id: str, grantee: Grantee) -> Delete:
    return delete(grants).where(
        grants.c.agent_id == agent_id,
        grants.c.subject_type == grantee.type,
        grants.c.subject_id == grantee.id,
    )
