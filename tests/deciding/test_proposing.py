"""Making a proposal, changing it, withdrawing it; who may, and when no more."""

from datetime import timedelta

import pytest

from app.accounts.models import Account
from app.accounts.viewer import STRANGER
from app.basics.clock import now
from app.basics.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.deciding import proposing, queries
from app.deciding.rules import State
from app.storage.house import House
from tests.world.cast import Member, join
from tests.world.proposing import (
    a_draft,
    goes_on,
    in_ballot,
    is_new,
    objects,
    proposes,
    read,
    says_otherwise,
    when_over,
    when_voting,
)


def test_a_proposal_is_talked_over_for_the_days_of_its_charter(a_member: Member):
    moment = now()

    proposal = read(a_member, proposes(a_member, at=moment))

    assert (proposal.state, proposal.proposed_by, proposal.edition) == (State.TALK, a_member.id, 1)
    assert abs(proposal.talk_until - moment - timedelta(days=7)) < timedelta(seconds=1)


def test_somebody_on_probation_cannot_propose(a_member: Member):
    is_new(a_member, now() + timedelta(days=3))

    with pytest.raises(Forbidden):
        proposes(a_member)
    assert under_way(a_member) == []

    proposes(a_member, at=now() + timedelta(days=4))


def test_strangers_and_allies_read_no_proposal(a_member: Member):
    proposal_id = proposes(a_member)

    with pytest.raises(NotFound):
        a_member.house.database.read_now(queries.one, STRANGER, proposal_id)
    with pytest.raises(NotFound):
        a_member.house.database.read_now(queries.under_way, STRANGER)
    with pytest.raises(NotFound):
        a_member.house.database.read_now(queries.lines_of, STRANGER, proposal_id)


def test_of_two_that_would_change_the_same_the_second_is_refused(a_member: Member, another_member: Member):
    first = proposes(a_member)

    with pytest.raises(Conflict) as refused:
        proposes(another_member)

    assert "under way" in refused.value.safe
    assert under_way(a_member) == [first]
    proposes(another_member, "teapot")


def test_after_one_is_over_the_same_can_be_proposed_again(a_member: Member, another_member: Member):
    first = proposes(a_member)
    a_member.house.database.write_now(proposing.withdraw, a_member.id, first, now=now())

    again = proposes(another_member)

    assert under_way(a_member) == [again]


@pytest.mark.parametrize(
    ("field", "value"), [("why", "  "), ("why", "x" * 5_001), ("force_days", 181), ("force_days", -1)]
)
def test_what_is_wrong_is_said_of_its_field(a_member: Member, field: str, value: object):
    with pytest.raises(Invalid) as refused:
        proposes(a_member, **{field: value})

    assert refused.value.field == field.replace("why", "reason")
    assert under_way(a_member) == []


def test_nobody_has_more_than_five_under_way(a_member: Member):
    for number in range(5):
        proposes(a_member, f"cup {number}")

    with pytest.raises(Refused):
        proposes(a_member, "cup 5")


def test_changing_it_begins_its_days_anew_and_asks_for_objections_again(a_member: Member, another_member: Member):
    proposal_id = proposes(a_member)
    objects(another_member, proposal_id)
    later = now() + timedelta(days=6)

    says_otherwise(a_member, proposal_id, "We are many, and it is quiet.", at=later)

    proposal = read(a_member, proposal_id)
    assert (proposal.edition, proposal.why) == (2, "We are many, and it is quiet.")
    assert proposal.talk_until > later + timedelta(days=6)
    (line,) = a_member.house.database.read_now(queries.lines_of, a_member.viewer, proposal_id)
    assert line.edition == 1


def test_it_is_changed_five_times_at_most(a_member: Member):
    proposal_id = proposes(a_member)
    for edition in range(1, 5):
        says_otherwise(a_member, proposal_id, f"Reason {edition}", edition=edition)

    with pytest.raises(Refused):
        says_otherwise(a_member, proposal_id, "Once more", edition=5)
    assert read(a_member, proposal_id).why == "Reason 4"


