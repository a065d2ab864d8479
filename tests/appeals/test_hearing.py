"""Who hears an appeal, and what comes of it: other people, one to lift, two to uphold what weighs heavily."""
# ruff: noqa: F811 — fixtures are imported by their names

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.basics.errors import Conflict, Forbidden, Invalid, NotFound
from app.posts.models import Post
from moderation import decisions
from moderation.appeals import appealing, hearing, queries, rules
from moderation.appeals.ending import end_in_silence
from moderation.appeals.lines import lines_of
from moderation.cases import handling
from moderation.cases.models import Report
from moderation.decisions import Draft
from moderation.measures import Measure
from tests.appeals.deciding import STAYS, WHY, WRONG, Governed, governed, viewer  # noqa: F401 — a fixture
from tests.world.at_once import at_once
from tests.world.cast import Member, join
from tests.world.governing import BY_ONE, BY_TWO
from tests.world.governing_cases import reports


def tries_to_take(governed: Governed, who: Member, appeal_id: int) -> None:
    governed.does(hearing.take, viewer(who), appeal_id)


def removed(governed: Governed, post_id: int) -> bool:
    return governed.house.database.read_now(lambda s: s.get_one(Post, post_id).removed)


def to_hear(governed: Governed, who: Member) -> list[int]:
    return [one.id for one in governed.reads(queries.to_hear, viewer(who))]


def test_a_moderator_with_no_part_in_it_takes_it_and_nobody_else_afterwards(governed: Governed):
    appeal_id = governed.appeals(governed.removed()[1])

    governed.takes(governed.sasha, appeal_id)

    assert governed.appeal(appeal_id).heard_by == governed.sasha.id
    assert governed.own(appeal_id).is_heard
    with pytest.raises(Conflict, match="Somebody else hears"):
        tries_to_take(governed, governed.steward, appeal_id)
    governed.takes(governed.sasha, appeal_id)
    assert governed.appeal(appeal_id).heard_by == governed.sasha.id, "twice changes nothing"


def test_of_two_who_take_it_at_once_one_hears_it(governed: Governed):
    appeal_id = governed.appeals(governed.removed()[1])

    def by(who: Member):
        seen = viewer(who)
        return lambda session: hearing.take(session, seen, appeal_id, key=governed.house.key, now=now())

    with pytest.raises(Conflict):
        at_once(governed.house, by(governed.sasha), by(governed.steward))

    assert governed.appeal(appeal_id).heard_by == governed.sasha.id


def test_whoever_decided_or_agreed_does_not_hear_it_nor_see_it_waiting(governed: Governed):
    appeal_id = governed.appeals(governed.suspended())

    for decider in (governed.robin, governed.steward):
        with pytest.raises(Forbidden, match="had a part"):
            tries_to_take(governed, decider, appeal_id)
        assert to_hear(governed, decider) == []
    assert to_hear(governed, governed.sasha) == [appeal_id]


def test_nor_whoever_decided_something_else_in_the_same_case_before(governed: Governed):
    tove = join(governed.house, "tove", "moderator")
    post_id = governed.marisol.posts("Ask @juno about it", "community")
    case_id = reports(governed.juno, post_id)
    governed.does(decisions.decide, viewer(governed.sasha), Draft(case_id, Measure.HOLD, BY_ONE, WHY))
    proposed = governed.does(decisions.decide, viewer(governed.robin), Draft(case_id, Measure.REMOVE, BY_TWO, WHY))
    governed.does(decisions.decline, viewer(tove), proposed)

    decision_id = governed.does(decisions.decide, viewer(governed.robin), Draft(case_id, Measure.REMOVE, BY_ONE, WHY))
    appeal_id = governed.appeals(decision_id)

    for whoever in (governed.robin, governed.sasha, tove):
        with pytest.raises(Forbidden, match="had a part"):
            tries_to_take(governed, whoever, appeal_id)
        assert to_hear(governed, whoever) == []
    assert to_hear(governed, governed.steward) == [appeal_id]


def test_nor_whoever_reported_it_or_keeps_out_of_it_or_knows_somebody_in_it(governed: Governed):
    tove, oda = join(governed.house, "tove", "moderator"), join(governed.house, "oda", "moderator")
    oda.follows(governed.marisol)
    post_id = governed.marisol.posts("Ask @juno about it", "community")
    governed.juno = tove
    decision_id = governed.is_decided(Measure.REMOVE, post_id=post_id)
    case_id = governed.row(decision_id).case_id
    governed.house.database.write_now(handling.recuse, viewer(governed.sasha), case_id, now=now())
    appeal_id = governed.appeals(decision_id)

    for who in (tove, oda, governed.sasha):
        with pytest.raises(Forbidden):
            tries_to_take(governed, who, appeal_id)
        assert to_hear(governed, who) == []
    assert governed.appeal(appeal_id).heard_by is None


