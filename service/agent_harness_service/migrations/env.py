"""What Alembic runs: the steps that are missing, within the transaction that it is given."""

from alembic import context

from agent_harness_service.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
