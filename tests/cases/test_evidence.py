"""What was reported is copied sealed, pictures included: its author may delete it, and no thief reads the copy."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import wiring
from app.accounts.actions import profiles
from app.basics.clock import now
from app.basics.ids import new_token
from app.cli import named_files as files
from app.media import sealing, storing
from app.posts.actions import deleting, editing, picturing
from app.posts.actions.editing import Edit
from app.storage.house import House
from moderation.cases import destroying, evidence
from moderation.cases.models import Case, Evidence
from tests.world.alliance import Neighbour
from tests.world.cast import Member, join
from tests.world.governing_cases import kept_of, reports, reports_account, telling
from tests.world.hosts import CLEAN

SECRET = "the blue door on Canal Street"


def everything(house: House) -> bytes:
    """The rows of the evidence."""
    return repr(house.database.read_now(lambda session: session.execute(select(Evidence.__table__)).all())).encode()


async def posts_a_picture(member: Member) -> int:
    blob = new_token()
    await storing.store(member.house.blobs, blob, CLEAN)
    picture_id = member.house.database.write_now(picturing.add_picture, member.id, CLEAN, blob, "a balcony", now=now())
    return member.posts("The balcony this morning", pictures=(picture_id,))


def deletes(member: Member, post_id: int) -> None:
    member.house.database.write_now(deleting.delete_post, member.id, post_id, key=member.house.key, now=now())


def test_a_post_is_copied_as_it_stands_with_its_warning_and_poll(
    house: House, a_member: Member, another_member: Member
):
    post_id = a_member.posts(SECRET, warning="a place")

    case_id = reports(another_member, post_id)

    [kept] = kept_of(house, case_id)
    assert (kept.kind, kept.copy.id, kept.copy.source, kept.copy.warning) == ("post", post_id, SECRET, "a place")  # type: ignore[union-attr]
    assert SECRET.encode() not in everything(house)


def test_what_it_said_when_it_was_reported_stays_after_an_edit_and_the_deletion(
    house: House, a_member: Member, another_member: Member
):
    post_id = a_member.posts(SECRET)
    case_id = reports(another_member, post_id)
    house.database.write_now(
        editing.edit_post, a_member.id, post_id, Edit("nothing at all"), origin=house.settings.origin, key=house.key,
        now=now(),
    )  # fmt: skip
    reports(join(house, "lupe"), post_id)
    deletes(a_member, post_id)

    assert [kept.copy.source for kept in kept_of(house, case_id)] == [SECRET, "nothing at all"]  # type: ignore[union-attr]


def test_what_did_not_change_is_copied_once(house: House, a_member: Member, another_member: Member):
    post_id = a_member.posts(SECRET)

    case_id = reports(another_member, post_id)
    reports(join(house, "lupe"), post_id)

    assert len(kept_of(house, case_id)) == 1


def test_a_profile_is_copied_too(house: House, a_member: Member, another_member: Member):
    origin = house.settings.origin
    house.database.write_now(profiles.change_profile, a_member.id, "Marisol", SECRET, origin=origin)

    case_id = reports_account(another_member, a_member.id)

    [kept] = kept_of(house, case_id)
    assert kept.kind == "profile"
    assert SECRET in kept.copy.about_html  # type: ignore[union-attr]


def test_of_a_message_the_desk_gets_what_was_included_and_nothing_else(
    house: House, a_member: Member, another_member: Member
):
    first = a_member.posts(f"@juno {SECRET}", "mentioned")
    second = a_member.posts("@juno and another thing", "mentioned", reply_to=first)

    case_id = reports(another_member, second, telling(included=()))

    assert [kept.copy.source for kept in kept_of(house, case_id)] == ["@juno and another thing"]  # type: ignore[union-attr]
    assert SECRET.encode() not in everything(house)


@pytest.mark.anyio
async def test_a_picture_is_copied_sealed_before_its_author_can_delete_it(near: Neighbour):
    author, reporter = join(near.house, "marisol"), join(near.house, "juno")
    post_id = await posts_a_picture(author)
    case_id = reports(reporter, post_id)
    deletes(author, post_id)

    await wiring.runner(near.envoy).settle()

    [kept] = kept_of(near.house, case_id)
    [picture] = kept.pictures
    for name, clean in ((storing.full(picture.blob), CLEAN.full), (storing.small(picture.blob), CLEAN.small)):
        stored = await near.house.blobs.get(name)
        assert stored is not None
        assert sealing.is_sealed(stored)
        assert clean not in stored
        assert await sealing.opened(stored, picture.copy.picture_key) == clean
    assert len(near.files()) == 2, "the author's own are gone"


@pytest.mark.anyio
async def test_its_files_are_named_for_backups_and_go_when_its_time_is_over(near: Neighbour):
    author, reporter = join(near.house, "marisol"), join(near.house, "juno")
    case_id = reports(reporter, await posts_a_picture(author))
    await wiring.runner(near.envoy).settle()
    [picture] = kept_of(near.house, case_id)[0].pictures
    named = near.house.database.read_now(lambda session: list(files.named_files(session.connection())))
    assert storing.full(picture.blob) in named
    assert near.house.database.read_now(files.is_named, storing.small(picture.blob))

    near.house.database.write_now(destroying.keep_until, case_id, now() + timedelta(days=30))
    near.house.database.write_now(destroying.forget_old, now() + timedelta(days=29))
    assert kept_of(near.house, case_id) != ()
    near.house.database.write_now(destroying.forget_old, now() + timedelta(days=31))
    await wiring.runner(near.envoy).settle()

    assert kept_of(near.house, case_id) == ()
    assert not near.house.database.read_now(files.is_named, storing.small(picture.blob))
    assert len(near.files()) == 2, "those of the post alone"


@pytest.mark.anyio
async def test_pictures_alone_can_be_destroyed_at_once(near: Neighbour):
    author, reporter = join(near.house, "marisol"), join(near.house, "juno")
    case_id = reports(reporter, await posts_a_picture(author))

    near.house.database.write_now(destroying.destroy_pictures, case_id)
    await wiring.runner(near.envoy).settle()

    [kept] = kept_of(near.house, case_id)
    assert kept.pictures == ()
    assert len(near.files()) == 2


def test_nobody_fills_the_house_by_editing_and_reporting(house: House, a_member: Member, monkeypatch):
    monkeypatch.setattr(evidence, "MOST", 2)
    post_id = a_member.posts("version 0")
    for turn in range(4):
        case_id = reports(join(house, f"member{turn}"), post_id)
        house.database.write_now(
            editing.edit_post, a_member.id, post_id, Edit(f"version {turn + 1}"), origin=house.settings.origin,
            key=house.key, now=now(),
        )  # fmt: skip

    assert len(kept_of(house, case_id)) == 2


def test_a_case_closed_a_year_ago_is_forgotten_with_all_of_it(house: House, a_member: Member, another_member: Member):
    case_id = reports(another_member, a_member.posts(SECRET))

    def close(session: Session) -> None:
        session.get_one(Case, case_id).closed_at = now()

    house.database.write_now(close)
    house.database.write_now(destroying.forget_old, now() + timedelta(days=366))

    assert everything(house) == b"[]"
