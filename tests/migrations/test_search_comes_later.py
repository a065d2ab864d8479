"""A house that has had posts for long: the update indexes none of them, and a job does right after it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, insert, text
from sqlalchemy.orm import Session

from app.basics.settings import load
from app.posts.actions import indexing
from app.posts.events import PostsToIndex
from app.storage.database import Database
from migrations import run

BEFORE = "0004"


@pytest.fixture
def database(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty one."""
    url = request.getfixturevalue("postgres_url") if kind == "postgres" else ""
    settings = load({"PARASOL_DATA": str(tmp_path / "var"), "PARASOL_DATABASE_URL": url})
    opened = Database(settings)
    yield opened
    opened.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_what_was_there_before_waits_for_a_job_and_is_indexed_by_it(database: Database, kind: str):
    with database.engine.begin() as connection:
        run.upgrade(connection, BEFORE)
        written_then(connection)
    run.migrate(database.engine)

    waiting = database.read_now(lambda session: session.execute(text("SELECT event, payload FROM outbox")).all())
    before = database.read_now(words)
    database.write_now(indexing.index_again, PostsToIndex())

    assert [(row[0], bytes(row[1])) for row in waiting] == [("PostsToIndex", b"{}")]
    assert before == []
    [indexed] = database.read_now(words)
    assert "umbrella" in indexed
    assert "=by1" in indexed


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_house_that_was_indexed_before_is_indexed_anew_by_a_job(database: Database, kind: str):
    with database.engine.begin() as connection:
        run.upgrade(connection, "0011")
        written_then(connection)
    run.migrate(database.engine)

    waiting = database.read_now(lambda session: session.execute(text("SELECT event, payload FROM outbox")).all())

    assert [(row[0], bytes(row[1])) for row in waiting] == [("PostsToIndex", b"{}")]


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_new_house_has_nothing_to_index(database: Database, kind: str):
    run.migrate(database.engine)

    assert database.read_now(lambda session: session.scalar(text("SELECT count(*) FROM outbox"))) == 0


def words(session: Session) -> list[str]:
    return list(session.scalars(text("SELECT CAST(words AS text) FROM post_words")))


def written_then(connection: Connection) -> None:
    """An account and a post of that schema; what does not matter here is empty."""
    known = MetaData()
    known.reflect(connection, only=["accounts", "posts"])
    account = {"id": 1, "name": "marisol", "folded": "marisol", "uri": "a", "role": "member"}
    post = {
        "id": 5,
        "uri": "p",
        "author_id": 1,
        "audience": "community",
        "content": "<p>a red umbrella</p>",
        "thread_id": 5,
    }
    for name, given in (("accounts", account), ("posts", post)):
        table = known.tables[name]
        connection.execute(insert(table), {**empty(table), **given})


def empty(table: Any) -> dict[str, Any]:
    needed = [column for column in table.columns if not column.nullable and column.server_default is None]
    return {column.name: column.type.python_type() for column in needed}