def test_nor_a_moderator_about_whom_it_is(governed: Governed):
    governed.marisol = governed.sasha
    appeal_id = governed.appeals(governed.removed()[1])

    with pytest.raises(Forbidden):
        tries_to_take(governed, governed.sasha, appeal_id)


def test_members_hear_nothing_that_they_were_not_drawn_for(governed: Governed):
    appeal_id = governed.appeals(governed.removed()[1])

    for act in (
        lambda: tries_to_take(governed, governed.juno, appeal_id),
        lambda: governed.reads(queries.hearing, viewer(governed.juno), appeal_id),
        lambda: governed.answers(governed.juno, appeal_id, overturns=True),
        lambda: governed.does(hearing.ask, viewer(governed.juno), appeal_id, "Is it so?"),
    ):
        with pytest.raises(NotFound):
            act()
    assert to_hear(governed, governed.juno) == []


def test_both_sides_talk_and_only_whoever_took_it_speaks_for_the_house(governed: Governed):
    appeal_id = governed.appeals(governed.removed()[1])
    governed.takes(governed.sasha, appeal_id)

    governed.does(hearing.ask, viewer(governed.sasha), appeal_id, "When was that?")
    governed.does(appealing.say, governed.marisol.id, appeal_id, "On Monday.")
    with pytest.raises(Forbidden):
        governed.does(hearing.ask, viewer(governed.steward), appeal_id, "Why?")

    said = [(one.by_subject, one.words) for one in governed.reads(lines_of, appeal_id)]
    assert said[1:] == [(False, "When was that?"), (True, "On Monday.")]


def test_given_back_it_waits_for_somebody_else(governed: Governed):
    appeal_id = governed.appeals(governed.removed()[1])
    governed.takes(governed.sasha, appeal_id)

    governed.does(hearing.give_back, viewer(governed.sasha), appeal_id)

    assert governed.appeal(appeal_id).heard_by is None
    governed.takes(governed.steward, appeal_id)


def test_overturned_everything_is_as_it_was_and_the_subject_reads_why(governed: Governed):
    post_id, decision_id = governed.removed()
    appeal_id = governed.appeals(decision_id)
    assert removed(governed, post_id)
    governed.takes(governed.sasha, appeal_id)

    assert governed.answers(governed.sasha, appeal_id, overturns=True)

    mine = governed.own(appeal_id)
    assert (mine.outcome, mine.reason) == ("overturned", WRONG)
    assert governed.row(decision_id).outcome == "overturned"
    assert not removed(governed, post_id)


def test_upheld_it_stays_and_the_subject_reads_why(governed: Governed):
    post_id, decision_id = governed.removed()
    appeal_id = governed.appeals(decision_id)
    governed.takes(governed.sasha, appeal_id)

    assert governed.answers(governed.sasha, appeal_id, overturns=False)

    mine = governed.own(appeal_id)
    assert (mine.outcome, mine.reason) == ("upheld", STAYS)
    assert governed.row(decision_id).over_at is None
    assert removed(governed, post_id)


def test_an_answer_says_why(governed: Governed):
    appeal_id = governed.appeals(governed.removed()[1])
    governed.takes(governed.sasha, appeal_id)

    for reason in ("no", "x" * 5_001):
        with pytest.raises(Invalid) as refused:
            governed.answers(governed.sasha, appeal_id, overturns=True, reason=reason)
        assert refused.value.field == "reason"

    assert governed.own(appeal_id).outcome == ""


def test_why_is_sealed(governed: Governed):
    appeal_id = governed.appeals(governed.removed()[1])
    governed.takes(governed.sasha, appeal_id)
    governed.answers(governed.sasha, appeal_id, overturns=True)

    assert WRONG.encode() not in (governed.appeal(appeal_id).reason_sealed or b"")


def test_nobody_answers_before_they_took_it(governed: Governed):
    appeal_id = governed.appeals(governed.removed()[1])
    governed.takes(governed.sasha, appeal_id)

    with pytest.raises(Forbidden):
        governed.answers(governed.steward, appeal_id, overturns=False)

    assert governed.own(appeal_id).outcome == ""


def test_that_a_severe_measure_stays_is_said_by_two(governed: Governed):
    tove = join(governed.house, "tove", "moderator")
    decision_id = governed.suspended()
    appeal_id = governed.appeals(decision_id)
    governed.takes(governed.sasha, appeal_id)

    assert not governed.answers(governed.sasha, appeal_id, overturns=False)
    mine = governed.own(appeal_id)
    assert (mine.outcome, mine.reason) == ("", ""), "until then the subject reads nothing of it"
    with pytest.raises(Conflict, match="another person"):
        governed.answers(governed.sasha, appeal_id, overturns=False)
    assert to_hear(governed, tove) == [appeal_id]

    assert governed.answers(tove, appeal_id, overturns=False)
    mine = governed.own(appeal_id)
    assert (mine.outcome, mine.reason) == ("upheld", STAYS)
    assert governed.account().suspended


