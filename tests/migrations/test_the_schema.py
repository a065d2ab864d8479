"""The migrations make exactly the tables that the models describe, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app.storage.house import House
from migrations import run
from migrations.tables import Base


def test_the_newest_schema_is_what_the_models_say(house: House):
    with house.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_described})
        found = compare_metadata(context, Base.metadata)
        differences = [one for one in found if not is_of_postgres_alone(one, house.database.on_sqlite)]

    assert differences == []


def is_described(name: str | None, kind: str, _parents: object) -> bool:
    """SQLite's index of words is a table with tables of its own, which only a migration can describe."""
    return not (kind == "table" and (name or "").startswith("post_words_index"))


def is_of_postgres_alone(difference: object, on_sqlite: bool) -> bool:
    """Alembic does not ask whether an index of the models is for this database."""
    return on_sqlite and isinstance(difference, tuple) and getattr(difference[1], "name", "") == "ix_post_words_words"


def test_migrating_twice_changes_nothing(house: House):
    before = run.standing(house.database.engine)

    run.migrate(house.database.engine)

    assert run.standing(house.database.engine) == before == run.newest()
