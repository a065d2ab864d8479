"""A restored backup brings back no draft that was posted or deleted since, and posts nothing a second time."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import wiring
from app.basics.clock import now
from app.media import sealing
from app.posts import holding, readying
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
        stored = files[f"{rows[number].blob}/full"]
        assert sealing.is_sealed(stored)
        assert asyncio.run(sealing.opened(stored, key_of(host, a_member, number))) == PIXELS


@pytest.mark.parametrize("is_queued", [True, False])
def test_copies_of_a_process_that_died_are_gone_after_a_restore_too(host: Host, a_member: Member, is_queued: bool):
    drawn = draws_a_picture(a_member)
    draft = drafts(a_member, "kept", drawn)
    settles(host)
    backup, before = host.backs_up(), sorted(host.files())
    held = {drawn: BegunPicture(drawn, key=key_of(host, a_member, drawn))}
    dies = readying.opened_for_posting(host.house, a_member.id, Earlier(draft, held=held), [drawn])
    asyncio.run(dies.__aenter__())
    if is_queued:
        settles(host)
    assert len(host.files()) == 4

    host.restores(backup)
    settles(host)
    settles(host, now() + timedelta(minutes=61))

    assert sorted(host.files()) == before


def key_of(host: Host, member: Member, picture: int) -> bytes:
    holds = host.house.database.read_now(holding.what_holds, member.id, picture)
    return holding.key_in(holds, picture, member.key, key=host.house.key)


def settles(host: Host, moment: datetime | None = None) -> None:
    """What waits for a job is done."""
    envoy = wiring.envoy_of(host.house)
    asyncio.run(wiring.runner(replace(envoy, clock=lambda: moment or now())).settle())
