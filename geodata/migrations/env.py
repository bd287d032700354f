"""What Alembic runs to migrate: on the connection, and in the transaction, that it is given."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    # SQLite cannot change a column in place: such a table is built anew.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
