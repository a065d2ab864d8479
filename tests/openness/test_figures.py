"""Figures that lead to nobody: never a number under five, counted once a quarter."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.storage.house import House
from moderation.openness import figures
from tests.appeals.deciding import a_decision
from tests.world.cast import Member
from tests.world.governing import BY_ONE, BY_TWO

AUTUMN = datetime(2026, 11, 3, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 1, 2, tzinfo=UTC)


def counted(house: House, now: datetime = NEW_YEAR):
    house.database.write_now(figures.count_quarters, now, key=house.key)
    return {each.name: each for each in house.database.read_now(figures.quarters)}


def test_what_was_decided_is_counted_by_clause_when_the_quarter_is_over(house: House, a_member: Member):
    for _ in range(6):
        a_decision(house, a_member, at=AUTUMN)
    for _ in range(5):
        a_decision(house, a_member, at=AUTUMN, clause_key=BY_TWO)

    assert dict(counted(house)["2026-Q4"].figures["decided"]) == {BY_ONE: 6, BY_TWO: 5, figures.ALL_CLAUSES: 11}


def test_few_are_not_kept_and_do_not_follow_from_the_sum(house: House, a_member: Member):
    for _ in range(6):
        a_decision(house, a_member, at=AUTUMN)
    a_decision(house, a_member, at=AUTUMN, clause_key=BY_TWO)

    assert dict(counted(house)["2026-Q4"].figures["decided"]) == {BY_ONE: 6}


def test_a_quarter_is_counted_once(house: House, a_member: Member):
    counted(house)
    for _ in range(6):
        a_decision(house, a_member, at=AUTUMN)

    assert counted(house)["2026-Q4"].figures == {}


def test_what_happens_in_this_quarter_waits_for_its_end(house: House, a_member: Member):
    for _ in range(6):
        a_decision(house, a_member, at=AUTUMN)

    assert set(counted(house, AUTUMN)) == {"2026-Q3"}


@given(st.dictionaries(st.integers(0, 6), st.integers(0, 12)))
def test_no_number_under_five_is_told_or_follows_from_what_is(per_clause: dict[int, int]):
    told = figures.told(per_clause)

    assert all(count >= figures.FEWEST for count in told.values())
    if figures.ALL_CLAUSES in told:
        rest = told[figures.ALL_CLAUSES] - sum(count for key, count in told.items() if key != figures.ALL_CLAUSES)
        assert rest == 0 or rest >= figures.FEWEST


def test_the_database_keeps_no_number_under_five(house: House):
    with pytest.raises(DBAPIError):
        house.database.write_now(
            lambda session: session.execute(text("INSERT INTO figures VALUES ('2026-Q4', 'decided', 1, 4)"))
        )


@pytest.mark.parametrize(("month", "quarter"), [(1, "Q1"), (3, "Q1"), (4, "Q2"), (9, "Q3"), (10, "Q4"), (12, "Q4")])
def test_quarters_are_called_by_their_number(month: int, quarter: str):
    assert figures.name_of(datetime(2026, month, 28, tzinfo=UTC)) == f"2026-{quarter}"
