"""What cannot be in a transaction is done between two; what is large is written anew less often."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.accounts.models import Community
from app.storage.house import House
from app.storage.scrubbing import keep_no_samples, rest_after
from app.storage.tables import Base
from tests.timelines.searching import settle
from tests.world.cast import Member

pytestmark = pytest.mark.anyio
MB = 1024 * 1024


@pytest.mark.parametrize(
    ("size", "rest"),
    [(MB, timedelta(minutes=30)), (200 * MB, timedelta(days=1)), (2000 * MB, timedelta(days=7))],
)
def test_what_is_large_is_left_alone_for_longer(size: int, rest: timedelta):
    assert rest_after(size) == rest


async def test_what_is_done_alone_is_in_no_transaction_and_disturbs_no_write(house: House):
    def alone(connection: Any) -> None:
        connection.execute("VACUUM")  # refused by both databases inside a transaction

    def rename(session: Session, name: str) -> str:
        session.get_one(Community, 1).name = name
        return name

    answers = await asyncio.gather(
        *(house.database.write(rename, f"House {n}") for n in range(20)),
        house.database.alone(alone),
        *(house.database.write(rename, f"House {n}") for n in range(20, 40)),
    )

    assert [answer for answer in answers if answer] == [f"House {n}" for n in range(40)]


async def test_what_goes_wrong_alone_is_told_to_whoever_asked_and_to_nobody_else(house: House):
    def alone(connection: Any) -> None:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        await house.database.alone(alone)

    name = await house.database.write(lambda session: session.scalar(select(Community.name)))
    assert name == "A new house"


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
def test_postgres_keeps_no_examples_of_what_people_wrote(house: House):
    house.database.write_now(lambda session: session.execute(text("UPDATE community SET name = 'planted-name'")))
    with house.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
        rows = connection.execute(text("SELECT tablename, attname FROM pg_stats WHERE schemaname = 'public'")).all()

    texts = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if str(column.type) in {"TEXT", "BLOB"} or getattr(column.type, "length", None) in range(21, 10_000)
    }
    assert rows != []
    assert {tuple(row) for row in rows} & texts == set()


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
async def test_nor_of_the_words_that_search_looks_among(house: House, a_member: Member):
    for number in range(50):
        a_member.posts(f"planted {number}")
    settle(house)
    add = text("ALTER TABLE post_words ALTER COLUMN words SET STATISTICS 100")  # as a new column would be
    house.database.write_now(lambda session: session.execute(add))

    await house.database.alone(keep_no_samples)
    with house.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
        rows = connection.execute(text("SELECT attname FROM pg_stats WHERE tablename = 'post_words'")).scalars().all()

    assert rows == ["post_id"]