def test_two_changes_from_one_page_do_not_overwrite_each_other(a_member: Member):
    proposal_id = proposes(a_member)
    says_otherwise(a_member, proposal_id, "First", edition=1)

    with pytest.raises(Conflict):
        says_otherwise(a_member, proposal_id, "Second", edition=1)
    assert read(a_member, proposal_id).why == "First"


def test_only_its_proposer_changes_or_withdraws_it(a_member: Member, a_steward: Member):
    proposal_id = proposes(a_member)

    with pytest.raises(Forbidden):
        says_otherwise(a_steward, proposal_id, "Because I say so")
    with pytest.raises(Forbidden):
        a_member.house.database.write_now(proposing.withdraw, a_steward.id, proposal_id, now=now())

    assert read(a_member, proposal_id).state is State.TALK


def test_it_is_neither_changed_nor_withdrawn_once_it_is_voted_on(a_member: Member):
    proposal_id = in_ballot(a_member)

    with pytest.raises(Conflict):
        says_otherwise(a_member, proposal_id, "Wait", at=when_voting())
    with pytest.raises(Conflict):
        a_member.house.database.write_now(proposing.withdraw, a_member.id, proposal_id, now=when_voting())

    assert read(a_member, proposal_id).state is State.BALLOT


def test_talking_is_over_at_its_hour_also_before_the_sweep_has_come(a_member: Member):
    proposal_id = proposes(a_member)

    with pytest.raises(Conflict):
        says_otherwise(a_member, proposal_id, "Wait", at=when_voting())


def test_whoever_it_asks_has_to_take_it_on(house: House, a_member: Member, another_member: Member):
    asked, oneself = (
        proposes(a_member, concerns=another_member.id, asks_them=True),
        proposes(a_member, "cups", concerns=a_member.id, asks_them=True),
    )

    with pytest.raises(Forbidden):
        house.database.write_now(proposing.answer_for_oneself, a_member.id, asked, yes=True, now=now())
    assert not read(a_member, asked).accepted
    assert read(a_member, oneself).accepted

    house.database.write_now(proposing.answer_for_oneself, another_member.id, asked, yes=True, now=now())
    assert read(a_member, asked).accepted


def test_whoever_does_not_take_it_on_ends_it(house: House, a_member: Member, another_member: Member):
    said_no, said_nothing = (
        proposes(a_member, name, concerns=another_member.id, asks_them=True) for name in ("one", "two")
    )
    house.database.write_now(proposing.answer_for_oneself, another_member.id, said_no, yes=False, now=now())

    goes_on(house, when_voting())

    for proposal_id in (said_no, said_nothing):
        assert read(a_member, proposal_id).outcome == "not_taken_on"


def test_a_proposal_outlives_the_account_of_its_proposer(house: House, a_member: Member, another_member: Member):
    proposal_id = proposes(a_member)
    house.database.write_now(lambda session: session.delete(session.get_one(Account, a_member.id)))

    goes_on(house, when_voting())
    goes_on(house, when_over())

    proposal = read(another_member, proposal_id)
    assert (proposal.proposed_by, proposal.state) == (None, State.OVER)


def test_nothing_is_behind_an_id_that_is_none(a_member: Member):
    with pytest.raises(NotFound):
        a_member.house.database.write_now(proposing.change, a_member.id, 7, a_draft(), edition=1, now=now())


def under_way(member: Member) -> list[int]:
    return [one.id for one in member.house.database.read_now(queries.under_way, member.viewer)]


def test_the_list_of_what_is_over_is_newest_first(house: House, a_member: Member):
    join(house, "priya")
    ids = [proposes(a_member, f"cup {number}") for number in range(3)]
    for proposal_id in ids:
        house.database.write_now(proposing.withdraw, a_member.id, proposal_id, now=now())

    found = house.database.read_now(queries.settled, a_member.viewer)
    rest = house.database.read_now(queries.settled, a_member.viewer, before=ids[1])

    assert [one.id for one in found] == ids[::-1]
    assert [one.id for one in rest] == ids[:1]
