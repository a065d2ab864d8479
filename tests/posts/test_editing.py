"""An edit changes what a post says, never who reads it (P23); what it said before stays to be read by the same."""

import msgspec
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.queries import AccountFacts
from app.accounts.viewer import Viewer
from app.allies.actions import ally_by_hand
from app.allies.rules import USUAL
from app.basics.clock import now
from app.basics.errors import Forbidden, Invalid, NotFound, Refused
from app.basics.ids import new_id, new_token
from app.jobs.models import Announcement
from app.posts import opening, queries, versions
from app.posts.actions import deleting, editing
from app.posts.actions.editing import Edit
from app.posts.actions.narrowing import keep_for_those_named
from app.posts.events import BlobsOrphaned
from app.posts.models import Picture, Post, PostVersion
from app.posts.versions import History
from app.storage.house import House
from tests.posts.test_messages_are_sealed import everything_of
from tests.posts.test_who_may_read import reads
from tests.world.cast import Member, join


def edits(member: Member, post_id: int, text: str, **more: object) -> bool:
    """As the doors do it: a message is opened before."""
    house = member.house
    post = house.database.read_now(queries.one, member.viewer, post_id)
    message_key = b""
    if post.sealed is not None:
        keys = house.database.read_now(opening.keys_for, member.id, [post_id])
        message_key = opening.opened(post, keys[post_id], member.key).message_key
    edit = Edit(text, **more)  # type: ignore[arg-type]
    return house.database.write_now(
        editing.edit_post, member.id, post_id, edit,
        origin=house.settings.origin, key=house.key, now=now(), message_key=message_key,
    )  # fmt: skip


def history_for(member: Member, post_id: int) -> History:
    """As this member's session opens it."""
    read = member.house.database.read_now
    found = read(versions.history, member.viewer, post_id)
    keys = read(opening.keys_for, member.id, [post_id])
    opened = opening.opened(found.post, keys.get(post_id), member.key)
    return versions.opened(found, opened, member.id, member.key)


def words(found: History) -> list[str]:
    return [version.content for version in found.versions]


def test_a_post_says_what_it_was_changed_to_and_its_history_what_it_said(a_member: Member, another_member: Member):
    post_id = a_member.posts("Tea on Sonday", warning="tee", language="en")

    assert edits(a_member, post_id, "Tea on Sunday", warning="tea", language="de")
    assert edits(a_member, post_id, "Tea on Monday", warning="tea")

    found = history_for(another_member, post_id)
    assert words(found) == ["<p>Tea on Sonday</p>", "<p>Tea on Sunday</p>", "<p>Tea on Monday</p>"]
    assert [version.warning for version in found.versions] == ["tee", "tea", "tea"]
    assert [version.language for version in found.versions] == ["en", "de", "de"]
    assert sorted(version.at for version in found.versions) == [version.at for version in found.versions]
    assert len({version.at for version in found.versions}) == 3
    assert b"Tea on Monday" in found.post.body
    assert found.post.edited_at == found.versions[-1].at


def test_an_edit_that_changes_nothing_is_none(a_member: Member):
    post_id = a_member.posts("Tea on Sunday", warning="tea")

    assert not edits(a_member, post_id, "  Tea on Sunday ", warning="tea")

    found = history_for(a_member, post_id)
    assert (len(found.versions), found.post.edited_at) == (1, None)


@pytest.mark.parametrize("audience", ["open", "allies", "community", "followers", "mentioned"])
def test_no_edit_changes_for_whom_a_post_is(house: House, a_member: Member, another_member: Member, audience: str):
    post_id = a_member.posts("for @juno alone", audience)
    before = _readers(house, post_id)

    edits(a_member, post_id, "for everybody who reads this")

    assert _readers(house, post_id) == before


def test_only_its_author_edits_it(a_member: Member, another_member: Member):
    post_id = a_member.posts("mine", "community")

    with pytest.raises(Forbidden):
        edits(another_member, post_id, "yours")

    assert words(history_for(another_member, post_id)) == ["<p>mine</p>"]


def test_whoever_may_not_read_it_neither_edits_it_nor_reads_its_history(a_member: Member, another_member: Member):
    post_id = a_member.posts("for those who follow me", "followers")
    edits(a_member, post_id, "for you who follow me")

    with pytest.raises(NotFound):
        edits(another_member, post_id, "yours")
    with pytest.raises(NotFound):
        history_for(another_member, post_id)


