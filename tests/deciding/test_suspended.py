"""Nobody loses their vote by being suspended after the question was asked; who was suspended before has none."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

from app.basics.clock import now
from app.basics.errors import Forbidden
from app.deciding import electorate, talking
from app.deciding.rules import Counted
from app.storage.house import House
from moderation.measures import Measure
from tests.world.cast import Member, join
from tests.world.deciding import Decider, a_case
from tests.world.governing import BY_TWO, a_policy
from tests.world.proposing import BY_CONSENT, counted, goes_on, in_ballot, proposes, votes, when_over, when_voting
from tests.world.restricting import is_decided, is_over


@pytest.mark.parametrize("measure", ["suspend", "end_account"])
def test_whoever_is_suspended_after_it_was_proposed_votes_and_counts(
    a_member: Member, another_member: Member, measure: str
):
    proposal_id = in_ballot(a_member)
    is_decided(another_member.house, another_member.id, measure)

    votes(another_member, proposal_id, "no", at=when_voting())

    goes_on(a_member.house, when_over())
    everybody = a_member.house.database.read_now(electorate.how_many, now(), on=proposal_id)
    assert counted(a_member, proposal_id) == Counted(0, 1, 0, everybody)
    assert everybody == a_member.house.database.read_now(electorate.how_many, now()) + 1


def test_whoever_was_suspended_before_it_was_proposed_does_neither(a_member: Member, another_member: Member):
    decision = is_decided(another_member.house, another_member.id, "suspend")
    proposal_id = in_ballot(a_member)

    with pytest.raises(Forbidden):
        votes(another_member, proposal_id, "no", at=when_voting())
    is_over(another_member.house, decision)
    votes(another_member, proposal_id, "no", at=when_voting())


def test_with_a_decision_from_before_and_one_from_after_the_earlier_one_counts(
    a_member: Member, another_member: Member
):
    is_decided(another_member.house, another_member.id, "suspend")
    proposal_id = in_ballot(a_member)
    is_decided(another_member.house, another_member.id, "end_account")

    with pytest.raises(Forbidden):
        votes(another_member, proposal_id, "no", at=when_voting())


@pytest.mark.parametrize("in_force_first", [False, True])
def test_a_suspension_counts_from_when_it_was_in_force_and_not_from_its_first_yes(
    house: House, a_steward: Member, a_member: Member, another_member: Member, in_force_first: bool
):
    a_policy(house, a_steward.id)
    one, two = Decider(join(house, "nao", "moderator")), Decider(join(house, "ines", "moderator"))
    begun = one.decides(a_case(house, account_id=another_member.id), Measure.SUSPEND, BY_TWO, at=now())
    if in_force_first:
        two.agrees(begun, at=now())

    proposal_id = in_ballot(a_member)
    if not in_force_first:
        two.agrees(begun, at=when_voting())

    may_vote = house.database.read_now(electorate.may_vote, another_member.id, proposal_id, when_voting())
    assert may_vote is not in_force_first
    with pytest.raises(Forbidden) if in_force_first else nullcontext():
        votes(another_member, proposal_id, "no", at=when_voting())


def test_but_whoever_is_suspended_proposes_nothing_and_says_nothing(a_member: Member, another_member: Member):
    proposal_id = proposes(a_member, way=BY_CONSENT)
    is_decided(another_member.house, another_member.id, "suspend")

    def objects(session: object) -> None:
        talking.object_to(session, another_member.id, proposal_id, "No.", edition=1, now=now() + timedelta(hours=1))  # type: ignore[arg-type]

    with pytest.raises(Forbidden):
        another_member.house.database.write_now(objects)
    with pytest.raises(Forbidden):
        proposes(another_member, "another subject")
