"""The database itself refuses a decision that no person made by a clause, and to change one: asked as raw SQL."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.storage.house import House
from app.storage.tables import to_millis
from tests.world.cast import NOON, Member, join
from tests.world.deciding import a_case
from tests.world.governing import BY_ONE, BY_TWO, CLAUSES, a_policy

HOUR = 3_600_000
AT, LATER = to_millis(NOON), to_millis(NOON + timedelta(days=30))


@pytest.fixture
def row(house: House, a_member: Member, a_steward: Member) -> dict[str, Any]:
    """A word to Marisol, said by Vera, as it may stand."""
    return {
        "id": 7, "case_id": None, "subject": "account", "account_id": a_member.id, "post_id": None, "ally_id": None,
        "measure": "word", "policy_version": a_policy(house, a_steward.id), "clause_key": BY_ONE,
        "reason_sealed": b"x" * 60, "particulars_sealed": None, "described_sealed": None, "decided_by": a_steward.id,
        "needed": 1, "decided_at": AT, "in_force_at": AT, "ends_at": None, "review_at": None, "alone_until": None,
        "appeal_until": LATER, "evidence_until": LATER, "over_at": None, "outcome": "", "seen_at": None,
    }  # fmt: skip


def put(house: House, row: dict[str, Any], **other: Any) -> None:
    run(
        house, f"INSERT INTO decisions ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)})", row | other
    )


def run(house: House, statement: str, values: dict[str, Any] | None = None) -> None:
    house.database.write_now(lambda session: _run(session, statement, values or {}))


def _run(session: Session, statement: str, values: dict[str, Any]) -> None:
    session.execute(text(statement), values)


def refused(act: Callable[[], None]) -> bool:
    try:
        act()
    except DBAPIError:
        return True
    return False


def test_a_whole_decision_is_taken(house: House, row: dict[str, Any]):
    put(house, row)

    assert house.database.read_now(lambda session: session.scalar(text("SELECT count(*) FROM decisions"))) == 1


@pytest.mark.parametrize(
    "missing",
    [
        {"decided_by": None},
        {"clause_key": None},
        {"clause_key": 99},
        {"policy_version": None},
        {"policy_version": 99},
        {"reason_sealed": None},
        {"reason_sealed": b""},
        {"reason_sealed": b"x" * 40},
        {"measure": "suspend"},
        {"measure": "anything"},
        {"over_at": AT},
        {"outcome": "eased"},
        {"needed": 0},
    ],
    ids=str,
)
def test_one_is_refused_without_a_person_a_clause_that_allows_it_a_version_or_a_reason(
    house: House, row: dict[str, Any], missing: dict[str, Any]
):
    assert refused(lambda: put(house, row, **missing))


def test_nobody_decides_about_themselves(house: House, row: dict[str, Any]):
    assert refused(lambda: put(house, row, decided_by=row["account_id"]))


def test_a_clause_of_a_version_that_is_in_force_no_more_is_refused(
    house: House, row: dict[str, Any], a_steward: Member
):
    a_policy(house, a_steward.id, clauses=CLAUSES[:2], at=NOON - timedelta(days=1))

    assert refused(lambda: put(house, row))
    put(house, row, policy_version=2)


def test_a_version_that_is_not_in_force_yet_is_refused(house: House, row: dict[str, Any], a_steward: Member):
    a_policy(house, a_steward.id, clauses=CLAUSES[:2], at=NOON + timedelta(days=1))

    assert refused(lambda: put(house, row, policy_version=2))
    put(house, row)


def test_what_needs_two_is_not_in_force_at_once_and_severe_ones_always_need_two(house: House, row: dict[str, Any]):
    suspension = row | {"measure": "suspend", "clause_key": BY_TWO}

    assert refused(lambda: put(house, suspension))
    assert refused(lambda: put(house, suspension, needed=2))
    put(house, suspension, needed=2, in_force_at=None)


def test_alone_one_person_pauses_for_72_hours_and_suspends_nobody(house: House, row: dict[str, Any]):
    by_two = row | {"clause_key": BY_TWO, "needed": 2}
    longest = to_millis(NOON + timedelta(hours=72))

    assert refused(lambda: put(house, by_two, measure="suspend", alone_until=longest))
    assert refused(lambda: put(house, by_two, measure="pause_posting", alone_until=longest + 1))
    put(house, by_two, measure="pause_posting", alone_until=longest)
    assert refused(lambda: run(house, "UPDATE decisions SET alone_until = NULL"))
    assert refused(lambda: run(house, "UPDATE decisions SET alone_until = alone_until + 1"))


@pytest.fixture
def held(house: House, row: dict[str, Any], a_member: Member) -> dict[str, Any]:
    """A post of Marisol's, held for a day from noon."""
    post_id = a_member.posts("held")
    about = {"subject": "post", "post_id": post_id, "case_id": a_case(house, post_id=post_id)}
    return row | about | {"measure": "hold", "ends_at": AT + 24 * HOUR}


