"""The migrations make exactly the tables that the models describe, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app.storage.house import House
from migrations import run
from migrations.tables import Base


def test_the_newest_schema_is_what_the_models_say(house: House):
    with house.database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)

    assert differences == []


def test_migrating_twice_changes_nothing(house: House):
    before = run.standing(house.database.engine)

    run.migrate(house.database.engine)

    assert run.standing(house.database.engine) == before == run.newest()
