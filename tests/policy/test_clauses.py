"""Clauses as everybody else asks for them: of the version in force, and of any version as it stood."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.basics.errors import Conflict, Invalid, NotFound
from app.storage.house import House
from moderation.measures import Measure
from moderation.policy.clauses import clause, in_force
from moderation.policy.publishing import adopt, publish_clauses
from moderation.policy.queries import newest, newest_number
from moderation.policy.rules import NewClause
from tests.world.cast import Member
from tests.world.governing import BY_ONE, CLAUSES, FOR_ALLIES, INTRODUCTION, LONG_AGO, NO_PICTURES, a_policy

LATER = LONG_AGO + timedelta(days=30)


def keys(house: House, **asked: object) -> list[int]:
    return [one.key for one in house.database.read_now(in_force, **asked)]  # type: ignore[arg-type]


def test_before_any_version_nothing_is_asked_of_anybody(house: House):
    assert keys(house, now=LATER) == []


def test_the_clauses_in_force_stand_in_their_order_with_what_they_allow(house: House, a_steward: Member):
    a_policy(house, a_steward.id)

    found = house.database.read_now(in_force, now=LATER)

    assert [one.as_new() for one in found] == list(CLAUSES)
    assert found[3].asks_html == f"<p>{CLAUSES[3].asks}</p>"
    assert (found[3].language, found[3].version) == ("en", 1)


def test_a_clause_is_read_as_it_stood_whatever_came_after(house: House, a_steward: Member):
    a_policy(house, a_steward.id)
    a_policy(house, a_steward.id, at=LATER, clauses=(replace(CLAUSES[0], asks="Be kinder.", label="9"),))

    stood = house.database.read_now(clause, 1, BY_ONE)

    assert (stood.label, stood.asks) == ("1", CLAUSES[0].asks)
    assert house.database.read_now(clause, 1, FOR_ALLIES).title == CLAUSES[4].title
    for number, key in ((2, FOR_ALLIES), (3, BY_ONE), (1, 77)):
        with pytest.raises(NotFound):
            house.database.read_now(clause, number, key)


def test_a_version_takes_force_on_its_day_and_the_newest_of_those_that_did_holds(house: House, a_steward: Member):
    a_policy(house, a_steward.id)

    def ahead(session: Session) -> int:
        return publish_clauses(
            session, "", CLAUSES[:1], by=a_steward.id, based_on=1, in_force_at=LATER, now=LONG_AGO
        )  # fmt: skip

    house.database.write_now(ahead)

    assert len(keys(house, now=LATER - timedelta(seconds=1))) == len(CLAUSES)
    assert keys(house, now=LATER) == [BY_ONE]


def test_what_the_community_adopts_follows_on_the_newest_without_a_steward(house: House, a_steward: Member):
    a_policy(house, a_steward.id)

    number = house.database.write_now(adopt, CLAUSES[:2], INTRODUCTION, in_force_at=LATER, now=LONG_AGO)

    assert number == 2
    assert keys(house, now=LATER) == [1, 2]
    found = house.database.read_now(newest)
    assert found is not None
    assert (found.language, found.words_since) == ("en", 1)


def test_words_that_did_not_change_are_known_by_the_version_in_which_they_came(house: House, a_steward: Member):
    a_policy(house, a_steward.id)
    changed = replace(CLAUSES[3], why="Because.")
    a_policy(house, a_steward.id, clauses=(replace(CLAUSES[0], appeal_days=90, evidence_days=90, label="1.1"), changed))

    found = house.database.read_now(in_force, now=LATER)

    assert {one.key: one.words_since for one in found} == {BY_ONE: 1, NO_PICTURES: 2}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"label": "four"}, "label"),
        ({"title": ""}, "title"),
        ({"asks": "   "}, "asks"),
        ({"asks": "x" * 5_001}, "asks"),
        ({"why": "\n"}, "why"),
        ({"measures": ()}, "measures"),
        ({"appeal_days": 6}, "appeal_days"),
        ({"evidence_days": 10}, "evidence_days"),
    ],
)
def test_no_version_holds_a_clause_that_says_nothing(house: House, change: dict[str, object], field: str):
    broken: NewClause = replace(CLAUSES[0], **change)  # type: ignore[arg-type]

    with pytest.raises(Invalid) as refused:
        house.database.write_now(adopt, [CLAUSES[1], broken], "", in_force_at=LATER, now=LONG_AGO)

    assert refused.value.field == field
    assert house.database.read_now(newest_number) == 0


def test_no_version_holds_two_clauses_of_one_number_or_more_than_can_be_read(house: House):
    many = [replace(CLAUSES[0], key=number, label=str(number)) for number in range(1, 102)]
    for clauses in ([CLAUSES[0], replace(CLAUSES[1], label="1")], many):
        with pytest.raises(Invalid):
            house.database.write_now(adopt, clauses, "", in_force_at=LATER, now=LONG_AGO)

    house.database.write_now(adopt, many[:100], "", in_force_at=LATER, now=LONG_AGO)


def test_two_who_publish_at_once_are_one_and_one_who_is_told(house: House, a_steward: Member):
    a_policy(house, a_steward.id)

    def publish(session: Session) -> int:
        return publish_clauses(
            session, "Mine.", (), by=a_steward.id, based_on=0, in_force_at=LATER, now=LONG_AGO
        )  # fmt: skip

    with pytest.raises(Conflict):
        house.database.write_now(publish)

    assert house.database.read_now(newest_number) == 1


def test_a_measure_that_a_house_allows_is_one_that_this_software_knows():
    assert {measure for clause in CLAUSES for measure in clause.measures} == set(Measure)
