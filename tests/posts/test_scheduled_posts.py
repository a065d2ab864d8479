"""What was scheduled goes once, by the rules of its moment; what may not go then is its writer's draft, with why."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app import wiring
from app.accounts.actions import blocking, leaving, pausing
from app.basics.clock import now
from app.basics.errors import NotFound
from app.posts import begun as reading
from app.posts import queries
from app.posts.actions import deleting, scheduling
from app.posts.audience import Audience
from app.posts.begun import Begun, Earlier
from app.posts.models import KeptDraft, Post, PostKey, ScheduledPost
from app.storage.house import House
from app.storage.tables import Base
from app.timelines import going, posting
from tests.world.alliance import Neighbour
from tests.world.cast import Member, join
from tests.world.peers import AClock

IN_AN_HOUR = timedelta(hours=1)


def schedules(member: Member, begun: Begun, span: timedelta = IN_AN_HOUR) -> int:
    house, at = member.house, now()
    return house.database.write_now(
        scheduling.schedule, member.id, begun, at + span, Earlier(), origin=house.settings.origin, key=house.key, now=at
    )


def goes(house: House, at: datetime) -> None:
    """The chore, as wiring runs it."""
    asyncio.run(going.post_what_is_due(house, at))


def count(house: House, model: type[Base]) -> int:
    return house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(model)) or 0)


def posts(house: House) -> list[str]:
    return house.database.read_now(lambda session: list(session.scalars(select(Post.source).order_by(Post.id))))


def drafts(member: Member) -> list[Begun | None]:
    found = member.house.database.read_now(reading.drafts_of, member.id)
    return [draft.opened(member.key) for draft in found]


def after(span: timedelta = IN_AN_HOUR, **more: float) -> datetime:
    return now() + span + timedelta(minutes=1, **more)


def test_nothing_goes_before_its_moment(house: House, a_member: Member):
    schedules(a_member, Begun("later"))

    goes(house, now() + timedelta(minutes=59))

    assert posts(house) == []


def test_killed_before_the_commit_it_goes_once_afterwards(
    house: House, a_member: Member, monkeypatch: pytest.MonkeyPatch
):
    schedules(a_member, Begun("only once"))
    real = going.go_now

    def killed(session: Session, *what, **how) -> None:
        real(session, *what, **how)
        assert session.scalar(select(func.count()).select_from(Post)) == 1
        raise InterruptedError

    def dead(*what, **how) -> None:
        raise InterruptedError

    with monkeypatch.context() as dying:
        dying.setattr(going, "go_now", killed)
        dying.setattr(going, "_keep", dead)
        with pytest.raises(InterruptedError):
            goes(house, after())
    assert (posts(house), count(house, ScheduledPost)) == ([], 1)
    goes(house, after())
    goes(house, after())

    assert (posts(house), count(house, ScheduledPost)) == (["only once"], 0)


@pytest.mark.anyio
@pytest.mark.parametrize("moved", [[4, -4000, 4001], [-4000, 4004, -4000], [2, 2, -1, 1, -9000]])
async def test_a_clock_set_back_or_forward_posts_nothing_twice(near: Neighbour, hours: AClock, moved: list[int]):
    marisol = join(near.house, "marisol")
    schedules(marisol, Begun("only once"), timedelta(hours=3))
    runner = wiring.runner(near.envoy)

    for span in moved:
        hours.moves(hours=span)
        await runner.settle()
        await wiring.runner(near.envoy).settle()

    assert posts(near.house) == ["only once"]
    assert count(near.house, ScheduledPost) == 0


def test_who_may_read_it_is_decided_at_its_moment(house: House, a_member: Member, another_member: Member):
    schedules(a_member, Begun("for those who follow", audience="followers"))
    another_member.follows(a_member)

    goes(house, after())

    post = house.database.read_now(lambda session: session.scalars(select(Post.id)).one())
    assert house.database.read_now(queries.one, another_member.viewer, post).source == "for those who follow"
    with pytest.raises(NotFound):
        house.database.read_now(queries.one, join(house, "oda").viewer, post)


def test_a_message_is_sealed_to_its_readers_when_it_goes(house: House, a_member: Member, another_member: Member):
    schedules(a_member, Begun("@juno at the back door", audience=Audience.MENTIONED))

    goes(house, after())

    assert posts(house) == [""]
    assert count(house, PostKey) == 2


def hides(member: Member, _: int) -> None:
    member.house.database.write_now(pausing.pause, member.id)


def parent_deletes(member: Member, parent: int) -> None:
    author = member.house.database.read_now(lambda session: session.get_one(Post, parent).author_id)
    member.house.database.write_now(deleting.delete_post, author, parent, key=member.house.key, now=now())


def parent_blocks(member: Member, parent: int) -> None:
    author = member.house.database.read_now(lambda session: session.get_one(Post, parent).author_id)
    member.house.database.write_now(blocking.block, author, member.id, now=now())


def page_is_off(member: Member, _: int) -> None:
    member.opens_their_page(on=False)


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (hides, "You were hidden at its moment."),
        (parent_deletes, going.NOTHING_TO_ANSWER),
        (parent_blocks, going.NOTHING_TO_ANSWER),
        (page_is_off, "first turn on your page on the open web"),
    ],
)
def test_what_may_not_go_at_its_moment_is_a_draft_that_says_why(
    house: House, a_member: Member, another_member: Member, happens: Callable[[Member, int], None], why: str
):
    another_member.opens_their_page()
    a_member.opens_their_page()
    parent = another_member.posts("Who has the key?", "open")
    schedules(a_member, Begun("I have", "keys", audience="open", reply_to=parent))

    happens(a_member, parent)
    goes(house, after())

    (draft,) = drafts(a_member)
    assert draft is not None
    assert (draft.text, draft.warning) == ("I have", "keys")
    assert why in draft.why_not
    assert "I have" not in posts(house)
    assert count(house, ScheduledPost) == 0


def test_a_house_that_stood_still_for_a_day_posts_nothing_that_nobody_means_any_more(house: House, a_member: Member):
    schedules(a_member, Begun("tonight"))
    schedules(a_member, Begun("tomorrow"), timedelta(hours=23))

    goes(house, after(hours=24))

    assert posts(house) == ["tomorrow"]
    assert [draft.why_not for draft in drafts(a_member) if draft] == ["The house was not running at its moment."]


def test_whoever_left_posts_nothing_any_more(house: House, a_member: Member):
    schedules(a_member, Begun("too late"))
    house.database.write_now(leaving.leave_for_good, a_member.id, key=house.key, now=now())

    goes(house, after())

    assert (posts(house), count(house, ScheduledPost), count(house, KeptDraft)) == ([], 0, 0)


def test_one_that_cannot_be_posted_stops_no_other(house: House, a_member: Member, monkeypatch: pytest.MonkeyPatch):
    for text, minutes in (("breaks", 10), ("goes", 20)):
        schedules(a_member, Begun(text), timedelta(minutes=minutes))
    real = posting.post

    def broken(session: Session, author_id: int, draft, **more) -> int:
        post_id = real(session, author_id, draft, **more)
        if draft.text == "breaks":
            raise ZeroDivisionError
        return post_id

    monkeypatch.setattr(posting, "post", broken)
    goes(house, after())

    assert posts(house) == ["goes"]
    assert [(draft.text, draft.why_not) for draft in drafts(a_member) if draft] == [("breaks", going.OUR_FAULT)]


def test_what_another_house_key_sealed_waits_a_day_and_then_goes_unread(house: House, a_member: Member):
    schedules(a_member, Begun("unreadable"))
    house.database.write_now(lambda session: session.execute(update(ScheduledPost).values(sealed=b"x" * 80)))

    goes(house, after())
    assert count(house, ScheduledPost) == 1

    goes(house, after(hours=24))
    assert (count(house, ScheduledPost), count(house, KeptDraft), posts(house)) == (0, 0, [])


def test_the_same_form_posted_at_once_is_another_post(house: House, a_member: Member):
    schedules(a_member, Begun("again", once="tap"), timedelta(minutes=6))
    a_member.posts("now", idempotency_key="tap")

    goes(house, after(timedelta(minutes=6)))

    assert posts(house) == ["now", "again"]


def test_trying_it_out_leaves_nothing_behind(house: House, a_member: Member, another_member: Member):
    before = {table: count_rows(house, table) for table in Base.metadata.tables}

    schedules(a_member, Begun("@juno hello", audience="mentioned", once="tap"))

    after_ = {table: count_rows(house, table) for table in Base.metadata.tables}
    assert {table: after_[table] - before[table] for table in before if after_[table] != before[table]} == {
        "scheduled_posts": 1
    }


def count_rows(house: House, table: str) -> int:
    query = select(func.count()).select_from(Base.metadata.tables[table])
    return house.database.read_now(lambda session: session.scalar(query) or 0)
