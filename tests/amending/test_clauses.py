"""Amendments to the policy: one clause changed, added or taken out, from proposal to force."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.basics.clock import now
from app.basics.errors import Conflict, Invalid, NotFound, Refused
from app.storage.house import House
from moderation.amending import proposing
from moderation.amending.changes import standing_clauses
from moderation.measures import Measure
from moderation.policy import clauses, publishing
from moderation.policy.queries import in_force_number, newest
from moderation.policy.rules import NewClause
from tests.world.amending import a_charter, clause_of, days_pass, proposes_clause
from tests.world.cast import Member
from tests.world.governing import BY_ONE, BY_TWO, INTRODUCTION, a_policy
from tests.world.proposing import objects, read

NEW = NewClause(0, "2.1", "Knock first", "Ask before you write to somebody new.", "It is polite.", (Measure.WORD,))


@pytest.fixture
def deciding(house: House, a_steward: Member) -> House:
    """Lantern House, with a policy and a charter: consent."""
    a_policy(house, a_steward.id)
    a_charter(a_steward)
    return house


def test_an_adopted_change_is_a_new_version_with_everything_else_as_it_was(deciding: House, a_member: Member):
    before = deciding.database.read_now(clauses.of_version, 1)
    softer = replace(clause_of(deciding, BY_ONE), asks="Speak gently.")
    proposes_clause(a_member, BY_ONE, softer)
    assert deciding.database.read_now(in_force_number, now=now()) == 1

    moment = days_pass(deciding)

    after = deciding.database.read_now(clauses.in_force, now=moment)
    assert [one.version for one in after] == [2] * len(before)
    assert after[0].asks == "Speak gently."
    assert [replace(one, version=1) for one in after[1:]] == list(before[1:])
    assert deciding.database.read_now(newest).source == INTRODUCTION  # type: ignore[union-attr]


def test_a_new_clause_comes_in_its_place_with_a_key_of_its_own(deciding: House, a_member: Member):
    proposes_clause(a_member, 0, NEW)

    moment = days_pass(deciding)

    labels = [(one.label, one.key) for one in deciding.database.read_now(clauses.in_force, now=moment)]
    assert [label for label, _ in labels] == ["1", "2", "2.1", "3", "4.1", "5"]
    assert len({key for _, key in labels}) == 6


def test_a_clause_that_was_taken_out_is_in_the_earlier_version_still(deciding: House, a_member: Member):
    proposes_clause(a_member, BY_TWO, None)

    moment = days_pass(deciding)

    assert BY_TWO not in {one.key for one in deciding.database.read_now(clauses.in_force, now=moment)}
    assert deciding.database.read_now(clauses.clause, 1, BY_TWO).label == "2"


def test_it_takes_force_on_its_day_and_not_before(deciding: House, a_member: Member):
    proposal_id = proposes_clause(a_member, BY_TWO, None, force_days=20)

    moment = days_pass(deciding, 8)
    assert read(a_member, proposal_id).state == "adopted"
    assert deciding.database.read_now(in_force_number, now=moment) == 1

    moment = days_pass(deciding, 29)
    assert deciding.database.read_now(in_force_number, now=moment) == 2


def test_two_open_amendments_to_one_clause_are_refused(deciding: House, a_member: Member, another_member: Member):
    proposes_clause(a_member, BY_ONE, None)

    with pytest.raises(Conflict) as refused:
        proposes_clause(another_member, BY_ONE, replace(clause_of(deciding, BY_ONE), asks="Speak."))

    assert "under way already" in refused.value.safe


def test_two_amendments_to_two_clauses_both_take_force(deciding: House, a_member: Member, another_member: Member):
    proposes_clause(a_member, BY_ONE, replace(clause_of(deciding, BY_ONE), asks="Speak gently."))
    proposes_clause(another_member, BY_TWO, replace(clause_of(deciding, BY_TWO), why="Fear is no home."))

    moment = days_pass(deciding)

    first, second, *_ = deciding.database.read_now(clauses.in_force, now=moment)
    assert (first.asks, second.why, second.version) == ("Speak gently.", "Fear is no home.", 3)


def test_two_new_clauses_cannot_have_one_number(deciding: House, a_member: Member, another_member: Member):
    proposes_clause(a_member, 0, NEW)

    for label in ("2.1", "2"):
        with pytest.raises(Invalid) as refused:
            proposes_clause(another_member, 0, replace(NEW, label=label, title="Something else"))
        assert refused.value.field == "label"


@pytest.mark.parametrize(
    ("field", "value"), [("asks", " "), ("title", ""), ("why", ""), ("label", "4.x"), ("measures", ())]
)
def test_a_clause_that_cannot_be_is_refused_beside_its_field(
    deciding: House, a_member: Member, field: str, value: object
):
    with pytest.raises(Invalid) as refused:
        proposes_clause(a_member, 0, replace(NEW, **{field: value}))

    assert refused.value.field == field


def test_a_change_of_nothing_and_one_of_a_clause_that_is_none_are_refused(deciding: House, a_member: Member):
    with pytest.raises(Refused):
        proposes_clause(a_member, BY_ONE, clause_of(deciding, BY_ONE))
    with pytest.raises(NotFound):
        proposes_clause(a_member, 77, None)


def test_where_there_are_a_hundred_clauses_none_is_added(deciding: House, a_steward: Member, a_member: Member):
    many = tuple(replace(NEW, key=number, label=str(number)) for number in range(1, 101))
    a_policy(deciding, a_steward.id, clauses=many)

    with pytest.raises(Invalid) as refused:
        proposes_clause(a_member, 0, NEW)

    assert (refused.value.field, refused.value.safe) == ("label", "A version has at most 100 clauses.")
    proposes_clause(a_member, 1, replace(many[0], asks="Speak gently."))


def test_the_last_clause_does_not_go_where_nothing_else_stands(deciding: House, a_steward: Member, a_member: Member):
    deciding.database.write_now(_only_one_clause, "")

    with pytest.raises(Invalid, match="Please write what the policy says"):
        proposes_clause(a_member, BY_ONE, None)

    deciding.database.write_now(_only_one_clause, INTRODUCTION)
    proposes_clause(a_member, BY_ONE, None)


def test_what_was_changed_meanwhile_is_not_overwritten(deciding: House, a_member: Member):
    proposal_id = proposes_clause(a_member, BY_ONE, replace(clause_of(deciding, BY_ONE), asks="Speak gently."))
    deciding.database.write_now(_somebody_publishes)

    moment = days_pass(deciding)

    assert read(a_member, proposal_id).outcome == "overtaken"
    assert deciding.database.read_now(clauses.in_force, now=moment)[0].asks == "Whisper."


def test_its_proposer_says_it_otherwise_after_an_objection(deciding: House, a_member: Member, another_member: Member):
    proposal_id = proposes_clause(a_member, 0, NEW)
    objects(another_member, proposal_id)
    better = replace(NEW, asks="Ask before you write at night.")

    deciding.database.write_now(
        proposing.say_clause_otherwise, a_member.id, proposal_id, better, "It is kinder.", 0, edition=1, now=now()
    )
    moment = days_pass(deciding)

    assert better.asks in {one.asks for one in deciding.database.read_now(clauses.in_force, now=moment)}


def test_what_is_objected_to_changes_nothing(deciding: House, a_member: Member, another_member: Member):
    objects(another_member, proposes_clause(a_member, BY_ONE, None))

    moment = days_pass(deciding)

    assert deciding.database.read_now(in_force_number, now=moment) == 1


def test_it_takes_force_also_when_its_proposer_has_left(deciding: House, a_member: Member):
    proposes_clause(a_member, BY_ONE, None)
    deciding.database.write_now(lambda session: session.delete(session.get_one(Account, a_member.id)))

    moment = days_pass(deciding)

    assert deciding.database.read_now(in_force_number, now=moment) == 2


def _somebody_publishes(session: Session) -> None:
    at = now()
    first, *rest = standing_clauses(session)
    publishing.adopt(session, [replace(first, asks="Whisper."), *rest], INTRODUCTION, in_force_at=at, now=at)


def _only_one_clause(session: Session, introduction: str) -> None:
    at = now()
    publishing.adopt(session, standing_clauses(session)[:1], introduction, in_force_at=at, now=at)
