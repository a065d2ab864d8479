"""Everything of one account leaves as an archive, and comes in again: at its own dates, once, and for few."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime

import msgspec
import pytest
from sqlalchemy import select

from app import wiring
from app.accounts.actions import blocking, following, leaving
from app.accounts.models import Block, Follow, Mute
from app.basics.clock import now
from app.basics.errors import Conflict
from app.basics.ids import new_token
from app.jobs import queue
from app.jobs.models import Job
from app.leaving import importing, lists, marks, steps, taking_in
from app.leaving.exporting import Taking, archive, sealed_archive
from app.leaving.locking import unlock
from app.leaving.reading_lists import Kind
from app.leaving.steps import Report
from app.leaving.taking_in import HandedIn
from app.media import storing
from app.media.cleaning import clean_picture
from app.notifications.models import Notification
from app.posts.actions import picturing
from app.posts.models import Picture, Post
from app.storage.house import House
from app.timelines.models import FeedEntry
from tests.leaving.archives import a_note, a_zip, an_archive
from tests.posts.test_editing import edits
from tests.promises.test_p26_no_metadata import words_in
from tests.world.cast import Member, join
from tests.world.pictures import phone_picture

pytestmark = pytest.mark.anyio


async def takes_along(member: Member, *, with_key: bool = True, **more: bool) -> zipfile.ZipFile:
    taking = Taking(member.house, member.id, "Read me", member.key if with_key else None, **more)
    whole = b"".join([piece async for piece in archive(taking)])
    return zipfile.ZipFile(io.BytesIO(whole))


async def brings(member: Member, data: bytes, kind: Kind | None = None) -> Report:
    """Hands it in and waits until it is done."""
    house = member.house
    planned = taking_in.plan(
        HandedIn(data, kind, True, ""), member.facts.uri, house.settings.origin, key=house.key, now=now()
    )
    house.database.write_now(steps.begin, member.id, planned.payloads, planned.report, key=house.key, now=now())
    await wiring.runner(wiring.envoy_of(house)).settle()
    report = house.database.read_now(steps.report_of, member.id, house.key)
    assert report is not None
    assert report.is_over
    return report


async def a_photo_of(member: Member, description: str = "Two lanterns") -> int:
    clean, blob = await clean_picture(phone_picture()), new_token()
    await storing.store(member.house.blobs, blob, clean)
    return member.house.database.write_now(picturing.add_picture, member.id, clean, blob, description, now=now())


def posts_of(member: Member) -> list[Post]:
    mine = select(Post).where(Post.author_id == member.id).order_by(Post.id)
    return member.house.database.read_now(lambda session: list(session.scalars(mine)))


def notes_in(found: zipfile.ZipFile, name: str = "outbox.json") -> list[dict]:  # type: ignore[type-arg]
    return [item["object"] for item in json.loads(found.read(name))["orderedItems"]]


async def test_ones_posts_are_in_it_with_audience_warning_and_described_pictures(house: House, a_member: Member):
    a_member.posts("For the house", "community")
    a_member.posts("Careful", "followers", warning="police")
    a_member.posts("Seen", "allies", pictures=[await a_photo_of(a_member)])

    found = await takes_along(a_member)

    notes = notes_in(found)
    assert [note["parasol:audience"] for note in notes] == ["community", "followers", "allies"]
    assert [note["summary"] for note in notes] == [None, "police", None]
    assert notes[0]["source"]["content"] == "For the house"
    [picture] = notes[2]["attachment"]
    assert picture["name"] == "Two lanterns"
    assert found.read(picture["url"])[:4] == b"RIFF"
    assert json.loads(found.read("outbox.json"))["totalItems"] == 3
    assert {note["attributedTo"] for note in notes} == {a_member.facts.uri}


async def test_an_edited_post_says_when_it_was_edited(house: House, a_member: Member):
    edited, _ = a_member.posts("Sonday"), a_member.posts("as it was")
    edits(a_member, edited, "Sunday")

    with await takes_along(a_member) as archive:
        first, second = json.loads(archive.read("outbox.json"))["orderedItems"]

    assert first["object"]["source"]["content"] == "Sunday"
    assert first["object"]["updated"] > first["object"]["published"]
    assert "updated" not in second["object"]


async def test_nobody_elses_post_and_no_key_is_in_it(house: House, a_member: Member, another_member: Member):
    a_member.follows(another_member)
    another_member.posts("Words of juno", "community")

    found = await takes_along(a_member)

    everything = b"".join(found.read(name) for name in found.namelist())
    assert b"Words of juno" not in everything
    for word in (b"PRIVATE KEY", b"PUBLIC KEY", a_member.key.secret, b"argon2"):
        assert word not in everything


async def test_messages_are_in_it_only_where_the_member_key_opens_them(
    house: House, a_member: Member, another_member: Member
):
    a_member.posts("@juno a planted secret", "mentioned")
    another_member.posts("@marisol and its planted answer", "mentioned")
    join(house, "oda").posts("@juno not for marisol", "mentioned")

    opened, closed = await takes_along(a_member), await takes_along(a_member, with_key=False)

    assert [note["source"]["content"] for note in notes_in(opened, "messages.json")] == [
        "@juno a planted secret", "@marisol and its planted answer",
    ]  # fmt: skip
    assert notes_in(opened) == []
    assert "messages.json" not in closed.namelist()


async def test_the_pictures_of_ones_messages_can_be_looked_at_there_and_nowhere_else(
    house: House, a_member: Member, another_member: Member
):
    picture = await a_photo_of(a_member)
    [whole] = [file.read_bytes() for file in (house.settings.data / "media").rglob("full")]
    a_member.posts("@juno look", "mentioned", pictures=[picture])
    await wiring.runner(wiring.envoy_of(house)).settle()

    mine, closed = await takes_along(a_member), await takes_along(a_member, with_key=False)
    theirs = await takes_along(another_member)

    [attached] = notes_in(mine, "messages.json")[0]["attachment"]
    assert attached["name"] == "Two lanterns"
    assert mine.read(attached["url"]) == whole
    for archive_without in (closed, theirs):
        assert [name for name in archive_without.namelist() if "media" in name] == []
    assert [
        file for file in (house.settings.data / "media").rglob("*") if file.is_file() and file.read_bytes() == whole
    ] == []


async def test_the_lists_are_as_mastodon_reads_them(house: House, a_member: Member, another_member: Member):
    oda, pilar = join(house, "oda"), join(house, "pilar")
    a_member.follows(another_member)
    oda.follows(a_member)
    house.database.write_now(following.ask_to_follow, join(house, "tamsin").id, a_member.id, now=now())
    house.database.write_now(blocking.mute, a_member.id, another_member.id, notifications=False, now=now())
    house.database.write_now(blocking.block, a_member.id, pilar.id, now=now())

    found = await takes_along(a_member)

    head = "Account address,Show boosts,Notify on new posts,Languages\n"
    assert {name: found.read(name).decode() for name in found.namelist() if name.endswith(".csv")} == {
        lists.FOLLOWING: head + "juno@lantern.example,true,false,\n",
        lists.FOLLOWERS: "Account address\noda@lantern.example\n",
        lists.MUTED: "Account address,Hide notifications\njuno@lantern.example,false\n",
        lists.BLOCKED: "pilar@lantern.example\n",
        lists.DOMAINS: "",
        marks.LISTS: "",
        marks.BOOKMARKS: "",
    }


async def test_many_posts_are_all_there_once(house: House, a_member: Member, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.leaving.exporting.PORTION", 3)
    for number in range(8):
        a_member.posts(f"post {number}", "community")

    notes = notes_in(await takes_along(a_member))

    assert [note["source"]["content"] for note in notes] == [f"post {number}" for number in range(8)]


async def test_an_encrypted_archive_opens_with_its_passphrase(house: House, a_member: Member):
    a_member.posts("Planted words", "community")

    sealed = await sealed_archive(Taking(house, a_member.id, ""), "a passphrase for the file")

    assert b"outbox" not in sealed
    opened = zipfile.ZipFile(io.BytesIO(unlock(sealed, "a passphrase for the file")))
    assert len(notes_in(opened)) == 1


async def test_posts_come_in_with_their_dates_for_followers_and_nobody_is_told(
    house: House, a_member: Member, another_member: Member
):
    another_member.follows(a_member)
    await wiring.runner(wiring.envoy_of(house)).settle()

    report = await brings(a_member, an_archive(a_note(1, "@juno look"), a_note(2, summary="police")))

    brought = posts_of(a_member)
    assert report.posts == 2
    assert {post.audience for post in brought} == {"followers"}
    assert [post.written_at for post in brought] == [
        datetime.fromisoformat("2024-03-02T12:00:00Z"), datetime.fromisoformat("2024-03-03T12:00:00Z"),
    ]  # fmt: skip
    assert brought[1].warning == "police"
    assert [post.in_community for post in brought] == [False, False]
    for table in (FeedEntry, Notification):
        told = house.database.read_now(lambda s, t=table: s.scalars(select(t).where(t.post_id.is_not(None))).all())
        assert told == []


async def test_nothing_of_it_waits_for_an_ally(house: House, a_member: Member):
    await brings(a_member, an_archive(a_note(1)))

    assert house.database.read_now(lambda s: s.scalars(select(Job.queue)).all()) == [steps.REPORTS]


async def test_bringing_it_twice_makes_nothing_twice(house: House, a_member: Member):
    first = await brings(a_member, an_archive(a_note(1), a_note(2)))
    second = await brings(a_member, an_archive(a_note(1), a_note(2), a_note(3)))

    assert (first.posts, second.posts, second.here_already) == (2, 1, 2)
    assert len(posts_of(a_member)) == 3


async def test_an_archive_of_this_house_brings_back_only_what_is_gone(house: House, a_member: Member):
    a_member.posts("It stayed", "community")
    found = await takes_along(a_member)
    kept = {name: found.read(name) for name in found.namelist()}

    report = await brings(a_member, a_zip(kept))

    assert (report.posts, report.here_already) == (0, 1)


async def test_ones_thread_stays_a_thread(house: House, a_member: Member):
    first = a_note(1, "first")
    await brings(a_member, an_archive(a_note(2, "second", inReplyTo=first["id"]), first))

    one, two = posts_of(a_member)
    assert (two.reply_to_id, two.thread_id) == (one.id, one.thread_id)


async def test_an_answer_to_somebody_else_stands_alone(house: House, a_member: Member, another_member: Member):
    another_member.posts("Words of juno", "community")
    [theirs] = posts_of(another_member)

    await brings(a_member, an_archive(a_note(1, inReplyTo=theirs.uri)))

    assert [post.reply_to_id for post in posts_of(a_member)] == [None]


async def test_foreign_html_is_cleaned(house: House, a_member: Member):
    await brings(a_member, an_archive(a_note(1, "<script>alert(1)</script><img src=x onerror=alert(1)>words")))

    [post] = posts_of(a_member)
    assert "script" not in post.content
    assert "onerror" not in post.content
    assert "words" in post.content


async def test_pictures_pass_the_cleaner(house: House, a_member: Member):
    pictured = a_note(1, attachment=[{"type": "Document", "url": "/media/holiday.jpg", "name": "a street"}])

    report = await brings(a_member, an_archive(pictured, media__holiday_dot_jpg=phone_picture()))

    [picture] = house.database.read_now(lambda session: session.scalars(select(Picture)).all())
    stored = await house.blobs.get(storing.full(picture.blob))
    assert stored is not None
    assert words_in(stored) == set()
    assert (picture.description, picture.ready, report.pictures_refused) == ("a street", True, 0)


async def test_a_picture_that_is_none_is_left_out_and_the_post_stays(house: House, a_member: Member):
    pictured = a_note(1, attachment=[{"type": "Document", "url": "media/x.jpg", "name": ""}])

    report = await brings(a_member, an_archive(pictured, media__x_dot_jpg=b"\xff\xd8\xff not a picture"))

    assert (report.posts, report.pictures_refused) == (1, 1)


async def test_lists_ask_block_and_mute(house: House, a_member: Member, another_member: Member):
    oda, pilar = join(house, "oda"), join(house, "pilar")
    files: dict[str, bytes | str] = {
        lists.FOLLOWING: "Account address,Show boosts\njuno@lantern.example,false\n",
        lists.BLOCKED: "oda@lantern.example\n",
        lists.MUTED: "Account address,Hide notifications\npilar@lantern.example,false\n",
    }

    report = await brings(a_member, a_zip(files))

    read = house.database.read_now
    follow = read(lambda s: s.get(Follow, (a_member.id, another_member.id)))
    assert follow is not None
    assert (follow.accepted, follow.shows_boosts) == (False, False)
    assert read(lambda s: s.get(Block, (a_member.id, oda.id))) is not None
    assert read(lambda s: s.get_one(Mute, (a_member.id, pilar.id))).notifications is False
    assert (report.asked, report.blocked, report.muted, report.not_reached) == (1, 1, 1, [])


async def test_whoever_cannot_be_reached_is_named(house: House, a_member: Member):
    follows = await brings(a_member, b"oda@nowhere.example\nnobody@lantern.example\n", Kind.FOLLOWING)
    assert follows.not_reached == ["oda@nowhere.example", "nobody@lantern.example"]

    domains = await brings(a_member, b"bad.example\n", Kind.DOMAINS)
    assert domains.not_reached == ["bad.example"]


async def test_a_second_one_waits_until_the_first_is_done(house: House, a_member: Member):
    def begin() -> None:
        planned = taking_in.plan(HandedIn(an_archive(a_note(1)), None, True, ""), "", "", key=house.key, now=now())
        house.database.write_now(steps.begin, a_member.id, planned.payloads, planned.report, key=house.key, now=now())

    begin()
    with pytest.raises(Conflict):
        begin()


async def test_a_death_in_the_middle_loses_no_step_and_does_none_twice(
    house: House, a_member: Member, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(steps, "_MANY_POSTS", 1)
    deaths = iter([True, *[False] * 3])
    whole = importing.bring_post

    def dies_once(*told: object, **more: object) -> bool:
        done = whole(*told, **more)  # type: ignore[arg-type]
        if next(deaths):
            raise RuntimeError("killed before the commit")
        return done

    monkeypatch.setattr(importing, "bring_post", dies_once)
    envoy = wiring.envoy_of(house)
    planned = taking_in.plan(
        HandedIn(an_archive(a_note(1), a_note(2)), None, True, ""), "", envoy.origin, key=house.key, now=now()
    )
    house.database.write_now(steps.begin, a_member.id, planned.payloads, planned.report, key=house.key, now=now())
    await wiring.runner(envoy).settle()
    house.database.write_now(lambda s: queue.try_lane_now(s, steps.QUEUE, a_member.id))
    await wiring.runner(envoy).settle()

    report = house.database.read_now(steps.report_of, a_member.id, house.key)
    assert report is not None
    assert (len(posts_of(a_member)), report.posts, report.here_already, next(deaths)) == (2, 2, 0, False)


async def test_whoever_leaves_in_the_middle_brings_nothing_more(house: House, a_member: Member):
    planned = taking_in.plan(HandedIn(an_archive(a_note(1)), None, True, ""), "", "", key=house.key, now=now())
    house.database.write_now(steps.begin, a_member.id, planned.payloads, planned.report, key=house.key, now=now())

    house.database.write_now(leaving.leave_for_good, a_member.id, key=house.key, now=now())
    await wiring.runner(wiring.envoy_of(house)).settle()

    assert house.database.read_now(lambda s: s.scalars(select(Post.id)).all()) == []
    assert house.database.read_now(lambda s: s.scalars(select(Job.id)).all()) == []


async def test_nothing_is_brought_to_somebody_of_whom_only_the_removal_is_left(house: House, a_member: Member):
    planned = taking_in.plan(HandedIn(an_archive(a_note(1)), None, True, ""), "", "", key=house.key, now=now())
    house.database.write_now(steps.begin, a_member.id, planned.payloads, planned.report, key=house.key, now=now())
    house.database.write_now(leaving.leave_for_good, a_member.id, key=house.key, now=now())

    async def nobody(address: str) -> None: ...

    await importing.import_lane(house, nobody, now)(a_member.id)

    assert house.database.read_now(lambda s: s.scalars(select(Post.id)).all()) == []
    assert house.database.read_now(lambda s: s.scalars(select(Job.id).where(Job.queue == steps.QUEUE)).all()) == []


async def test_from_one_house_to_another(make_house: Callable[[str], House]):
    here, there = make_house("lantern"), make_house("harbour")
    marisol = join(here, "marisol")
    marisol.posts("A thread", "community")
    marisol.posts("With a picture", "allies", pictures=[await a_photo_of(marisol)])
    found = await takes_along(marisol)
    again = join(there, "marisol_again")

    report = await brings(again, a_zip({name: found.read(name) for name in found.namelist()}))

    assert (report.posts, report.pictures_refused) == (2, 0)
    assert [post.source for post in posts_of(again)] == ["A thread", "With a picture"]
    assert {post.audience for post in posts_of(again)} == {"followers"}
    assert b"lantern.example" not in msgspec.json.encode([post.source + post.content for post in posts_of(again)])
