"""Agents, grants and sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "agents",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("owner_type", sa.Text, nullable=False),
        sa.Column("owner_id", sa.Text, nullable=False),
        sa.Column(
            "for_everyone", sa.Boolean, nullable=False, server_default=sa.false()
        ),
        sa.Column("created_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="agents_key"),
        sa.UniqueConstraint("tenant", "name", name="agents_tenant_name_unique"),
    )
    op.create_table(
        "grants",
        sa.Column("agent_id", sa.Text, nullable=False),
        sa.Column("subject_type", sa.Text, nullable=False),
        sa.Column("subject_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint(
            "agent_id", "subject_type", "subject_id", name="grants_key"
        ),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agents.id"],
            ondelete="CASCADE",
            name="grants_agent_id_agents",
        ),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("agent_id", sa.Text, nullable=True),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("agent_name", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=True),
        sa.Column("subject_type", sa.Text, nullable=False),
        sa.Column("subject_id", sa.Text, nullable=False),
        sa.Column("subject_slug", sa.Text, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="sessions_key"),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agents.id"],
            ondelete="SET NULL",
            name="sessions_agent_id_agents",
        ),
    )
    op.create_index("sessions_agent_id_index", "sessions", ["agent_id"])


def downgrade() -> None:
    """Drop the tables, with all that is in them."""
    op.drop_table("sessions")
    op.drop_table("grants")
    op.drop_table("agents")
