"""Deciding: what may be decided by whom, and what comes of it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.allies.models import Ally
from app.basics.errors import Conflict, Forbidden, Invalid, Refused
from app.jobs.models import Announcement
from app.posts.actions import deleting
from app.storage.house import House
from moderation.cases.models import Case
from moderation.decided import queries, rules
from moderation.decided.models import DecisionRow
from moderation.measures import Measure
from tests.world.cast import NOON, Member, join
from tests.world.deciding import REASON, Decider, a_case, decision, time_passes
from tests.world.governing import BY_ONE, BY_PANEL, BY_TWO, CLAUSES, FOR_ALLIES, a_policy
from tests.world.governing_cases import an_ally

LATER = NOON + timedelta(hours=1)


def state(house: House, case_id: int) -> tuple[str, bool]:
    """How the case stands, and whether it is closed."""
    found = house.database.read_now(lambda session: session.get_one(Case, case_id))
    return found.state, found.closed_at is not None


def standing(house: House, account_id: int) -> set[str]:
    found = house.database.read_now(lambda session: session.get_one(Account, account_id))
    return {name for name in ("posting_paused", "limited", "suspended") if getattr(found, name)}


def count(house: House) -> int:
    return house.database.read_now(lambda session: len(session.scalars(select(DecisionRow)).all()))


def facts(house: House) -> list[str]:
    """What was announced, of deciding."""

    def read(session: Session) -> list[str]:
        names = ("Decided", "Overturned", "Ended")
        return list(session.scalars(select(Announcement.event).where(Announcement.event.in_(names))))

    return house.database.read_now(read)


def test_one_person_decides_and_the_case_is_closed(house: House, moderator: Decider, a_member: Member):
    case_id = a_case(house, account_id=a_member.id)

    made = moderator.decides(case_id, Measure.WORD)

    row = decision(house, made)
    assert (row.in_force_at, row.decided_by, row.policy_version, row.clause_key) == (
        NOON, moderator.member.id, 1, BY_ONE,
    )  # fmt: skip
    assert state(house, case_id) == ("decided", True)
    assert facts(house) == ["Decided"]


def test_why_it_was_decided_is_sealed(house: House, moderator: Decider, a_member: Member):
    made = moderator.decides(a_case(house, account_id=a_member.id), Measure.WORD)

    assert REASON.encode() not in decision(house, made).reason_sealed


def test_what_needs_two_waits_for_another_and_takes_force_with_their_yes(
    house: House, moderator: Decider, second: Decider, a_member: Member
):
    case_id = a_case(house, account_id=a_member.id)

    made = moderator.decides(case_id, Measure.SUSPEND, BY_TWO)
    before = decision(house, made).in_force_at, standing(house, a_member.id), state(house, case_id), facts(house)
    second.agrees(made, at=LATER)

    assert before == (None, set(), ("proposed", False), [])
    assert decision(house, made).in_force_at == LATER
    assert standing(house, a_member.id) == {"suspended"}
    assert state(house, case_id) == ("decided", True)
    assert facts(house) == ["Decided"]


def test_the_time_to_appeal_begins_when_it_takes_force(
    house: House, moderator: Decider, second: Decider, a_member: Member
):
    made = moderator.decides(a_case(house, account_id=a_member.id), Measure.SUSPEND, BY_TWO)

    second.agrees(made, at=NOON + timedelta(days=5))

    row = decision(house, made)
    assert row.appeal_until == NOON + timedelta(days=35)
    assert row.evidence_until == NOON + timedelta(days=65)


def test_a_panel_is_three(house: House, moderator: Decider, second: Decider, a_member: Member):
    made = moderator.decides(a_case(house, account_id=a_member.id), Measure.SUSPEND, BY_PANEL)

    second.agrees(made)
    assert standing(house, a_member.id) == set()

    Decider(join(house, "olu", "steward"), "steward").agrees(made)
    assert standing(house, a_member.id) == {"suspended"}


def test_a_no_ends_it_and_the_case_is_open_again(house: House, moderator: Decider, second: Decider, a_member: Member):
    case_id = a_case(house, account_id=a_member.id)
    made = moderator.decides(case_id, Measure.SUSPEND, BY_TWO)

    second.declines(made, at=LATER)

    row = decision(house, made)
    assert (row.in_force_at, row.over_at, row.outcome) == (None, LATER, "declined")
    assert state(house, case_id) == ("open", False)
    moderator.decides(case_id, Measure.WORD)


def test_whoever_decided_takes_it_back_while_it_waits(house: House, moderator: Decider, a_member: Member):
    join(house, "ines", "moderator")
    case_id = a_case(house, account_id=a_member.id)
    made = moderator.decides(case_id, Measure.SUSPEND, BY_TWO)

    moderator.declines(made)

    assert decision(house, made).outcome == "declined"
    assert state(house, case_id) == ("open", False)
    with pytest.raises(Conflict):
        moderator.declines(made)


def test_nobody_is_the_second_person_to_themselves_or_says_it_twice(
    house: House, moderator: Decider, second: Decider, a_member: Member
):
    made = moderator.decides(a_case(house, account_id=a_member.id), Measure.SUSPEND, BY_PANEL)

    with pytest.raises(Forbidden):
        moderator.agrees(made)
    second.agrees(made)
    with pytest.raises(Conflict):
        second.agrees(made)

    assert standing(house, a_member.id) == set()


def test_members_decide_nothing_agree_with_nothing_and_lift_nothing(
    house: House, moderator: Decider, second: Decider, a_member: Member, another_member: Member
):
    case_id, juno = a_case(house, account_id=a_member.id), Decider(another_member, "member")

    with pytest.raises(Forbidden):
        juno.decides(case_id, Measure.WORD)
    made = moderator.decides(case_id, Measure.SUSPEND, BY_TWO)
    for act in (juno.agrees, juno.declines, juno.eases, juno.lets_stand):
        with pytest.raises(Forbidden):
            act(made)
    second.agrees(made)

    assert standing(house, a_member.id) == {"suspended"}


def test_a_moderator_does_not_decide_about_themselves_nor_lift_it(house: House, moderator: Decider, second: Decider):
    case_id = a_case(house, account_id=moderator.member.id)

    with pytest.raises(Forbidden):
        moderator.decides(case_id, Measure.NO_BREACH)
    made = second.decides(case_id, Measure.PAUSE_POSTING, BY_TWO)
    for act in (moderator.agrees, moderator.declines, moderator.eases):
        with pytest.raises(Forbidden):
            act(made)


def test_also_when_the_case_is_kept_no_longer_nobody_lifts_what_is_about_themselves(
    house: House, moderator: Decider, second: Decider
):
    case_id = a_case(house, post_id=moderator.member.posts("mine"))
    made = second.decides(case_id, Measure.REMOVE)
    house.database.write_now(lambda session: session.delete(session.get_one(Case, case_id)))

    with pytest.raises(Forbidden):
        moderator.eases(made)

    second.eases(made)
    assert decision(house, made).outcome == "eased"


def test_of_two_who_decide_at_once_the_second_is_told(
    house: House, moderator: Decider, second: Decider, a_member: Member
):
    case_id = a_case(house, account_id=a_member.id)
    moderator.decides(case_id, Measure.WORD)

    with pytest.raises(Conflict, match="what you wrote is still here"):
        second.decides(case_id, Measure.NO_BREACH)

    assert count(house) == 1


def test_while_one_waits_nobody_proposes_another(house: House, moderator: Decider, second: Decider, a_member: Member):
    case_id = a_case(house, account_id=a_member.id)
    moderator.decides(case_id, Measure.SUSPEND, BY_TWO)

    with pytest.raises(Conflict, match="waits for a second person"):
        second.decides(case_id, Measure.WORD)


@pytest.mark.parametrize(
    ("measure", "clause", "reason", "more", "field"),
    [
        (Measure.WORD, 99, REASON, {}, "clause"),
        (Measure.SUSPEND, BY_ONE, REASON, {}, "measure"),
        (Measure.REMOVE, BY_ONE, REASON, {}, "measure"),
        (Measure.WORD, BY_ONE, " short ", {}, "reason"),
        (Measure.WORD, BY_ONE, "x" * 5_001, {}, "reason"),
        (Measure.PAUSE_POSTING, BY_TWO, REASON, {"ends_at": NOON}, "ends_at"),
        (Measure.PAUSE_POSTING, BY_TWO, REASON, {"ends_at": NOON + timedelta(days=91)}, "ends_at"),
        (Measure.LIMIT, BY_TWO, REASON, {"ends_at": NOON + timedelta(days=366)}, "ends_at"),
    ],
)
def test_what_cannot_be_decided_is_refused_beside_its_field(
    house: House, moderator: Decider, a_member: Member, measure: Measure, clause: int, reason: str,
    more: dict[str, object], field: str,
):  # fmt: skip
    case_id = a_case(house, account_id=a_member.id)

    with pytest.raises(Invalid) as refusal:
        moderator.decides(case_id, measure, clause, reason, **more)

    assert refusal.value.field == field
    assert count(house) == 0
    assert state(house, case_id) == ("open", False)


def test_under_a_clause_that_is_no_more_nothing_is_decided(
    house: House, moderator: Decider, a_steward: Member, a_member: Member
):
    a_policy(house, a_steward.id, clauses=CLAUSES[1:], at=NOON - timedelta(days=1))

    with pytest.raises(Invalid) as refusal:
        moderator.decides(a_case(house, account_id=a_member.id), Measure.WORD, BY_ONE)

    assert refusal.value.field == "clause"


def test_nobody_agrees_once_the_policy_has_changed(
    house: House, moderator: Decider, second: Decider, a_steward: Member, a_member: Member
):
    made = moderator.decides(a_case(house, account_id=a_member.id), Measure.SUSPEND, BY_TWO)
    a_policy(house, a_steward.id, clauses=CLAUSES[:3], at=LATER)

    with pytest.raises(Conflict, match="policy has changed"):
        second.agrees(made, at=LATER + timedelta(minutes=1))

    second.declines(made, at=LATER + timedelta(minutes=1))


def test_nothing_is_done_to_a_post_that_was_deleted_meanwhile_but_its_author_can_be_spoken_to(
    house: House, moderator: Decider, a_member: Member
):
    post_id = a_member.posts("gone soon")
    case_id = a_case(house, post_id=post_id)
    house.database.write_now(deleting.delete_post, a_member.id, post_id, key=house.key, now=NOON)

    with pytest.raises(Refused, match="deleted meanwhile"):
        moderator.decides(case_id, Measure.REMOVE)

    made = moderator.decides(case_id, Measure.WORD)
    assert decision(house, made).account_id == a_member.id


def test_what_is_gone_meanwhile_is_not_decided_about_but_the_case_can_be_closed(
    house: House, moderator: Decider, a_member: Member
):
    ally_id = an_ally(house)
    about_account, about_ally = a_case(house, account_id=a_member.id), a_case(house, ally_id=ally_id)

    def goes(session: Session) -> None:
        session.execute(delete(Account).where(Account.id == a_member.id))
        session.execute(delete(Ally).where(Ally.id == ally_id))

    house.database.write_now(goes)

    with pytest.raises(Refused, match="account is gone"):
        moderator.decides(about_account, Measure.PAUSE_POSTING, BY_TWO)
    with pytest.raises(Refused, match="no ally any more"):
        moderator.decides(about_ally, Measure.ALLY_LIMIT, FOR_ALLIES)
    moderator.decides(about_account, Measure.NO_BREACH)
    moderator.decides(about_ally, Measure.NO_BREACH)


def test_what_ends_by_itself_ends_and_what_waits_for_nobody_is_over(
    house: House, moderator: Decider, second: Decider, a_member: Member, another_member: Member
):
    paused = moderator.decides(a_case(house, account_id=a_member.id), Measure.PAUSE_POSTING, BY_TWO)
    second.agrees(paused)
    waiting_case = a_case(house, account_id=another_member.id)
    waiting = moderator.decides(waiting_case, Measure.SUSPEND, BY_TWO)

    time_passes(house, NOON + rules.PAUSES_LAST - timedelta(seconds=1))
    assert standing(house, a_member.id) == {"posting_paused"}

    time_passes(house, NOON + rules.PAUSES_LAST)
    assert standing(house, a_member.id) == set()
    assert decision(house, paused).outcome == "ran_out"
    assert decision(house, waiting).over_at is None

    time_passes(house, NOON + rules.WAITS_FOR)
    assert decision(house, waiting).outcome == "ran_out"
    assert state(house, waiting_case) == ("open", False)


def test_a_moderator_lifts_it_without_any_clause(house: House, moderator: Decider, second: Decider, a_member: Member):
    made = moderator.decides(a_case(house, account_id=a_member.id), Measure.LIMIT, BY_TWO)
    second.agrees(made)

    second.eases(made, at=LATER)

    assert standing(house, a_member.id) == set()
    assert (decision(house, made).over_at, decision(house, made).outcome) == (LATER, "eased")
    with pytest.raises(Conflict):
        second.eases(made, at=LATER)


def test_what_has_no_end_is_looked_at_again(house: House, moderator: Decider, second: Decider, a_member: Member):
    made = moderator.decides(a_case(house, account_id=a_member.id), Measure.LIMIT, BY_TWO)
    second.agrees(made)

    due = decision(house, made).review_at
    assert due == NOON + rules.REVIEWED_EVERY
    with pytest.raises(Conflict):
        second.lets_stand(made)
    assert to_look_at(house, due - timedelta(seconds=1)) == []
    assert to_look_at(house, due) == [made]
    second.lets_stand(made, at=due)

    assert decision(house, made).review_at == due + rules.REVIEWED_EVERY
    assert to_look_at(house, due) == []


def to_look_at(house: House, at: datetime) -> list[int]:
    return [one.id for one in house.database.read_now(queries.to_look_at_again, at)]
