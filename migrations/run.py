"""Brings a database to the newest schema, or says where it stands.

Alembic takes longer to load than a house needs to open, so it is asked only where there is something to do: which
steps there are, the names of their files say (`0007_emoji.py`), and where a database stands, one row of it.
"""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

_HERE = Path(__file__).parent
_STANDS = text("SELECT version_num FROM alembic_version")


def steps() -> list[str]:
    """Every step there is, the newest last."""
    return sorted(file.name.partition("_")[0] for file in (_HERE / "versions").glob("[0-9]*.py"))


def newest() -> str:
    """The newest step there is."""
    return steps()[-1]


def knows(revision: str) -> bool:
    """Whether this version has that step; one that it does not have was made by a newer one."""
    return revision in steps()


def standing(engine: Engine) -> str | None:
    """The step a database is at; None for an empty one."""
    with engine.connect() as connection:
        return connection.scalar(_STANDS) if inspect(connection).has_table("alembic_version") else None


def migrate(engine: Engine) -> None:
    """Run every step that is missing, in one transaction."""
    if standing(engine) == newest():
        return
    with engine.begin() as connection:
        upgrade(connection)


def upgrade(connection: Connection, to: str = "head") -> None:
    """The steps up to `to` on a connection that the caller commits."""
    from alembic import command
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(_HERE))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    command.upgrade(made, to)
