"""A backup holds the house's small pictures with their files, and brings back none that was deleted since."""

import asyncio

from sqlalchemy import select

from app.basics.clock import now
from app.emoji import queries
from app.emoji.actions import of_the_house
from app.emoji.queries import EmojiFacts
from app.jobs.models import Announcement
from app.media import storing
from tests.world.emoji import drawn_in, emoji_of
from tests.world.hosts import Host
from tests.world.pictures import four_corners, saved


def here(host: Host) -> list[EmojiFacts]:
    return host.house.database.read_now(queries.of_the_house)


def file_of(host: Host, one: EmojiFacts) -> bytes | None:
    return asyncio.run(host.house.blobs.get(storing.full(one.blob)))


def files(host: Host) -> int:
    return len([path for path in (host.house.settings.data / "media").rglob("*") if path.is_file()])


def test_what_was_deleted_since_does_not_come_back_and_the_others_do(host: Host):
    deleted, kept = emoji_of(host.house, "deleted"), emoji_of(host.house, "kept")
    before, backup = file_of(host, kept), host.backs_up()
    host.house.database.write_now(of_the_house.delete, deleted.id, key=host.house.key, now=now())

    host.restores(backup)

    assert here(host) == [kept]
    assert file_of(host, kept) == before
    announced = host.house.database.read_now(lambda session: list(session.scalars(select(Announcement.payload))))
    assert any(deleted.blob.encode() in payload for payload in announced)


def test_one_comes_back_with_its_file_as_it_was(host: Host):
    one = emoji_of(host.house)
    before, backup = file_of(host, one), host.backs_up()
    another = asyncio.run(drawn_in(host.house, saved(four_corners(80, 80).rotate(90), "PNG")))
    host.house.database.write_now(of_the_house.replace_picture, one.id, another, now=now())
    asyncio.run(storing.remove(host.house.blobs, one.blob))

    host.restores(backup)

    assert here(host) == [one]
    assert file_of(host, one) == before
    assert files(host) == 1
