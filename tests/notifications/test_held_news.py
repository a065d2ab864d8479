"""News that is held back: it rings no bell, stands in no list but its own, and comes in when its sender is let in."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import live
from app.accounts.actions import blocking
from app.basics.clock import now
from app.basics.errors import NotFound
from app.live.news import News, Told
from app.notifications import choosing, held, telling, weighing
from app.notifications import queries as notifications
from app.notifications.held import Part, Summary
from app.notifications.models import LetIn, NewsPolicy, Notification
from app.notifications.policy import OPEN, Policy, Treatment
from app.notifications.queries import Wanted
from app.posts.actions import thanking
from tests.world.at_once import at_once
from tests.world.cast import Member, join

pytestmark = pytest.mark.anyio

HOLD_BACK = Policy(not_following=Treatment.FILTER)


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Whose bell rang."""
    heard: list[int] = []

    def tell(session: object, what: News) -> None:
        if isinstance(what, Told):
            heard.append(what.account_id)

    monkeypatch.setattr(live, "tell", tell)
    return heard


def chooses(member: Member, policy: Policy = HOLD_BACK) -> None:
    member.house.database.write_now(choosing.choose, member.id, policy)


def told(member: Member, wanted: Wanted = notifications.EVERYTHING) -> list[str]:
    return [one.kind for one in member.house.database.read_now(notifications.told, member.viewer, wanted)]


def waiting(member: Member) -> list[tuple[str, int]]:
    """(whose, how much)"""
    found = member.house.database.read_now(held.newest_first, member.viewer)
    return [(one.sender.name, one.number) for one in found]


def dot(member: Member) -> bool:
    return member.house.database.read_now(notifications.anything_new, member.id)


def answers(member: Member, how: object, *others: Member) -> None:
    member.house.database.write_now(how, member.id, [one.id for one in others])  # type: ignore[arg-type]


def rows_of(member: Member, model: type) -> int:
    query = select(func.count()).select_from(model).where(model.account_id == member.id)  # type: ignore[attr-defined]
    return member.house.database.read_now(lambda session: session.scalar(query))


async def test_what_is_held_back_rings_no_bell_and_stands_in_its_own_list_alone(
    a_member: Member, another_member: Member, settle, rung: list[int]
):
    chooses(a_member)

    another_member.posts("@marisol hello")
    another_member.asks_to_follow(a_member)
    await settle()

    assert rung == []
    assert (told(a_member), dot(a_member)) == ([], False)
    assert waiting(a_member) == [("juno", 2)]
    assert told(a_member, Wanted(held=True)) == ["follow_request", "mention"]
    assert a_member.house.database.read_now(held.summary, a_member.viewer) == Summary(1, 2)


async def test_of_the_same_kind_others_are_told_as_before(
    a_member: Member, another_member: Member, a_steward: Member, settle, rung: list[int]
):
    chooses(a_member)
    a_member.follows(a_steward)

    a_steward.posts("@marisol hello")
    another_member.posts("@marisol @vera hello")
    await settle()

    assert sorted(set(rung)) == sorted({a_member.id, a_steward.id})
    assert told(a_member) == told(a_steward)[:1] == ["mention"]


async def test_what_is_dropped_is_nowhere(a_member: Member, another_member: Member, settle, rung: list[int]):
    chooses(a_member, Policy(new_accounts=Treatment.DROP))

    another_member.posts("@marisol hello")
    await settle()

    assert (rung, waiting(a_member), rows_of(a_member, Notification)) == ([], [], 0)


async def test_whoever_is_let_in_is_heard_now_and_from_then_on(
    a_member: Member, another_member: Member, settle, rung: list[int]
):
    chooses(a_member)
    another_member.posts("@marisol hello")
    await settle()

    answers(a_member, choosing.let_in, another_member)
    before = (told(a_member), dot(a_member), waiting(a_member))
    another_member.posts("@marisol again")
    await settle()

    assert before == (["mention"], True, [])
    assert told(a_member) == ["mention", "mention"]
    assert rung == [a_member.id]


async def test_what_is_set_aside_is_gone_and_what_comes_next_waits_again(
    a_member: Member, another_member: Member, settle
):
    chooses(a_member)
    another_member.posts("@marisol hello")
    await settle()

    answers(a_member, choosing.set_aside, another_member)
    before = waiting(a_member)
    another_member.posts("@marisol again")
    await settle()

    assert (before, waiting(a_member)) == ([], [("juno", 1)])


async def test_to_let_somebody_in_can_be_taken_back(a_member: Member, another_member: Member, settle):
    chooses(a_member)
    another_member.posts("@marisol hello")
    await settle()
    answers(a_member, choosing.let_in, another_member)
    names = [one.name for one in a_member.house.database.read_now(held.let_in_by, a_member.id)]

    a_member.house.database.write_now(choosing.let_in_no_longer, a_member.id, another_member.id)
    another_member.posts("@marisol again")
    await settle()

    assert names == ["juno"]
    assert waiting(a_member) == [("juno", 1)]
    with pytest.raises(NotFound):
        a_member.house.database.write_now(choosing.let_in_no_longer, a_member.id, another_member.id)