def test_a_post_is_held_for_72_hours_whoever_asks_how_often(house: House, held: dict[str, Any], a_member: Member):
    put(house, held)
    two_days = {"decided_at": AT + HOUR, "in_force_at": AT + HOUR, "ends_at": AT + 49 * HOUR}
    elsewhere = a_case(house, account_id=a_member.id)

    assert refused(lambda: put(house, held | two_days, id=8, ends_at=AT + 49 * HOUR + 1))
    assert refused(lambda: put(house, held | two_days, id=8, case_id=elsewhere, ends_at=AT + 49 * HOUR + 1))
    put(house, held | two_days, id=8)
    assert refused(lambda: put(house, held | two_days, id=9, ends_at=AT + HOUR + 1))
    another = a_member.posts("something else")
    put(house, held, id=9, post_id=another, case_id=a_case(house, post_id=another))
    put(house, held, id=10, measure="remove", ends_at=None)


def test_what_was_let_go_early_counts_for_as_long_as_it_was_held(house: House, held: dict[str, Any]):
    put(house, held)
    run(house, f"UPDATE decisions SET over_at = {AT + HOUR}, outcome = 'eased'")
    again = held | {"id": 8, "decided_at": AT + HOUR, "in_force_at": AT + HOUR}

    assert refused(lambda: put(house, again, ends_at=AT + 72 * HOUR + 1))
    put(house, again, ends_at=AT + 72 * HOUR)


def test_after_90_days_the_hours_begin_anew(house: House, held: dict[str, Any]):
    later = AT + 90 * 24 * HOUR
    put(house, held)
    run(house, f"UPDATE decisions SET over_at = {AT + 24 * HOUR}, outcome = 'ran_out'")
    three_days = {"id": 8, "ends_at": later + 71 * HOUR}

    assert refused(lambda: put(house, held | three_days, decided_at=later - 1, in_force_at=later - 1))
    put(house, held | three_days, decided_at=later, in_force_at=later)


def test_of_what_was_held_while_its_author_changed_it_the_rest_counts(house: House, held: dict[str, Any]):
    put(house, held)
    run(house, f"UPDATE posts SET edited_at = {AT + 20 * HOUR}")
    again = held | {"id": 8, "decided_at": AT + 20 * HOUR, "in_force_at": AT + 20 * HOUR}

    assert refused(lambda: put(house, again, ends_at=AT + (20 + 68) * HOUR + 1))
    put(house, again, ends_at=AT + (20 + 68) * HOUR)


@pytest.mark.parametrize(
    "other", [{"ends_at": None}, {"in_force_at": None}, {"in_force_at": AT + 1}, {"post_id": None}], ids=str
)
def test_a_hold_holds_a_post_from_when_it_is_decided_and_has_an_end(
    house: House, held: dict[str, Any], other: dict[str, Any]
):
    assert refused(lambda: put(house, held, **other))
    put(house, held)


def test_nobody_acts_alone_twice_in_one_case(house: House, row: dict[str, Any], a_member: Member):
    alone = row | {
        "clause_key": BY_TWO, "needed": 2, "measure": "pause_posting", "case_id": a_case(house, account_id=a_member.id),
        "alone_until": to_millis(NOON + timedelta(hours=72)),
    }  # fmt: skip
    put(house, alone)
    run(house, f"UPDATE decisions SET over_at = {AT}, outcome = 'ran_out'")

    assert refused(lambda: put(house, alone, id=8))
    put(house, alone, id=8, alone_until=None, in_force_at=None)


