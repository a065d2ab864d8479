"""A hold is for 72 hours and no longer: not by holding again, and not by having the same thing reported again.

It is hours that are counted, not holds: else whoever holds something for a minute keeps it from being held for long."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from app.basics.errors import Conflict
from app.posts.models import Post
from app.storage.house import House
from moderation.decided import hours
from moderation.decided.models import DecisionRow
from moderation.measures import HOLDS_LAST, Measure
from tests.world.cast import NOON, Member
from tests.world.deciding import Decider, a_case, decision, time_passes

LATER = NOON + timedelta(hours=1)
A_MINUTE = timedelta(minutes=1)
DAYS_90 = timedelta(days=90)
Span = tuple[datetime, datetime]


def count(house: House) -> int | None:
    return house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(DecisionRow)))


@pytest.mark.parametrize("is_over", [False, True])
def test_what_was_held_for_72_hours_is_held_by_nobody_again(
    house: House, moderator: Decider, second: Decider, a_member: Member, is_over: bool
):
    case_id = a_case(house, post_id=a_member.posts("not again"))
    moderator.decides(case_id, Measure.HOLD)
    later = NOON + HOLDS_LAST if is_over else LATER
    time_passes(house, later)

    for whoever in (moderator, second):
        with pytest.raises(Conflict, match="was held already"):
            whoever.decides(case_id, Measure.HOLD, at=later)
        with pytest.raises(Conflict, match="was held already"):
            whoever.looks_at(case_id, Measure.HOLD, at=later)

    assert count(house) == 1
    second.decides(case_id, Measure.REMOVE, at=later)


def test_what_was_held_and_let_go_may_be_held_again_in_the_same_case_for_the_hours_that_are_left(
    house: House, moderator: Decider, second: Decider, a_member: Member
):
    post_id = a_member.posts("where somebody lives")
    case_id = a_case(house, post_id=post_id)
    moderator.eases(moderator.decides(case_id, Measure.HOLD), at=NOON + A_MINUTE)

    held = second.decides(case_id, Measure.HOLD, at=LATER)

    assert decision(house, held).ends_at == LATER + HOLDS_LAST - A_MINUTE
    assert house.database.read_now(lambda session: session.get_one(Post, post_id).held)


def test_what_was_held_for_72_hours_is_not_held_again_because_it_was_reported_again(
    house: House, moderator: Decider, second: Decider, a_member: Member
):
    post_id = a_member.posts("for ever, 72 hours at a time")
    is_held_and_let_go(house, moderator, post_id, at=NOON + HOLDS_LAST)

    again = a_case(house, post_id=post_id)
    for days in (4, 89):
        for whoever in (moderator, second):
            with pytest.raises(Conflict, match="was held already"):
                whoever.decides(again, Measure.HOLD, at=NOON + timedelta(days=days))
    moderator.decides(a_case(house, post_id=a_member.posts("another post")), Measure.HOLD)

    moderator.decides(again, Measure.HOLD, at=NOON + timedelta(days=91))


def test_whoever_lets_go_after_a_minute_leaves_the_other_hours_to_others(
    house: House, moderator: Decider, second: Decider, a_member: Member
):
    post_id = a_member.posts("where somebody lives")
    is_held_and_let_go(house, moderator, post_id, at=NOON + A_MINUTE)

    held = second.decides(a_case(house, post_id=post_id), Measure.HOLD, at=LATER)

    row = decision(house, held)
    assert (row.in_force_at, row.ends_at) == (LATER, LATER + HOLDS_LAST - A_MINUTE)


def test_two_who_take_turns_hold_for_72_hours_together(
    house: House, moderator: Decider, second: Decider, a_member: Member
):
    post_id, day = a_member.posts("they take turns"), timedelta(days=1)
    for place, whoever in enumerate((moderator, second, moderator)):
        begun = NOON + place * 2 * day
        is_held_and_let_go(house, whoever, post_id, since=begun, at=begun + day)

    again = a_case(house, post_id=post_id)
    for whoever in (moderator, second):
        with pytest.raises(Conflict, match="was held already"):
            whoever.decides(again, Measure.HOLD, at=NOON + 89 * day)


@pytest.mark.parametrize("hours", [2, 70])
def test_a_shorter_hold_lasts_as_long_as_was_asked_and_no_longer_than_is_left(
    house: House, moderator: Decider, second: Decider, a_member: Member, hours: int
):
    post_id, left = a_member.posts("for a while"), timedelta(hours=24)
    is_held_and_let_go(house, moderator, post_id, at=NOON + HOLDS_LAST - left)
    begun, asked = NOON + timedelta(days=5), timedelta(hours=hours)

    seen = second.looks_at(a_case(house, post_id=post_id), Measure.HOLD, at=begun, ends_at=begun + asked)

    assert seen.ends_at == begun + min(asked, left)


def test_what_its_author_changed_since_may_be_held_in_another_case(house: House, moderator: Decider, a_member: Member):
    post_id, later = a_member.posts("harmless"), NOON + timedelta(days=5)
    is_held_and_let_go(house, moderator, post_id, at=NOON + HOLDS_LAST)
    is_changed(house, post_id, at=later)

    moderator.decides(a_case(house, post_id=post_id), Measure.HOLD, at=later + timedelta(hours=2))


def is_held_and_let_go(house: House, moderator: Decider, post_id: int, *, at: datetime, since: datetime = NOON) -> None:
    case_id = a_case(house, post_id=post_id)
    moderator.decides(case_id, Measure.HOLD, at=since)
    time_passes(house, at)
    moderator.decides(case_id, Measure.NO_BREACH, at=at)


def test_what_its_author_changed_while_it_was_held_is_held_for_72_hours_with_the_rest_of_that(
    house: House, moderator: Decider, a_member: Member
):
    post_id, edited = a_member.posts("harmless"), NOON + timedelta(hours=2)
    case_id = a_case(house, post_id=post_id)
    moderator.decides(case_id, Measure.HOLD, ends_at=NOON + timedelta(hours=12))
    is_changed(house, post_id, at=edited)

    held = moderator.decides(case_id, Measure.HOLD, at=edited)

    assert decision(house, held).ends_at == edited + HOLDS_LAST - timedelta(hours=10)


# What moderators and an author do in turn: hold it for so many hours; let go of what is held; decide, so that it is
# reported anew; change it; let hours pass.
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("hold"), st.integers(1, 72)),
        st.tuples(st.sampled_from(["ease", "decide", "edit"]), st.just(0)),
        st.tuples(st.just("wait"), st.one_of(st.integers(1, 30), st.integers(85 * 24, 91 * 24))),
    ),
    min_size=4,
    max_size=14,
)


@pytest.mark.parametrize("is_asked", [True, False], ids=["by the rules", "by the database alone"])
@settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=DEEDS)
@example(deeds=[("hold", 40), ("wait", 30), ("ease", 0), ("hold", 72), ("wait", 60)])
@example(deeds=[("hold", 72), ("wait", 72), ("decide", 0), ("wait", 85 * 24), ("hold", 72)])
def test_whatever_is_done_in_turn_no_words_are_held_for_more_than_72_hours_in_90_days(
    house: House, moderator: Decider, a_member: Member, is_asked: bool, deeds: list[tuple[str, int]]
):
    post_id, now = a_member.posts("whatever comes"), NOON
    case_id = a_case(house, post_id=post_id)
    spans: list[Span] = []

    with pytest.MonkeyPatch.context() as patch:
        if not is_asked:
            patch.setattr(hours, "left_to_hold", lambda *_: HOLDS_LAST)
        for deed, how_long in deeds:
            match deed:
                case "ease":
                    for one in holding(house, post_id):
                        moderator.eases(one.id, at=now)
                case "edit":
                    is_changed(house, post_id, at=now)
                    spans = []
                case "wait":
                    spans += held_until(house, post_id, now, now := now + timedelta(hours=how_long))
                case "decide":
                    moderator.decides(case_id, Measure.NO_BREACH, at=now)
                    case_id = a_case(house, post_id=post_id)
                case _:
                    with suppress(Conflict, DBAPIError):
                        ends_at = now + timedelta(hours=how_long)
                        moderator.decides(case_id, Measure.HOLD, at=now, ends_at=ends_at)
    spans += held_until(house, post_id, now, now + HOLDS_LAST)

    for begin in [span[0] for span in spans] + [span[1] - DAYS_90 for span in spans]:
        assert sum((within(span, begin, begin + DAYS_90) for span in spans), timedelta()) <= HOLDS_LAST


def held_until(house: House, post_id: int, now: datetime, until: datetime) -> list[Span]:
    """When nobody else could read the post meanwhile, told by the post itself."""
    spans: list[Span] = []
    while now < until:
        then = min([until, *(one.ends_at for one in holding(house, post_id) if one.ends_at)])
        if house.database.read_now(lambda session: session.get_one(Post, post_id).held):
            spans.append((now, then))
        time_passes(house, then)
        now = then
    return spans


def holding(house: House, post_id: int) -> list[DecisionRow]:
    stands = DecisionRow.post_id == post_id, DecisionRow.measure == Measure.HOLD, DecisionRow.over_at.is_(None)
    return house.database.read_now(lambda session: list(session.scalars(select(DecisionRow).where(*stands))))


def within(span: Span, begin: datetime, end: datetime) -> timedelta:
    return max(min(span[1], end) - max(span[0], begin), timedelta())


def is_changed(house: House, post_id: int, *, at: datetime) -> None:
    house.database.write_now(lambda session: setattr(session.get_one(Post, post_id), "edited_at", at))
