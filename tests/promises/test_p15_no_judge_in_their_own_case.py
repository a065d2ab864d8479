"""P15: nobody judges in their own case, severe measures need two, and one moderator alone does little, for 72 hours."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from app.accounts.models import Account
from app.basics.errors import Forbidden
from app.posts import queries as posts
from app.storage.house import House
from moderation.cases import handling, reporting
from moderation.cases.reporting import Told
from moderation.jurors import answering, consenting, drawing
from moderation.jurors.models import Drawn
from moderation.measures import SEVERE, Deciders, Measure, needed
from tests.world.cast import NOON, Member, join
from tests.world.deciding import Decider, a_case, decision, time_passes
from tests.world.governing import BY_TWO, CLAUSES, a_policy

ALONE = timedelta(hours=72)


@pytest.fixture
def nao(house: House, a_steward: Member) -> Decider:
    """A moderator beside Vera, the steward."""
    a_policy(house, a_steward.id)
    return Decider(join(house, "nao", "moderator"))


@pytest.fixture
def alone(house: House, a_steward: Member) -> Decider:
    """Vera, who looks after a house in which nobody else does."""
    a_policy(house, a_steward.id)
    return Decider(a_steward, "steward")


def stands(house: House, account_id: int) -> set[str]:
    found = house.database.read_now(lambda session: session.get_one(Account, account_id))
    return {name for name in ("posting_paused", "limited", "suspended") if getattr(found, name)}


def reported_by(house: House, reporter: Member, account: Member) -> int:
    told = Told(BY_TWO, "they wrote to me again and again", "remove")
    return house.database.write_now(
        reporting.report_account, reporter.viewer, account.id, told, key=house.key, now=NOON
    )


def test_who_reported_decides_nothing_and_agrees_with_nothing(
    house: House, nao: Decider, a_steward: Member, a_member: Member
):
    case_id = reported_by(house, nao.member, a_member)

    with pytest.raises(Forbidden):
        nao.decides(case_id, Measure.WORD, BY_TWO)
    with pytest.raises(Forbidden):
        nao.looks_at(case_id, Measure.WORD, BY_TWO)
    made = Decider(a_steward, "steward").decides(case_id, Measure.SUSPEND, BY_TWO)
    for act in (nao.agrees, nao.declines):
        with pytest.raises(Forbidden):
            act(made)

    assert stands(house, a_member.id) == set()


def test_who_is_reported_and_who_wrote_it_decide_nothing(house: House, nao: Decider):
    theirs = a_case(house, post_id=nao.member.posts("mine"))
    about_them = a_case(house, account_id=nao.member.id)

    for case_id in (theirs, about_them):
        with pytest.raises(Forbidden):
            nao.decides(case_id, Measure.NO_BREACH)


def test_who_keeps_out_of_it_decides_nothing(house: House, nao: Decider, a_member: Member):
    case_id = a_case(house, account_id=a_member.id)
    house.database.write_now(handling.recuse, nao.viewer, case_id, now=NOON)

    with pytest.raises(Forbidden):
        nao.decides(case_id, Measure.WORD)


def test_severe_measures_need_two_whatever_the_clause_says():
    assert all(needed(deciders, measure) >= 2 for measure in SEVERE for deciders in Deciders)
    assert {Measure.SUSPEND, Measure.END_ACCOUNT, Measure.ALLY_PART} == SEVERE


@pytest.mark.parametrize(("measure", "column"), [(Measure.PAUSE_POSTING, "posting_paused")])
def test_one_alone_pauses_at_once_for_72_hours(
    house: House, alone: Decider, a_member: Member, measure: Measure, column: str
):
    case_id = a_case(house, account_id=a_member.id)

    made = alone.decides(case_id, measure, BY_TWO)

    assert decision(house, made).alone_until == NOON + ALONE
    assert stands(house, a_member.id) == {column}
    time_passes(house, NOON + ALONE - timedelta(seconds=1))
    assert stands(house, a_member.id) == {column}
    time_passes(house, NOON + ALONE)
    assert stands(house, a_member.id) == set()
    assert decision(house, made).outcome == "ran_out"


def test_nobody_acts_alone_a_second_time_in_the_same_case(house: House, alone: Decider, a_member: Member):
    case_id = a_case(house, account_id=a_member.id)
    alone.decides(case_id, Measure.PAUSE_POSTING, BY_TWO)
    time_passes(house, NOON + ALONE)

    again = alone.decides(case_id, Measure.PAUSE_POSTING, BY_TWO, at=NOON + ALONE)

    assert (decision(house, again).alone_until, decision(house, again).in_force_at) == (None, None)
    assert stands(house, a_member.id) == set()


def test_nor_to_the_same_account_because_it_was_reported_again(
    house: House, alone: Decider, a_member: Member, another_member: Member
):
    post_id = a_member.posts("and this as well")
    does_alone_and_lets_go(alone, a_case(house, account_id=a_member.id), Measure.PAUSE_POSTING)
    of_account, of_post = a_case(house, account_id=a_member.id), a_case(house, post_id=post_id)

    again = [
        alone.decides(one, Measure.PAUSE_POSTING, BY_TWO, at=NOON + timedelta(days=89)) for one in (of_account, of_post)
    ]

    assert [decision(house, one).in_force_at for one in again] == [None, None]
    assert stands(house, a_member.id) == set()
    alone.decides(a_case(house, account_id=another_member.id), Measure.PAUSE_POSTING, BY_TWO)
    assert stands(house, another_member.id) == {"posting_paused"}


def test_what_one_did_alone_and_let_go_at_once_leaves_the_other_hours(
    house: House, alone: Decider, a_member: Member, another_member: Member
):
    post_id, an_hour = a_member.posts("where somebody lives"), timedelta(hours=1)
    first = a_case(house, post_id=post_id)
    alone.eases(alone.decides(first, Measure.REMOVE, BY_TWO), at=NOON + an_hour)
    alone.decides(first, Measure.NO_BREACH, BY_TWO, at=NOON + an_hour)

    later = NOON + timedelta(days=30)
    again = alone.decides(a_case(house, post_id=post_id), Measure.REMOVE, BY_TWO, at=later)

    assert decision(house, again).alone_until == later + ALONE - an_hour
    assert not is_read(house, post_id, another_member)


def test_but_long_after_it_may_be_needed_again(house: House, alone: Decider, a_member: Member):
    does_alone_and_lets_go(alone, a_case(house, account_id=a_member.id), Measure.PAUSE_POSTING)

    later = NOON + timedelta(days=91)
    alone.decides(a_case(house, account_id=a_member.id), Measure.PAUSE_POSTING, BY_TWO, at=later)

    assert stands(house, a_member.id) == {"posting_paused"}


def test_nor_to_the_same_post_but_to_another_one(
    house: House, alone: Decider, a_member: Member, another_member: Member
):
    post_id, other = a_member.posts("come back to me"), a_member.posts("something else")
    does_alone_and_lets_go(alone, a_case(house, post_id=post_id), Measure.REMOVE)

    for which in (post_id, other):
        alone.decides(a_case(house, post_id=which), Measure.REMOVE, BY_TWO, at=NOON + ALONE)

    assert is_read(house, post_id, another_member)
    assert not is_read(house, other, another_member)


def does_alone_and_lets_go(alone: Decider, case_id: int, measure: Measure) -> None:
    """For 72 hours; then the case is closed, so that the same can be reported in a new one."""
    house = alone.member.house
    alone.decides(case_id, measure, BY_TWO)
    time_passes(house, NOON + ALONE)
    alone.decides(case_id, Measure.NO_BREACH, BY_TWO, at=NOON + ALONE)


def test_nor_after_a_second_person_said_no(house: House, alone: Decider, a_member: Member, another_member: Member):
    post_id = a_member.posts("they said that it is all right")
    case_id = a_case(house, post_id=post_id)
    first = alone.decides(case_id, Measure.REMOVE, BY_TWO)
    is_drawn(house, first, another_member)
    Decider(another_member, "member").declines(first)

    again = alone.decides(case_id, Measure.REMOVE, BY_TWO)

    assert decision(house, again).in_force_at is None
    assert is_read(house, post_id, another_member)


def test_nor_then_in_another_case_however_short_it_was(
    house: House, alone: Decider, a_member: Member, another_member: Member
):
    post_id = a_member.posts("they said that it is all right")
    case_id = a_case(house, post_id=post_id)
    first = alone.decides(case_id, Measure.REMOVE, BY_TWO)
    is_drawn(house, first, another_member)
    Decider(another_member, "member").declines(first)
    alone.decides(case_id, Measure.NO_BREACH, BY_TWO)

    again = alone.decides(a_case(house, post_id=post_id), Measure.REMOVE, BY_TWO)

    assert decision(house, again).in_force_at is None
    assert is_read(house, post_id, another_member)


@pytest.mark.parametrize("role", ["moderator", "steward"])
@pytest.mark.parametrize("measure", [Measure.LIMIT, Measure.PAUSE_POSTING])
@pytest.mark.parametrize("has_others", [False, True])
def test_nobody_unseats_whoever_looks_after_the_house_alone(
    house: House, a_steward: Member, role: str, measure: Measure, has_others: bool
):
    by_one = tuple(replace(clause, deciders=Deciders.ONE) for clause in CLAUSES)
    a_policy(house, a_steward.id, clauses=by_one)
    whom = join(house, "petra", role)
    if has_others:
        join(house, "ines", "moderator")

    decider = Decider(a_steward, "steward")
    made = decider.decides(a_case(house, account_id=whom.id), measure, BY_TWO)

    row = decision(house, made)
    assert (row.needed, row.in_force_at, row.alone_until) == (2, None, None)
    assert stands(house, whom.id) == set()


def test_a_member_is_still_limited_by_one_where_the_clause_says_so(house: House, a_steward: Member, a_member: Member):
    a_policy(house, a_steward.id, clauses=tuple(replace(clause, deciders=Deciders.ONE) for clause in CLAUSES))

    Decider(a_steward, "steward").decides(a_case(house, account_id=a_member.id), Measure.LIMIT, BY_TWO)

    assert stands(house, a_member.id) == {"limited"}


def test_one_alone_suspends_and_limits_nobody(house: House, alone: Decider, a_member: Member, another_member: Member):
    for whom, measure in ((a_member, Measure.SUSPEND), (another_member, Measure.LIMIT)):
        made = alone.decides(a_case(house, account_id=whom.id), measure, BY_TWO)
        assert decision(house, made).in_force_at is None

    assert stands(house, a_member.id) == stands(house, another_member.id) == set()


def test_it_lasts_when_a_member_who_was_drawn_agrees(
    house: House, alone: Decider, a_member: Member, another_member: Member
):
    made = alone.decides(a_case(house, account_id=a_member.id), Measure.PAUSE_POSTING, BY_TWO)
    juno = Decider(another_member, "member")
    with pytest.raises(Forbidden):
        juno.agrees(made)
    is_drawn(house, made, another_member)

    juno.agrees(made)

    assert decision(house, made).alone_until is None
    time_passes(house, NOON + ALONE)
    assert stands(house, a_member.id) == {"posting_paused"}
    time_passes(house, NOON + timedelta(days=7))
    assert stands(house, a_member.id) == set()


def test_it_ends_at_once_when_the_member_who_was_drawn_does_not_agree(
    house: House, alone: Decider, a_member: Member, another_member: Member
):
    made = alone.decides(a_case(house, account_id=a_member.id), Measure.PAUSE_POSTING, BY_TWO)
    is_drawn(house, made, another_member)

    Decider(another_member, "member").declines(made)

    assert stands(house, a_member.id) == set()
    assert decision(house, made).outcome == "declined"


def test_where_somebody_else_could_agree_nobody_decides_alone(house: House, nao: Decider, a_member: Member):
    made = nao.decides(a_case(house, account_id=a_member.id), Measure.PAUSE_POSTING, BY_TWO)

    assert (decision(house, made).alone_until, decision(house, made).in_force_at) == (None, None)
    assert stands(house, a_member.id) == set()


@pytest.mark.parametrize("part", ["reported it", "keeps out of it", "none"])
def test_whether_it_waits_tells_nothing_of_the_part_that_the_other_one_has(
    house: House, nao: Decider, a_steward: Member, a_member: Member, another_member: Member, part: str
):
    case_id = reported_by(house, a_steward if part == "reported it" else another_member, a_member)
    if part == "keeps out of it":
        house.database.write_now(handling.recuse, Decider(a_steward, "steward").viewer, case_id, now=NOON)

    made = nao.decides(case_id, Measure.PAUSE_POSTING, BY_TWO)

    assert (decision(house, made).alone_until, decision(house, made).in_force_at) == (None, None)
    assert stands(house, a_member.id) == set()


def test_where_the_only_other_one_reported_it_a_member_who_was_drawn_agrees(
    house: House, nao: Decider, a_steward: Member, a_member: Member, another_member: Member
):
    juno = Decider(another_member, "member")
    house.database.write_now(consenting.consent, another_member.id, now=NOON)
    made = nao.decides(reported_by(house, a_steward, a_member), Measure.PAUSE_POSTING, BY_TWO)

    house.database.write_now(drawing.draw_where_needed, NOON, key=house.key)
    house.database.write_now(answering.answer, another_member.id, made, yes=True, now=NOON)
    juno.agrees(made)

    assert stands(house, a_member.id) == {"posting_paused"}


def test_where_the_only_other_one_is_whom_it_is_about_there_is_nobody_else(
    house: House, nao: Decider, a_steward: Member
):
    made = nao.decides(a_case(house, post_id=a_steward.posts()), Measure.REMOVE, BY_TWO)

    assert decision(house, made).alone_until == NOON + ALONE


def test_one_alone_removes_and_it_is_back_after_72_hours(
    house: House, alone: Decider, a_member: Member, another_member: Member
):
    post_id = a_member.posts("come back to me")
    made = alone.decides(a_case(house, post_id=post_id), Measure.REMOVE, BY_TWO)

    removed = is_read(house, post_id, another_member)
    time_passes(house, NOON + ALONE)

    assert not removed
    assert decision(house, made).outcome == "ran_out"
    assert is_read(house, post_id, another_member)


def is_read(house: House, post_id: int, by: Member) -> bool:
    return post_id in house.database.read_now(posts.several, by.viewer, [post_id])


def is_drawn(house: House, decision_id: int, whom: Member) -> None:
    """They were drawn as the second person, and took it."""
    drawn = {
        "decision_id": decision_id, "account_id": whom.id, "part": "agree", "asked_at": NOON,
        "answer_by": NOON + timedelta(days=2), "answer": "yes",
    }  # fmt: skip
    house.database.write_now(lambda session: session.execute(insert(Drawn).values(**drawn)))
