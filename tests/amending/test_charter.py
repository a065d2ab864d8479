"""How a house decides: the first charter, those after it, and what none may say."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.basics.errors import Conflict, Forbidden, Invalid, Refused
from app.deciding.rules import Method
from app.storage.house import House
from moderation.amending import charter
from moderation.amending.charter import CharterFacts
from moderation.policy.publishing import publish_clauses
from moderation.policy.queries import newest_number
from tests.world.amending import BY_CONSENT, BY_MAJORITY, a_charter, days_pass, proposes_charter, proposes_clause
from tests.world.cast import Member, join
from tests.world.governing import BY_ONE, CLAUSES, INTRODUCTION, a_policy
from tests.world.proposing import is_new, read


def test_without_one_stewards_decide_and_nobody_proposes(house: House, a_steward: Member, a_member: Member):
    a_policy(house, a_steward.id)

    with pytest.raises(Refused) as refused:
        proposes_clause(a_member, BY_ONE, None)

    assert "no charter yet" in refused.value.safe
    assert in_force(house) is None


def test_a_steward_sets_the_first(house: House, a_steward: Member):
    a_charter(a_steward, BY_MAJORITY)

    standing = in_force(house)
    assert standing is not None
    assert (standing.number, standing.says) == (1, BY_MAJORITY)


def test_of_several_stewards_none_sets_it_alone(house: House, a_steward: Member, a_member: Member):
    oda = join(house, "oda", "steward")

    for written_by in (0, a_steward.id, a_member.id):
        with pytest.raises(charter.NeedsAnother):
            house.database.write_now(
                charter.set_first, a_steward.id, "steward", BY_CONSENT, written_by=written_by, now=now()
            )
    assert in_force(house) is None

    house.database.write_now(charter.set_first, a_steward.id, "steward", BY_CONSENT, written_by=oda.id, now=now())
    assert in_force(house).says == BY_CONSENT  # type: ignore[union-attr]


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_nobody_else_sets_it(house: House, a_member: Member, role: str):
    with pytest.raises(Forbidden):
        house.database.write_now(charter.set_first, a_member.id, role, BY_CONSENT, now=now())

    assert in_force(house) is None


def test_stewards_set_only_the_first(house: House, a_steward: Member):
    a_charter(a_steward)

    with pytest.raises(Conflict):
        a_charter(a_steward, BY_MAJORITY)
    assert in_force(house).says == BY_CONSENT  # type: ignore[union-attr]


def test_none_is_set_while_a_version_of_the_policy_waits_for_its_day(house: House, a_steward: Member):
    a_policy(house, a_steward.id)
    in_a_year = now() + timedelta(days=360)
    house.database.write_now(_publishes_for, a_steward.id, in_a_year)

    with pytest.raises(Conflict, match="waits for its day"):
        a_charter(a_steward)
    assert in_force(house) is None

    a_policy(house, a_steward.id, at=now())
    a_charter(a_steward)
    assert in_force(house) is not None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quorum", 101), ("quorum", -1), ("talk_days", 0), ("talk_days", 61), ("ballot_days", 0), ("ballot_days", 31),
        ("term_days", 29), ("term_days", 1_096),
    ],
)  # fmt: skip
def test_what_no_charter_can_say_is_refused_beside_its_field(house: House, a_steward: Member, field: str, value: int):
    with pytest.raises(Invalid) as refused:
        a_charter(a_steward, replace(BY_MAJORITY, **{field: value}))

    assert refused.value.field == field
    assert in_force(house) is None


def test_a_quorum_is_refused_while_nobody_could_vote(house: House, a_steward: Member):
    is_new(a_steward, now() + timedelta(days=90))

    with pytest.raises(Invalid) as refused:
        a_charter(a_steward, BY_MAJORITY)

    assert refused.value.field == "quorum"


def test_it_changes_as_it_says_itself(house: House, a_steward: Member, a_member: Member):
    a_charter(a_steward)
    proposal_id = proposes_charter(a_member, BY_MAJORITY)
    assert in_force(house).number == 1  # type: ignore[union-attr]

    days_pass(house)

    standing = in_force(house)
    assert standing is not None
    assert (standing.number, standing.says, standing.proposal_id) == (2, BY_MAJORITY, proposal_id)


def test_what_is_under_way_is_decided_as_the_charter_said_when_it_began(
    house: House, a_steward: Member, a_member: Member
):
    a_policy(house, a_steward.id)
    a_charter(a_steward)
    first = proposes_charter(a_member, BY_MAJORITY)
    second = proposes_clause(a_member, BY_ONE, None, at=now() + timedelta(days=3))
    days_pass(house, 8)

    days_pass(house, 11)

    assert read(a_member, first).state == read(a_member, second).state == "in_force"


def test_a_charter_like_the_one_in_force_is_no_change(a_steward: Member, a_member: Member):
    a_charter(a_steward)

    with pytest.raises(Refused):
        proposes_charter(a_member, BY_CONSENT)


def test_the_database_refuses_to_change_or_remove_one(house: House, a_steward: Member):
    a_charter(a_steward)

    for statement in ("UPDATE charters SET quorum = 1", "DELETE FROM charters"):
        with pytest.raises(DatabaseError), house.database.engine.begin() as connection:
            connection.execute(text(statement))

    assert in_force(house).says.quorum == 0  # type: ignore[union-attr]


@pytest.mark.parametrize("word", ["", "dictate"])
def test_a_way_that_is_none_is_refused(word: str):
    with pytest.raises(Invalid):
        charter.checked_method(word)
    assert charter.checked_method("consent") is Method.CONSENT


def in_force(house: House) -> CharterFacts | None:
    return house.database.read_now(charter.in_force)


def _publishes_for(session: Session, steward_id: int, moment: datetime) -> None:
    publish_clauses(
        session, INTRODUCTION, CLAUSES, by=steward_id, based_on=newest_number(session), in_force_at=moment, now=now()
    )
