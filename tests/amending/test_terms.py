"""Who looks after the house, and for how long."""

from dataclasses import replace

import pytest

from app.accounts.models import Account
from app.basics.clock import now
from app.basics.errors import Conflict, Invalid, Refused
from app.deciding import proposing
from app.storage.house import House
from moderation.amending import terms
from moderation.measures import Measure
from tests.world.amending import BY_CONSENT, a_charter, days_pass, proposes_role
from tests.world.cast import Member, join
from tests.world.deciding import Decider, a_case
from tests.world.governing import BY_TWO, a_policy
from tests.world.proposing import read


@pytest.fixture
def deciding(house: House, a_steward: Member) -> House:
    """Lantern House, with a charter: consent, terms of a year."""
    a_charter(a_steward)
    return house


def test_somebody_who_takes_it_on_is_a_moderator_for_a_term(deciding: House, a_member: Member, another_member: Member):
    proposal_id = proposes_role(a_member, "juno", "moderator")
    takes_it_on(another_member, proposal_id)

    moment = days_pass(deciding)

    assert another_member.facts.role == "moderator"
    term = term_of(another_member)
    assert term is not None
    assert (term.ends_at - moment).days == 365  # type: ignore[operator]


def test_nobody_becomes_one_unasked(deciding: House, a_member: Member, another_member: Member):
    proposal_id = proposes_role(a_member, "@Juno", "steward")

    days_pass(deciding)

    assert read(a_member, proposal_id).outcome == "not_taken_on"
    assert another_member.facts.role == "member"


def test_somebody_may_propose_themselves(deciding: House, a_member: Member):
    proposes_role(a_member, "marisol", "moderator")

    days_pass(deciding)

    assert a_member.facts.role == "moderator"


def test_a_role_can_be_ended_without_the_yes_of_whoever_has_it(deciding: House, a_member: Member):
    oda = join(deciding, "oda", "moderator")
    proposes_role(a_member, "oda", "member")

    days_pass(deciding)

    assert oda.facts.role == "member"
    assert term_of(oda) is None


def test_a_term_ends_by_itself(deciding: House, a_member: Member):
    oda = join(deciding, "oda", "moderator")
    days_pass(deciding, 0)
    assert term_of(oda) is not None

    days_pass(deciding, 364)
    assert oda.facts.role == "moderator"

    days_pass(deciding, 366)
    assert oda.facts.role == "member"


def test_it_is_said_two_weeks_before(deciding: House, a_steward: Member):
    days_pass(deciding, 0)
    when = term_of(a_steward).ends_at  # type: ignore[union-attr]

    assert deciding.database.read_now(terms.ending_soon, when - terms.REMINDED_BEFORE * 1.1) == {}
    assert deciding.database.read_now(terms.ending_soon, when - terms.REMINDED_BEFORE * 0.9) == {a_steward.id: when}


def test_the_last_steward_keeps_the_house_until_somebody_else_does(
    deciding: House, a_steward: Member, a_member: Member
):
    days_pass(deciding, 0)
    days_pass(deciding, 366)
    assert a_steward.facts.role == "steward"
    assert (term_of(a_steward).ends_at - now()).days > 390  # type: ignore[operator,union-attr]

    join(deciding, "oda", "steward")
    days_pass(deciding, 400)
    assert a_steward.facts.role == "member"


def test_also_while_they_are_suspended(deciding: House, a_steward: Member):
    nao, ines = (Decider(join(deciding, name, "moderator")) for name in ("nao", "ines"))
    days_pass(deciding, 0)
    a_policy(deciding, a_steward.id)
    ines.agrees(nao.decides(a_case(deciding, account_id=a_steward.id), Measure.SUSPEND, BY_TWO))
    assert a_steward.facts.suspended

    days_pass(deciding, 366)

    assert a_steward.facts.role == "steward"


def test_the_only_steward_cannot_be_voted_out_without_another(deciding: House, a_member: Member, a_steward: Member):
    with pytest.raises(Refused) as refused:
        proposes_role(a_member, "vera", "member")

    assert "only steward" in refused.value.safe
    assert a_steward.facts.role == "steward"


def test_whoever_becomes_the_only_one_meanwhile_stays(deciding: House, a_member: Member, a_steward: Member):
    oda = join(deciding, "oda", "steward")
    proposal_id = proposes_role(a_member, "vera", "member")
    deciding.database.write_now(lambda session: setattr(session.get_one(Account, oda.id), "role", "member"))

    days_pass(deciding)

    assert a_steward.facts.role == "steward"
    assert read(a_member, proposal_id).outcome == "overtaken"


def test_a_term_goes_with_the_role(deciding: House):
    oda = join(deciding, "oda", "moderator")
    days_pass(deciding, 0)
    deciding.database.write_now(lambda session: setattr(session.get_one(Account, oda.id), "role", "member"))

    days_pass(deciding, 1)

    assert term_of(oda) is None


def test_without_an_end_nobody_has_a_term(house: House, a_steward: Member):
    a_charter(a_steward, replace(BY_CONSENT, term_days=0))
    days_pass(house, 1)
    days_pass(house, 2_000)

    assert a_steward.facts.role == "steward"
    assert [(one.role, one.ends_at) for one in house.database.read_now(terms.everybodys)] == [("steward", None)]


@pytest.mark.parametrize(
    ("name", "role", "field"),
    [("nobody_here", "moderator", "name"), ("", "moderator", "name"), ("juno", "king", "role")],
)
def test_what_is_wrong_is_said_beside_its_field(
    deciding: House, a_member: Member, another_member: Member, name: str, role: str, field: str
):
    with pytest.raises(Invalid) as refused:
        proposes_role(a_member, name, role)

    assert refused.value.field == field


def test_two_proposals_about_one_person_are_refused(deciding: House, a_member: Member, another_member: Member):
    proposes_role(a_member, "juno", "moderator")

    with pytest.raises(Conflict):
        proposes_role(another_member, "juno", "steward")


def test_a_member_is_not_proposed_to_be_a_member(deciding: House, a_member: Member, another_member: Member):
    with pytest.raises(Refused):
        proposes_role(a_member, "juno", "member")


def takes_it_on(member: Member, proposal_id: int) -> None:
    member.house.database.write_now(proposing.answer_for_oneself, member.id, proposal_id, yes=True, now=now())


def term_of(member: Member) -> terms.TermFacts | None:
    everybody = member.house.database.read_now(terms.everybodys)
    return next((one for one in everybody if one.account_id == member.id and one.ends_at), None)
