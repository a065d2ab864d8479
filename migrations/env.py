"""Alembic's environment: one connection handed in by `migrations.run`."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from app.storage.tables import Id, Moment
from migrations.tables import Base


def _as_we_write_it(kind: str, item: object, context: AutogenContext) -> str | Literal[False]:
    """New steps name our two types as the models do."""
    if kind == "type" and (isinstance(item, Moment) or item is Id):
        context.imports.add("from app.storage.tables import Id, Moment")
        return "Moment()" if isinstance(item, Moment) else "Id"
    return False


def migrate() -> None:
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=_as_we_write_it,
    )
    with context.begin_transaction():
        context.run_migrations()


migrate()
