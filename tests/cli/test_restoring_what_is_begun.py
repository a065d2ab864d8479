"""A restored backup brings back no draft that was posted or deleted since, and posts nothing a second time."""

import asyncio
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import wiring
from app.basics.clock import now
from app.media import sealing
from app.posts import holding
from app.posts.actions import drafting, scheduling
from app.posts.begun import Begun, BegunPicture, Earlier
from app.posts.models import KeptDraft, Picture, Post, ScheduledPost
from app.timelines import going
from tests.world.cast import Member
from tests.world.hosts import PIXELS, Host, draws_a_picture

SOON, LATER = timedelta(minutes=6), timedelta(days=3)


def drafts(member: Member, text: str, *pictures: int) -> int:
    house, begun = member.house, Begun(text, pictures=[BegunPicture(one) for one in pictures])
    return house.database.write_now(drafting.keep_draft, member.id, begun, Earlier(), key=house.key, now=now())


def schedules(member: Member, text: str, span: timedelta, *pictures: int) -> int:
    house, begun = member.house, Begun(text, pictures=[BegunPicture(one) for one in pictures])
    return house.database.write_now(
        scheduling.schedule, member.id, begun, now() + span, Earlier(), origin=house.settings.origin,
        key=house.key, now=now(),
    )  # fmt: skip


def goes(host: Host) -> None:
    """What is due in a few minutes."""
    asyncio.run(going.post_what_is_due(host.house, now() + SOON + timedelta(minutes=1)))


def begun(session: Session) -> list[int]:
    return [*session.scalars(select(KeptDraft.id)), *session.scalars(select(ScheduledPost.id))]


def posts(session: Session) -> list[str]:
    return list(session.scalars(select(Post.source)))


def test_what_was_posted_or_deleted_since_does_not_come_back(host: Host, a_member: Member):
    posted, deleted, kept = (drafts(a_member, text) for text in ("posted", "deleted", "kept"))
    schedules(a_member, "gone already", SOON)
    taken_back, waiting = schedules(a_member, "taken back", LATER), schedules(a_member, "waiting", LATER)
    backup = host.backs_up()
    a_member.posts("posted", earlier=Earlier(draft_id=posted))
    write, key = host.house.database.write_now, host.house.key
    write(drafting.delete_draft, a_member.id, deleted, key=key, now=now())
    write(scheduling.unschedule, a_member.id, taken_back, key=key, now=now())
    goes(host)
    assert "gone already" in host.house.database.read_now(posts)

    host.restores(backup)
    goes(host)

    assert sorted(host.house.database.read_now(begun)) == sorted([kept, waiting])
    assert host.house.database.read_now(posts) == []


def test_pictures_come_back_sealed_with_what_holds_them_and_those_of_what_went_do_not(host: Host, a_member: Member):
    drawn = [draws_a_picture(a_member) for _ in range(4)]
    kept, deleted = drafts(a_member, "kept", drawn[0]), drafts(a_member, "deleted", drawn[1])
    waiting, taken_back = (schedules(a_member, text, LATER, one) for text, one in zip("ab", drawn[2:], strict=True))
    settles(host)
    backup = host.backs_up()
    write, key = host.house.database.write_now, host.house.key
    write(drafting.delete_draft, a_member.id, deleted, key=key, now=now())
    write(scheduling.unschedule, a_member.id, taken_back, key=key, now=now())

    host.restores(backup)
    settles(host)

    read, files = host.house.database.read_now, host.files()
    rows = {row.id: row for row in read(lambda session: session.scalars(select(Picture)).all())}
    assert {one: (row.draft_id, row.scheduled_id) for one, row in rows.items()} == {
        drawn[0]: (kept, None), drawn[2]: (None, waiting),
    }  # fmt: skip
    assert sorted(files) == sorted(f"{row.blob}/{size}" for row in rows.values() for size in ("full", "small"))
    for number in (drawn[0], drawn[2]):
        holds = read(holding.what_holds, a_member.id, number)
        opens = holding.key_in(holds, number, a_member.key, key=host.house.key)
        stored = files[f"{rows[number].blob}/full"]
        assert sealing.is_sealed(stored)
        assert asyncio.run(sealing.opened(stored, opens)) == PIXELS


def settles(host: Host) -> None:
    """What waits for a job is done."""
    asyncio.run(wiring.runner(wiring.envoy_of(host.house)).settle())
