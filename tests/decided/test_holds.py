"""A hold is for 72 hours and no longer: not in one case, and not by having the same thing reported again.

It is hours that are counted, not holds: else whoever holds something for a minute keeps it from being held for long."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.basics.errors import Conflict
from app.posts.models import Post
from app.storage.house import House
from moderation.decided.models import DecisionRow
from moderation.measures import HOLDS_LAST, Measure
from tests.world.cast import NOON, Member
from tests.world.deciding import Decider, a_case, decision, time_passes

LATER = NOON + timedelta(hours=1)
A_MINUTE = timedelta(minutes=1)


def count(house: House) -> int | None:
    return house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(DecisionRow)))


@pytest.mark.parametrize("is_over", [False, True])
def test_a_case_is_held_once_and_by_nobody_again(
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
    house.database.write_now(lambda session: setattr(session.get_one(Post, post_id), "edited_at", later))

    moderator.decides(a_case(house, post_id=post_id), Measure.HOLD, at=later + timedelta(hours=2))


def is_held_and_let_go(house: House, moderator: Decider, post_id: int, *, at: datetime, since: datetime = NOON) -> None:
    case_id = a_case(house, post_id=post_id)
    moderator.decides(case_id, Measure.HOLD, at=since)
    time_passes(house, at)
    moderator.decides(case_id, Measure.NO_BREACH, at=at)
