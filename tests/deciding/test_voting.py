"""A secret ballot: one account one ballot, counted right, and every refusal."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.basics.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.deciding import phases, voting
from app.deciding.models import BallotMark
from app.deciding.rules import Counted, Method, Way
from app.storage.house import House
from tests.world.cast import Member
from tests.world.proposing import (
    BY_CONSENT,
    BY_TWO_THIRDS,
    counted,
    crowd,
    goes_on,
    in_ballot,
    is_new,
    proposes,
    read,
    votes,
    when_over,
    when_voting,
)


def test_a_thousand_ballots_are_counted_right(house: House, a_member: Member):
    voters = crowd(a_member, 999)
    proposal_id = in_ballot(a_member, BY_TWO_THIRDS)
    chosen = [random.Random(7).choice(["yes", "yes", "yes", "no", "abstain"]) for _ in range(1_000)]

    house.database.write_now(_all_vote, [a_member, *voters], chosen, proposal_id, house)
    goes_on(house, when_over())

    expected = Counter(chosen)
    assert counted(a_member, proposal_id) == Counted(expected["yes"], expected["no"], expected["abstain"], 1_000)
    assert read(a_member, proposal_id).state == "adopted"


def test_nobody_votes_twice(a_member: Member):
    proposal_id = in_ballot(a_member)
    votes(a_member, proposal_id, "yes", at=when_voting())

    for choice in ("yes", "no"):
        with pytest.raises(Refused) as refused:
            votes(a_member, proposal_id, choice, at=when_voting())
        assert "already" in refused.value.safe

    goes_on(a_member.house, when_over())
    assert counted(a_member, proposal_id) == Counted(1, 0, 0, 1)


def test_nobody_votes_too_early(a_member: Member):
    proposal_id = proposes(a_member)

    with pytest.raises(Conflict) as refused:
        votes(a_member, proposal_id, at=now())

    assert "not voted on yet" in refused.value.safe
    assert marks(a_member.house) == 0


@pytest.mark.parametrize("swept", [True, False])
def test_nobody_votes_too_late_also_before_the_sweep_has_come(a_member: Member, swept: bool):
    proposal_id = in_ballot(a_member)
    if swept:
        goes_on(a_member.house, when_over())

    with pytest.raises(Conflict) as refused:
        votes(a_member, proposal_id, at=when_over())

    assert "over" in refused.value.safe
    goes_on(a_member.house, when_over())
    assert counted(a_member, proposal_id) == Counted(0, 0, 0, 1)


def test_nobody_votes_where_nobody_is_asked_to(a_member: Member):
    with pytest.raises(Conflict):
        votes(a_member, in_ballot(a_member, BY_CONSENT), at=when_voting())


def test_somebody_on_probation_does_not_vote_and_is_not_counted(a_member: Member, another_member: Member):
    is_new(another_member, when_over() + timedelta(days=30))
    proposal_id = in_ballot(a_member)

    with pytest.raises(Forbidden):
        votes(another_member, proposal_id, at=when_voting())

    goes_on(a_member.house, when_over())
    assert counted(a_member, proposal_id) == Counted(0, 0, 0, 1)


def test_a_choice_that_is_none_is_not_counted_and_takes_no_ballot(a_member: Member):
    proposal_id = in_ballot(a_member)

    with pytest.raises(Invalid):
        votes(a_member, proposal_id, "maybe", at=when_voting())

    votes(a_member, proposal_id, "no", at=when_voting())


def test_a_proposal_that_is_none_has_no_ballot(a_member: Member):
    with pytest.raises(NotFound):
        votes(a_member, 7, at=when_voting())


def test_nobody_reads_how_it_stands_before_it_is_over(a_member: Member):
    proposal_id = in_ballot(a_member)
    votes(a_member, proposal_id, at=when_voting())

    assert counted(a_member, proposal_id) is None


def test_who_has_voted_is_forgotten_when_it_is_over(a_member: Member, another_member: Member):
    proposal_id = in_ballot(a_member)
    votes(a_member, proposal_id, at=when_voting())
    votes(another_member, proposal_id, "no", at=when_voting())
    assert marks(a_member.house) == 2

    goes_on(a_member.house, when_over())

    assert marks(a_member.house) == 0
    assert read(a_member, proposal_id).outcome == "voted_down"


def test_a_quorum_that_was_not_reached_is_said(a_member: Member):
    crowd(a_member, 9)
    proposal_id = in_ballot(a_member, Way(Method.MAJORITY, 20, 7, 5))
    votes(a_member, proposal_id, at=when_voting())

    goes_on(a_member.house, when_over())

    assert read(a_member, proposal_id).outcome == "no_quorum"
    assert counted(a_member, proposal_id) == Counted(1, 0, 0, 10)


def test_people_have_all_their_days_however_late_the_sweep_comes(a_member: Member):
    proposal_id = proposes(a_member)
    much_later = now() + timedelta(days=30)

    goes_on(a_member.house, much_later)

    assert read(a_member, proposal_id).is_voted_on(much_later + timedelta(days=4))


def test_what_was_adopted_waits_for_its_day(house: House, a_member: Member):
    proposal_id = proposes(a_member, way=BY_CONSENT, force_days=10)
    goes_on(house, when_voting())

    assert read(a_member, proposal_id).state == "adopted"
    assert house.database.read_now(whose_day, when_voting() + timedelta(days=9)) == []
    assert house.database.read_now(whose_day, when_voting() + timedelta(days=11)) == [proposal_id]


def marks(house: House) -> int:
    return house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(BallotMark)))


def whose_day(session: Session, moment: object) -> list[int]:
    return [one.id for one in phases.whose_day_has_come(session, moment)]  # type: ignore[arg-type]


def _all_vote(session: Session, voters: list[Member], chosen: list[str], proposal_id: int, house: House) -> None:
    for voter, choice in zip(voters, chosen, strict=True):
        voting.vote(session, voter.id, proposal_id, choice, key=house.key, now=when_voting())
