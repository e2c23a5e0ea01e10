"""Run the migrations over the connection, and in the transaction, that migrating.py holds."""

from alembic import context

from indexer.archive.migrating import VERSION_TABLE
from indexer.archive.schema import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, version_table=VERSION_TABLE
)
with context.begin_transaction():
    context.run_migrations()