def test_where_the_two_differ_it_is_lifted(governed: Governed):
    tove = join(governed.house, "tove", "moderator")
    decision_id = governed.suspended()
    appeal_id = governed.appeals(decision_id)
    governed.takes(governed.sasha, appeal_id)
    governed.answers(governed.sasha, appeal_id, overturns=False)

    assert governed.answers(tove, appeal_id, overturns=True)

    mine = governed.own(appeal_id)
    assert (mine.outcome, mine.reason) == ("overturned", WRONG)
    assert not governed.account().suspended
    assert governed.row(decision_id).outcome == "overturned"


def test_to_lift_a_severe_one_one_person_is_enough(governed: Governed):
    appeal_id = governed.appeals(governed.suspended())
    governed.takes(governed.sasha, appeal_id)

    assert governed.answers(governed.sasha, appeal_id, overturns=True)

    assert not governed.account().suspended


def test_whoever_said_it_stays_does_not_give_it_back(governed: Governed):
    appeal_id = governed.appeals(governed.suspended())
    governed.takes(governed.sasha, appeal_id)
    governed.answers(governed.sasha, appeal_id, overturns=False)

    with pytest.raises(Conflict):
        governed.does(hearing.give_back, viewer(governed.sasha), appeal_id)


def test_silence_past_the_deadline_lifts_the_measure(governed: Governed):
    post_id, decision_id = governed.removed()
    appeal_id = governed.appeals(decision_id)
    governed.takes(governed.sasha, appeal_id)
    sweep = lambda at: governed.house.database.write_now(end_in_silence, at, key=governed.house.key)  # noqa: E731

    sweep(now() + rules.ANSWER_WITHIN - timedelta(minutes=1))
    assert governed.own(appeal_id).outcome == ""

    sweep(now() + rules.ANSWER_WITHIN + timedelta(minutes=1))
    assert governed.own(appeal_id).outcome == "silence"
    assert governed.row(decision_id).outcome == "overturned"
    assert not removed(governed, post_id)


def test_past_the_deadline_nobody_says_any_more_that_it_stays_also_before_the_sweep(governed: Governed):
    post_id, decision_id = governed.removed()
    appeal_id = governed.appeals(decision_id)
    governed.takes(governed.sasha, appeal_id)

    with pytest.raises(Conflict, match="can only be lifted"):
        governed.answers(governed.sasha, appeal_id, overturns=False, at=governed.appeal(appeal_id).answer_by)

    assert governed.own(appeal_id).outcome == ""
    late = now() + rules.ANSWER_WITHIN + timedelta(minutes=1)
    assert governed.answers(governed.sasha, appeal_id, overturns=True, at=late)
    assert not removed(governed, post_id)


def test_half_an_answer_to_a_severe_one_is_silence_too(governed: Governed):
    decision_id = governed.suspended()
    appeal_id = governed.appeals(decision_id)
    governed.takes(governed.sasha, appeal_id)
    governed.answers(governed.sasha, appeal_id, overturns=False)

    late = now() + rules.ANSWER_WITHIN + timedelta(minutes=1)
    governed.house.database.write_now(end_in_silence, late, key=governed.house.key)

    assert governed.own(appeal_id).outcome == "silence"
    assert not governed.account().suspended


def test_what_has_ended_ends_once(governed: Governed):
    appeal_id = governed.appeals(governed.removed()[1])
    governed.takes(governed.sasha, appeal_id)
    governed.answers(governed.sasha, appeal_id, overturns=False)

    for act in (
        lambda: governed.answers(governed.sasha, appeal_id, overturns=True),
        lambda: governed.does(appealing.withdraw, governed.marisol.id, appeal_id),
        lambda: governed.does(hearing.ask, viewer(governed.sasha), appeal_id, "One more thing."),
        lambda: tries_to_take(governed, governed.steward, appeal_id),
    ):
        with pytest.raises(Conflict):
            act()
    late = now() + timedelta(days=60)
    governed.house.database.write_now(end_in_silence, late, key=governed.house.key)
    assert governed.own(appeal_id).outcome == "upheld"


def test_whoever_reported_hears_that_it_was_looked_at_again(governed: Governed):
    appeal_id = governed.appeals(governed.removed()[1])
    governed.takes(governed.sasha, appeal_id)
    governed.house.database.write_now(lambda session: _has_seen(session))

    governed.answers(governed.sasha, appeal_id, overturns=True)

    assert governed.house.database.read_now(lambda s: s.scalars(select(Report.seen)).all()) == [False]


def _has_seen(session: Session) -> None:
    for report in session.scalars(select(Report)):
        report.seen = True