def test_it_takes_force_when_enough_others_agree(house: House, row: dict[str, Any], another_member: Member):
    put(house, row, measure="suspend", clause_key=BY_TWO, needed=2, in_force_at=None)

    assert refused(lambda: run(house, f"UPDATE decisions SET in_force_at = {AT}"))
    says(house, another_member.id, agrees=False)
    assert refused(lambda: run(house, f"UPDATE decisions SET in_force_at = {AT}"))
    says(house, join(house, "nao").id)
    run(house, f"UPDATE decisions SET in_force_at = {AT}")


def test_who_decided_whom_it_is_about_and_who_comes_too_late_agree_with_nothing(
    house: House, row: dict[str, Any], a_member: Member, a_steward: Member, another_member: Member
):
    put(house, row, measure="suspend", clause_key=BY_TWO, needed=2, in_force_at=None)

    assert refused(lambda: says(house, a_steward.id))
    assert refused(lambda: says(house, a_member.id))
    says(house, another_member.id, agrees=False)
    assert refused(lambda: run(house, f"UPDATE agreements SET agrees = {'1' if house.database.on_sqlite else 'true'}"))
    run(house, f"UPDATE decisions SET over_at = {AT}, outcome = 'declined'")
    assert refused(lambda: says(house, join(house, "nao").id))


@pytest.mark.parametrize(
    "change",
    [
        "account_id = :other", "decided_by = :other", "measure = 'ask_change'", "policy_version = 2", "clause_key = 2",
        "reason_sealed = :bytes", "particulars_sealed = :bytes", "described_sealed = :bytes", "subject = 'post'",
        "needed = 2", "decided_at = decided_at + 1", "in_force_at = NULL", "in_force_at = in_force_at + 1",
        "ends_at = 5", "alone_until = 5", "appeal_until = appeal_until - 1", "evidence_until = evidence_until - 1",
        "id = 8", "post_id = :other", "case_id = :other", "ally_id = :other",
    ],
)  # fmt: skip
def test_nothing_that_was_decided_is_changed(
    house: House, row: dict[str, Any], another_member: Member, a_steward: Member, change: str
):
    a_policy(house, a_steward.id, clauses=CLAUSES[:2], at=NOON + timedelta(days=1))
    put(house, row)

    assert refused(lambda: run(house, f"UPDATE decisions SET {change}", known(change, another_member)))


def known(change: str, other: Member) -> dict[str, Any]:
    given: dict[str, Any] = {"other": other.id, "bytes": b"y" * 60}
    return {name: value for name, value in given.items() if f":{name}" in change}


def test_it_may_end_once_and_stays_ended(house: House, row: dict[str, Any]):
    put(house, row)

    run(house, f"UPDATE decisions SET over_at = {AT}, outcome = 'eased', seen_at = {AT}, review_at = {AT}")

    assert refused(lambda: run(house, "UPDATE decisions SET over_at = NULL"))
    assert refused(lambda: run(house, "UPDATE decisions SET outcome = 'overturned'"))


def test_it_is_deleted_when_it_is_over_or_its_subject_is_gone_and_not_before(
    house: House, row: dict[str, Any], a_member: Member, a_steward: Member
):
    put(house, row, measure="remove", subject="post", post_id=a_member.posts("here"))

    assert refused(lambda: run(house, "DELETE FROM decisions"))
    run(house, f"UPDATE decisions SET over_at = {AT}, outcome = 'eased'")
    run(house, "DELETE FROM decisions")
    put(house, row, measure="remove", subject="post", post_id=a_member.posts("there"))
    run(house, "DELETE FROM accounts WHERE id = :id", {"id": a_member.id})
    assert house.database.read_now(lambda session: session.scalar(text("SELECT count(*) FROM decisions"))) == 0


def test_what_it_points_at_may_go_and_it_stays(house: House, row: dict[str, Any], a_member: Member, a_steward: Member):
    post_id = a_member.posts("here")
    put(house, row, measure="remove", subject="post", post_id=post_id)

    run(house, "DELETE FROM posts WHERE id = :id", {"id": post_id})

    pointing = house.database.read_now(lambda session: session.execute(text("SELECT post_id FROM decisions")).one())
    assert pointing[0] is None


def says(house: House, account_id: int, *, agrees: bool = True) -> None:
    run(
        house,
        "INSERT INTO agreements (decision_id, account_id, agrees, said_at) VALUES (7, :account_id, :agrees, 1)",
        {"account_id": account_id, "agrees": agrees},
    )
