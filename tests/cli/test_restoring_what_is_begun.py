"""A restored backup brings back no draft that was posted or deleted since, and posts nothing a second time."""

import asyncio
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.posts.actions import drafting, scheduling
from app.posts.begun import Begun, Earlier
from app.posts.models import KeptDraft, Post, ScheduledPost
from app.timelines import going
from tests.world.cast import Member
from tests.world.hosts import Host

SOON, LATER = timedelta(minutes=6), timedelta(days=3)


def drafts(member: Member, text: str) -> int:
    house = member.house
    return house.database.write_now(
        drafting.keep_draft, member.id, Begun(text), Earlier(), key=house.key, now=now()
    )  # fmt: skip


def schedules(member: Member, text: str, span: timedelta) -> int:
    house = member.house
    return house.database.write_now(
        scheduling.schedule, member.id, Begun(text), now() + span, Earlier(), origin=house.settings.origin,
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
