"""What allies are shown of the log of reading, and what is kept of theirs (P18)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, text

from app.allies import actions as allies
from app.allies.rules import Scope
from app.basics.clock import day_of
from app.storage.house import House
from moderation.openness import chain, kept_heads, reading
from moderation.openness.kept_heads import MOST, DayHead
from moderation.openness.models import ReadingDetails
from tests.world.cast import Member
from tests.world.desk import as_moderator

MORNING = datetime(2026, 11, 3, 8, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 4, tzinfo=UTC)
NEXT_MORNING = MORNING + timedelta(days=1)
NOTHING_READ = bytes(32)


def reads(member: Member, at: datetime) -> bytes:
    """The head after it."""
    database = member.house.database
    database.write_now(reading.log, as_moderator(member), "case", 1, key=member.house.key, now=at)
    return database.read_now(chain.head).value


def shows(house: House, at: datetime) -> DayHead:
    return house.database.read_now(kept_heads.ours, now=at)


def was_end_by(house: House, head: bytes, moment: datetime) -> bool:
    return house.database.read_now(chain.was_end_by, head, moment)


def an_ally(house: House, label: str = "harbour") -> int:
    facts = house.database.write_now(
        allies.ally_by_hand, f"https://{label}.example", frozenset({Scope.POSTS}), now=MORNING
    )
    return facts.id


def keeps(house: House, ally_id: int, *shown: DayHead) -> None:
    for each in shown:
        house.database.write_now(kept_heads.keep, ally_id, each)


def kept(house: House, ally_id: int) -> list[DayHead]:
    return list(house.database.read_now(kept_heads.kept_of, ally_id))


def test_it_is_the_end_that_the_chain_had_when_the_day_began(house: House, a_moderator: Member):
    yesterday = reads(a_moderator, MORNING)
    before = shows(house, NEXT_MORNING)
    today = reads(a_moderator, NEXT_MORNING)

    assert before == shows(house, NEXT_MORNING) == DayHead("2026-11-04", yesterday)
    assert shows(house, NEXT_MORNING + timedelta(days=1)) == DayHead("2026-11-05", today)


def test_what_is_read_at_midnight_is_of_the_day_that_begins(house: House, a_moderator: Member):
    last = reads(a_moderator, MIDNIGHT - timedelta(milliseconds=1))
    reads(a_moderator, MIDNIGHT)

    assert shows(house, MIDNIGHT).head == last


def test_while_nothing_was_read_it_is_always_the_same(house: House, a_moderator: Member):
    reads(a_moderator, NEXT_MORNING)

    assert shows(house, MORNING).head == shows(house, NEXT_MORNING).head == NOTHING_READ


def test_what_was_read_so_long_ago_that_its_details_are_gone_still_counts(house: House, a_moderator: Member):
    head = reads(a_moderator, MORNING)
    house.database.write_now(lambda session: session.execute(delete(ReadingDetails)))

    assert shows(house, MORNING + timedelta(days=400)).head == head


def test_an_end_of_the_chain_is_found_by_its_hash(house: House, a_moderator: Member):
    first, second = reads(a_moderator, MORNING), reads(a_moderator, MORNING)
    third = reads(a_moderator, NEXT_MORNING)

    assert [was_end_by(house, head, MIDNIGHT) for head in (NOTHING_READ, first, second)] == [True] * 3
    assert was_end_by(house, third, NEXT_MORNING + timedelta(days=1))
    assert not was_end_by(house, third, MIDNIGHT)
    assert not was_end_by(house, b"\1" * 32, NEXT_MORNING)


def test_what_an_ally_showed_first_of_a_day_stays(house: House):
    ally = an_ally(house)

    keeps(house, ally, DayHead("2026-11-03", b"a" * 32), DayHead("2026-11-03", b"b" * 32))

    assert kept(house, ally) == [DayHead("2026-11-03", b"a" * 32)]


def test_of_each_ally_the_last_thirty_are_kept(house: House):
    one, other = an_ally(house), an_ally(house, "orchard")
    days = [day_of(MORNING + timedelta(days=number)) for number in range(40)]
    keeps(house, one, *(DayHead(day, b"a" * 32) for day in days))
    keeps(house, other, DayHead(days[-1], b"b" * 32))

    house.database.write_now(kept_heads.forget_old, MORNING + timedelta(days=39))

    assert [each.day for each in kept(house, one)] == days[:-31:-1]
    assert MOST == len(kept(house, one)) == 30
    assert kept(house, other) == [DayHead(days[-1], b"b" * 32)]


def test_they_go_with_the_ally(house: House):
    ally = an_ally(house)
    keeps(house, ally, DayHead("2026-11-03", b"a" * 32))

    house.database.write_now(allies.forget, ally)

    assert house.database.read_now(lambda session: session.scalar(text("SELECT count(*) FROM ally_heads"))) == 0


@pytest.mark.parametrize(
    "statement", ["DELETE FROM readings WHERE number = 2", "UPDATE readings SET head = commitment"]
)
def test_an_end_of_a_chain_that_was_changed_is_not_found(house: House, a_moderator: Member, statement: str):
    """As the owner of the database, who can take its guards away."""
    reads(a_moderator, MORNING)
    head = reads(a_moderator, MORNING)
    on = "" if house.settings.on_sqlite else " ON readings"
    for act in ("unchanged", "unremoved"):
        house.database.write_now(lambda session, act=act: session.execute(text(f"DROP TRIGGER readings_{act}{on}")))

    house.database.write_now(lambda session: session.execute(text(statement)))

    assert not was_end_by(house, head, MIDNIGHT)
