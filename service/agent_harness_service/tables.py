"""The tables: agents of tenants, who may create sessions of them, and the sessions."""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s_index",
        "uq": "%(table_name)s_%(column_0_N_name)s_unique",
        "fk": "%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "%(table_name)s_key",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite, which has no time zones, keeps it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Give the moment its time zone back."""
        if value is None or value.tzinfo:
            return value
        return value.replace(tzinfo=UTC)


agents = Table(
    "agents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("tenant", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("owner_type", Text, nullable=False),
    Column("owner_id", Text, nullable=False),
    Column("for_everyone", Boolean, nullable=False, server_default=false()),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("tenant", "name"),
)

grants = Table(
    "grants",
    metadata,
    Column(
        "agent_id", Text, ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("subject_type", Text, primary_key=True),
    Column("subject_id", Text, primary_key=True),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Text, primary_key=True),
    Column(
        "agent_id", Text, ForeignKey("agents.id", ondelete="SET NULL"), nullable=True
    ),
    Column("tenant", Text, nullable=False),
    Column("agent_name", Text, nullable=False),
    Column("title", Text, nullable=True),
    Column("subject_type", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("subject_slug", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Index(None, "agent_id"),
)
"""An agent that is removed leaves its sessions, which know its name."""
