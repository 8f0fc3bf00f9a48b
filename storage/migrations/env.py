"""Alembic's entry: runs the steps on the connection that `storage.migrate` opened and locked."""

from alembic import context

from storage.models.base import Base

connection = context.config.attributes["connection"]
# Each step commits with its version: one that was interrupted is taken up again from where it was.
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    transaction_per_migration=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
