"""The chain of readings: whole while nobody touched it, and broken where somebody did."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts.viewer import Viewer
from app.basics.clock import now
from app.storage.house import House
from moderation.openness import chain, reading
from tests.world.cast import Member

ANOTHERS = "SELECT sealed FROM reading_details WHERE number = 1"


@pytest.fixture
def read_four_times(house: House, a_member: Member) -> House:
    for number in range(4):
        house.database.write_now(
            reading.log, Viewer.member(a_member.id, "moderator"), "report", number, key=house.key, now=now()
        )
    return house


def first_broken(house: House) -> int | None:
    return house.database.read_now(chain.first_broken, key=house.key)


def tampers(house: House, *statements: str) -> None:
    """As the owner of the database, who can take its guards away."""
    on_sqlite = house.settings.on_sqlite
    for act in ("unchanged", "unremoved"):
        drop = f"DROP TRIGGER readings_{act}" + ("" if on_sqlite else " ON readings")
        house.database.write_now(lambda session, drop=drop: session.execute(text(drop)))
    for statement in statements:
        house.database.write_now(lambda session, statement=statement: session.execute(text(statement)))


def test_it_is_whole_while_nobody_touched_it(read_four_times: House):
    assert first_broken(read_four_times) is None
    assert read_four_times.database.read_now(chain.head).number == 4


def test_an_empty_chain_is_whole(house: House):
    assert first_broken(house) is None
    assert house.database.read_now(chain.head).number == 0


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("DELETE FROM readings WHERE number = 2", 2),
        ("DELETE FROM readings WHERE number = 1", 1),
        ("UPDATE readings SET commitment = head WHERE number = 3", 3),
        (f"UPDATE reading_details SET sealed = ({ANOTHERS}) WHERE number = 4", 4),
    ],
)
def test_it_tells_where_somebody_touched_it(read_four_times: House, statement: str, broken: int):
    tampers(read_four_times, statement)

    assert first_broken(read_four_times) == broken


def test_it_stays_whole_when_details_are_forgotten(read_four_times: House):
    read_four_times.database.write_now(lambda session: session.execute(text("DELETE FROM reading_details")))

    assert first_broken(read_four_times) is None


def test_a_chain_that_ends_earlier_or_was_made_anew_does_not_hold_an_earlier_head(read_four_times: House):
    kept = read_four_times.database.read_now(chain.head)
    tampers(read_four_times, "DELETE FROM readings WHERE number = 4")

    assert first_broken(read_four_times) is None
    assert not read_four_times.database.read_now(chain.holds, kept.number, kept.value[:16].hex())


def test_a_head_that_was_kept_holds(read_four_times: House):
    number, _, value = read_four_times.database.read_now(chain.head).words.partition("-")

    assert read_four_times.database.read_now(chain.holds, int(number), value)
    assert not read_four_times.database.read_now(chain.holds, 3, value)
    assert not read_four_times.database.read_now(chain.holds, 4, "")


@pytest.mark.parametrize(
    "statement", ["UPDATE readings SET head = commitment", "DELETE FROM readings WHERE number = 4"]
)
def test_the_database_refuses_to_touch_it(read_four_times: House, statement: str):
    with pytest.raises(DBAPIError):
        read_four_times.database.write_now(lambda session: session.execute(text(statement)))