async def test_an_answer_for_somebody_of_whom_nothing_waits_changes_nothing(a_member: Member, another_member: Member):
    for how in (choosing.let_in, choosing.set_aside):
        with pytest.raises(NotFound):
            answers(a_member, how, another_member)

    assert rows_of(a_member, LetIn) == 0


async def test_of_several_only_those_are_let_in_of_whom_something_waits(
    a_member: Member, another_member: Member, a_steward: Member, settle
):
    chooses(a_member)
    another_member.posts("@marisol hello")
    await settle()

    answers(a_member, choosing.let_in, another_member, a_steward)

    assert rows_of(a_member, LetIn) == 1


async def test_one_members_answer_is_nobody_elses(a_member: Member, another_member: Member, a_steward: Member, settle):
    chooses(a_member)
    chooses(a_steward)
    another_member.posts("@marisol @vera hello")
    await settle()

    answers(a_member, choosing.let_in, another_member)

    assert waiting(a_steward) == [("juno", 1)]


async def test_to_look_at_ones_news_and_to_forget_it_leaves_what_waits(
    a_member: Member, another_member: Member, settle
):
    chooses(a_member)
    another_member.posts("@marisol hello")
    await settle()

    a_member.house.database.write_now(notifications.mark_seen, a_member.id)
    a_member.house.database.write_now(notifications.dismiss, a_member.id)

    assert waiting(a_member) == [("juno", 1)]
    answers(a_member, choosing.let_in, another_member)
    assert dot(a_member)


async def test_messages_one_takes_are_told_whatever_was_chosen(a_member: Member, another_member: Member, settle):
    chooses(a_member, Policy(Treatment.DROP, Treatment.DROP, Treatment.DROP))
    a_member.posts("@juno hello", "mentioned")

    another_member.posts("@marisol hello to you", "mentioned")
    await settle()

    assert told(a_member) == ["mention"]


async def test_a_thank_you_taken_back_waits_no_longer(a_member: Member, another_member: Member, settle):
    chooses(a_member)
    post_id = a_member.posts("soup is ready")
    a_member.house.database.write_now(thanking.favour, another_member.id, post_id, now=now())
    await settle()
    before = waiting(a_member)

    a_member.house.database.write_now(thanking.take_back_favourite, another_member.id, post_id)
    await settle()

    assert (before, waiting(a_member)) == ([("juno", 1)], [])


async def test_a_mute_hides_what_waits_and_a_block_ends_it_with_the_memory_of_a_yes(
    a_member: Member, another_member: Member, settle
):
    chooses(a_member)
    another_member.posts("@marisol hello")
    await settle()
    answers(a_member, choosing.let_in, another_member)
    chooses(a_member, Policy(not_following=Treatment.FILTER))
    write = a_member.house.database.write_now
    write(choosing.let_in_no_longer, a_member.id, another_member.id)
    another_member.posts("@marisol again")
    await settle()

    write(blocking.mute, a_member.id, another_member.id, now=now())
    while_muted = waiting(a_member)
    write(blocking.end_mute, a_member.id, another_member.id)
    answers(a_member, choosing.let_in, another_member)
    write(blocking.block, a_member.id, another_member.id, now=now())
    await settle()

    assert while_muted == []
    assert (rows_of(a_member, LetIn), rows_of(a_member, Notification)) == (0, 0)


async def test_what_waits_is_swept_with_everything_else(a_member: Member, another_member: Member, settle):
    chooses(a_member)
    another_member.posts("@marisol hello")
    await settle()

    a_member.house.database.write_now(telling.forget_old, now() + telling.KEPT_FOR + timedelta(seconds=1))

    assert waiting(a_member) == []


async def test_a_choice_like_everybodys_is_no_row(a_member: Member):
    chooses(a_member)
    chooses(a_member, OPEN)

    assert rows_of(a_member, NewsPolicy) == 0
    assert a_member.house.database.read_now(weighing.policy_of, a_member.id) == OPEN


async def test_pages_of_people_lead_on_in_both_orders(a_member: Member, settle):
    chooses(a_member)
    people = [join(a_member.house, name) for name in ("ada", "bea", "cleo")]
    for one in people:
        one.posts("@marisol hello")
    await settle()
    read = a_member.house.database.read_now

    [newest, *rest] = read(held.newest_first, a_member.viewer)
    by_account = read(held.by_account, a_member.viewer, Part(limit=2))
    upwards = read(held.by_account, a_member.viewer, Part(after=people[0].id, upwards=True, limit=1))

    assert [one.sender.name for one in (newest, *rest)] == ["cleo", "bea", "ada"]
    assert read(held.newest_first, a_member.viewer, before=newest.newest) == rest
    ids = sorted((one.id for one in people), reverse=True)
    assert [one.sender.id for one in by_account] == ids[:2]
    assert [one.sender.id for one in upwards] == [min(one for one in ids if one > people[0].id)]
    assert read(held.by_account, a_member.viewer, Part(before=ids[1]))[0].sender.id == ids[2]


def test_a_choice_that_is_sent_twice_at_once_is_one_choice(a_member: Member):
    def choose(session: Session) -> None:
        choosing.choose(session, a_member.id, HOLD_BACK)

    at_once(a_member.house, choose, choose)

    assert a_member.house.database.read_now(weighing.policy_of, a_member.id) == HOLD_BACK