def test_what_is_gone_is_not_edited_and_its_history_is_gone(house: House, a_member: Member):
    post_id = a_member.posts("here")
    edits(a_member, post_id, "still here")

    house.database.write_now(deleting.delete_post, a_member.id, post_id, key=house.key, now=now())

    with pytest.raises(NotFound):
        edits(a_member, post_id, "there")
    assert house.database.read_now(_versions) == []


@pytest.mark.parametrize(("text", "field"), [("", "text"), ("x" * 5001, "text")])
def test_what_cannot_be_posted_is_not_edited_in(a_member: Member, text: str, field: str):
    post_id = a_member.posts("words")

    with pytest.raises(Invalid) as refused:
        edits(a_member, post_id, text)

    assert refused.value.field == field
    assert words(history_for(a_member, post_id)) == ["<p>words</p>"]


def test_a_hundred_edits_are_enough(house: House, a_member: Member, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(versions, "MOST", 2)
    post_id = a_member.posts("one")
    edits(a_member, post_id, "two")
    edits(a_member, post_id, "three")

    with pytest.raises(Refused):
        edits(a_member, post_id, "four")


def test_somebody_new_may_be_named_where_they_could_read_it_anyway(house: House, a_member: Member):
    juno = join(house, "juno")
    juno.chooses()
    post_id = a_member.posts("with nobody", "community")

    edits(a_member, post_id, "with @juno")

    assert b'"username":"juno"' in history_for(juno, post_id).post.body
    assert house.database.read_now(queries.mentioned_in, [post_id]) == {post_id: [juno.id]}


def test_a_follower_may_be_named_afterwards_in_a_post_for_followers(
    house: House, a_member: Member, another_member: Member
):
    another_member.follows(a_member)
    post_id = a_member.posts("for followers", "followers")

    edits(a_member, post_id, "for followers such as @juno")

    assert house.database.read_now(queries.mentioned_in, [post_id]) == {post_id: [another_member.id]}


@pytest.mark.parametrize("audience", ["followers", "mentioned"])
def test_nobody_new_is_named_in_a_post_for_some_people_only(house: House, a_member: Member, audience: str):
    """Refused rather than shown as plain words: whoever types a name there believes that it tells somebody."""
    join(house, "juno"), join(house, "oda")
    post_id = a_member.posts("dear @juno", audience)
    before = _readers(house, post_id)

    with pytest.raises(Invalid) as refused:
        edits(a_member, post_id, "dear @juno and @oda")

    assert refused.value.field == "text"
    assert _readers(house, post_id) == before


def test_whoever_takes_no_mentions_is_not_named_afterwards_either(house: House, a_member: Member):
    juno = join(house, "juno")
    juno.chooses(mentions="nobody")
    post_id = a_member.posts("with nobody")

    with pytest.raises(Invalid, match="does not take mentions"):
        edits(a_member, post_id, "with @juno")


def test_whose_name_is_taken_out_has_read_it_and_goes_on_reading_it(a_member: Member, another_member: Member):
    post_id = a_member.posts("dear @juno, hello", "mentioned")

    edits(a_member, post_id, "hello")

    assert words(history_for(another_member, post_id))[-1] == "<p>hello</p>"


def test_what_a_message_said_before_is_for_its_readers_and_lies_nowhere_in_the_clear(
    house: House, a_member: Member, another_member: Member
):
    post_id = a_member.posts("@juno behind the lanternworks", "mentioned", warning="worried")

    edits(a_member, post_id, "@juno behind the dyehouse", warning="calm")

    for reader in (a_member, another_member):
        found = history_for(reader, post_id)
        assert ["lanternworks" in words(found)[0], "dyehouse" in words(found)[1]] == [True, True]
        assert [version.warning for version in found.versions] == ["worried", "calm"]
    kept = everything_of(house, post_id) + repr(house.database.read_now(_versions)).encode()
    for word in (b"lanternworks", b"dyehouse", b"worried", b"calm"):
        assert word not in kept


def test_a_session_that_cannot_open_a_message_neither_edits_it_nor_reads_what_it_said(
    house: House, a_member: Member, another_member: Member
):
    post_id = a_member.posts("@juno behind the lanternworks", "mentioned")
    edits(a_member, post_id, "@juno behind the dyehouse")

    with pytest.raises(Refused):
        house.database.write_now(
            editing.edit_post, a_member.id, post_id, Edit("@juno, new"),
            origin=house.settings.origin, key=house.key, now=now(),
        )  # fmt: skip
    found = house.database.read_now(versions.history, another_member.viewer, post_id)
    unopened = versions.opened(found, found.post, another_member.id, None)
    assert all(version.sealed is not None and version.content == "" for version in unopened.versions)


def test_pictures_are_described_anew_and_those_taken_out_are_destroyed(house: House, a_member: Member):
    door, table = (house.database.write_now(a_picture, a_member.facts, said) for said in ("a dore", "a table"))
    blobs = house.database.read_now(_blobs)
    post_id = a_member.posts("look", pictures=[door, table])

    edits(a_member, post_id, "look", pictures=[door], descriptions={door: "a door"})

    found = history_for(a_member, post_id)
    assert [dict(one.descriptions) for one in found.versions] == [{door: "a dore", table: "a table"}, {door: "a door"}]
    assert [one.id for one in found.pictures] == [door]
    assert b'"description":"a door"' in found.post.body
    assert b"a table" not in found.post.body
    assert house.database.read_now(_orphans) == [blobs[table]]


def test_the_pictures_of_a_message_are_described_anew_under_the_same_seal(
    house: House, a_member: Member, another_member: Member
):
    picture = house.database.write_now(a_picture, a_member.facts, "at the lanternworks")
    post_id = a_member.posts("@juno look", "mentioned", pictures=[picture])
    key = house.database.read_now(opening.picture_key_for, another_member.id, post_id, picture, another_member.key)

    edits(a_member, post_id, "@juno look", descriptions={picture: "at the dyehouse"})

    found = history_for(another_member, post_id)
    assert [dict(one.descriptions) for one in found.versions] == [
        {picture: "at the lanternworks"},
        {picture: "at the dyehouse"},
    ]
    assert opening.picture_key_in(found.post, picture) == key, "its file opens as before"
    assert b"dyehouse" not in everything_of(house, post_id)


def test_no_picture_comes_in_by_an_edit(house: House, a_member: Member, another_member: Member):
    theirs, unposted = (house.database.write_now(a_picture, one.facts, "") for one in (another_member, a_member))
    post_id = a_member.posts("words")
    another_member.posts("look", "followers", pictures=[theirs])

    for picture in (theirs, unposted):
        with pytest.raises(Invalid, match="cannot be added"):
            edits(a_member, post_id, "words", pictures=[picture])


def test_what_becomes_a_message_takes_its_history_under_the_seal(
    house: House, a_member: Member, another_member: Member
):
    post_id = a_member.posts("@juno behind the lanternworks", "followers")
    edits(a_member, post_id, "@juno behind the dyehouse")
    ally = house.database.write_now(ally_by_hand, "https://harbour.example", frozenset(USUAL), now=now())
    house.database.write_now(_bind, post_id, ally.id)

    house.database.write_now(keep_for_those_named, ally.id, key=house.key)

    assert "lanternworks" in words(history_for(another_member, post_id))[0]
    assert b"lanternworks" not in repr(house.database.read_now(_versions)).encode()


def _readers(house: House, post_id: int) -> dict[str, bool]:
    """Who of everybody and of the allies there are reads it."""
    there = {name: account for name in ("marisol", "juno", "oda") if (account := _account(house, name))}
    viewers = {name: Viewer.member(account) for name, account in there.items()} | {"an ally": Viewer.ally(1)}
    return {who: reads(house, viewer, post_id) for who, viewer in viewers.items()}


def _account(house: House, name: str) -> int | None:
    found = house.database.read_now(accounts.by_name, name)
    return found and found.id


def a_picture(session: Session, owner: AccountFacts, description: str) -> int:
    picture = Picture(
        id=new_id(now()), owner_id=owner.id, blob=new_token(), ready=True, description=description, made_at=now()
    )
    session.add(picture)
    return picture.id


def _versions(session: Session) -> list[object]:
    return [*session.execute(select(PostVersion.__table__))]


def _blobs(session: Session) -> dict[int, str]:
    return {row.id: row.blob for row in session.scalars(select(Picture))}


def _orphans(session: Session) -> list[str]:
    rows = session.scalars(select(Announcement.payload).where(Announcement.event == BlobsOrphaned.__name__))
    return [blob for payload in rows for blob in msgspec.json.decode(payload, type=BlobsOrphaned).blobs]


def _bind(session: Session, post_id: int, ally_id: int) -> None:
    session.get_one(Post, post_id).bound_ally_id = ally_id
