"""Messages between named people are sealed to their readers, and to nobody else (P10)."""

import base64
from dataclasses import replace

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions import pausing
from app.accounts.queries import AccountFacts
from app.allies.actions import ally_by_hand
from app.allies.rules import USUAL
from app.basics.clock import now
from app.basics.events import Event, event_named
from app.jobs.models import Announcement
from app.posts import opening, queries
from app.posts.actions.narrowing import keep_for_those_named
from app.posts.actions.storing import from_the_queue
from app.posts.events import PictureClosed
from app.posts.models import Picture, Post, PostKey
from app.posts.queries import PostFacts
from app.storage.house import House
from app.storage.member_keys import MemberKey
from tests.world.cast import Member, join

WORDS = "meet me behind the lanternworks"
WARNING = "a worried warning"
BLURRED = b"LEHV6nWB2yk8pyo0adR*.7kCMdnj"


def read_by(member: Member, post_id: int, key: MemberKey | None = None) -> PostFacts:
    """The message as this member's session opens it."""
    database = member.house.database
    post = database.read_now(queries.one, member.viewer, post_id)
    keys = database.read_now(opening.keys_for, member.id, [post_id])
    return opening.opened(post, keys.get(post_id), key or member.key)


def everything_of(house: House, post_id: int) -> bytes:
    """Whatever the database holds of the message and of what waits for it."""

    def rows(session: Session) -> list[object]:
        found: list[object] = [*session.execute(select(Post.__table__).where(Post.id == post_id))]
        found += session.execute(select(PostKey.__table__).where(PostKey.post_id == post_id))
        found += session.execute(select(Picture.__table__))
        return [*found, *session.execute(select(Announcement.__table__))]

    return repr(house.database.read_now(rows)).encode()


def test_its_writer_and_whoever_is_named_read_it(a_member: Member, another_member: Member):
    post_id = a_member.posts(f"@juno {WORDS}", "mentioned", warning=WARNING)

    for reader in (a_member, another_member):
        read = read_by(reader, post_id)

        assert WORDS in read.content
        assert read.source == f"@juno {WORDS}"
        assert read.warning == WARNING
        assert WORDS.encode() in read.body
        assert read.sealed is None


def test_what_is_narrowed_to_those_named_is_sealed_to_whoever_hides_as_well(
    house: House, a_member: Member, another_member: Member
):
    post_id = a_member.posts(f"@juno {WORDS}", "followers")
    ally = house.database.write_now(ally_by_hand, "https://harbour.example", frozenset(USUAL), now=now())
    house.database.write_now(_bind, post_id, ally.id)
    house.database.write_now(pausing.pause, another_member.id)

    house.database.write_now(keep_for_those_named, ally.id, key=house.key)
    house.database.write_now(pausing.come_back, another_member.id)

    assert WORDS in read_by(another_member, post_id).content


def _bind(session: Session, post_id: int, ally_id: int) -> None:
    session.get_one(Post, post_id).bound_ally_id = ally_id


def test_nothing_that_is_kept_tells_what_it_says(house: House, a_member: Member, another_member: Member):
    post_id = a_member.posts(f"@juno {WORDS}", "mentioned", warning=WARNING)

    kept = everything_of(house, post_id)

    assert WORDS.encode() not in kept
    assert WARNING.encode() not in kept


def test_the_descriptions_of_its_pictures_are_sealed_with_it(house: House, a_member: Member, another_member: Member):
    picture_id = house.database.write_now(_a_picture, a_member.facts)

    post_id = a_member.posts("@juno look", "mentioned", pictures=[picture_id])

    assert read_by(another_member, post_id).descriptions == {picture_id: "me at the red door"}
    assert b'"description":"me at the red door"' in read_by(another_member, post_id).body
    assert b"red door" not in everything_of(house, post_id)
    assert BLURRED not in everything_of(house, post_id), "a blurhash is a small picture"


def test_the_key_of_its_pictures_waits_for_them_under_the_house_key_alone(
    house: House, a_member: Member, another_member: Member
):
    picture_id = house.database.write_now(_a_picture, a_member.facts)
    post_id = a_member.posts("@juno look", "mentioned", pictures=[picture_id])
    read, asked = house.database.read_now, (post_id, picture_id)
    key = read(opening.picture_key_for, another_member.id, *asked, another_member.key)
    oda = join(house, "oda")

    [waiting] = [event for event in read(_waiting) if isinstance(event, PictureClosed)]

    assert key is not None
    assert from_the_queue(waiting.picture_key, house.key) == key
    assert base64.b64encode(key) not in everything_of(house, post_id)
    assert read(opening.picture_key_for, another_member.id, *asked, oda.key) is None
    assert read(opening.picture_key_for, oda.id, *asked, oda.key) is None


def _waiting(session: Session) -> list[Event]:
    rows = session.execute(select(Announcement.event, Announcement.payload))
    return [msgspec.json.decode(payload, type=event_named(name)) for name, payload in rows]


def test_somebody_elses_key_does_not_open_it(house: House, a_member: Member, another_member: Member):
    post_id = a_member.posts(f"@juno {WORDS}", "mentioned")

    read = read_by(another_member, post_id, join(house, "oda").key)

    assert read.sealed is not None
    assert read.content == read.source == ""
    assert WORDS.encode() not in read.body


def test_a_broken_seal_shows_no_words_and_stops_nothing(a_member: Member, another_member: Member):
    post_id = a_member.posts(f"@juno {WORDS}", "mentioned")
    database = a_member.house.database
    post = database.read_now(queries.one, another_member.viewer, post_id)
    keys = database.read_now(opening.keys_for, another_member.id, [post_id])

    broken = replace(post, sealed=(post.sealed or b"")[:-1] + b"?")

    assert opening.opened(broken, keys[post_id], another_member.key) == broken
    assert opening.opened(post, keys[post_id][:-1] + b"?", another_member.key) == post


def test_whoever_is_not_named_has_no_key_to_it(house: House, a_member: Member, another_member: Member):
    oda = join(house, "oda")
    post_id = a_member.posts(f"@juno {WORDS}", "mentioned")

    assert house.database.read_now(opening.keys_for, oda.id, [post_id]) == {}


def test_other_posts_are_not_sealed(a_member: Member):
    post_id = a_member.posts(WORDS, "community")

    post = a_member.house.database.read_now(queries.one, a_member.viewer, post_id)

    assert post.sealed is None
    assert WORDS in post.content


def _a_picture(session: Session, owner: AccountFacts) -> int:
    from app.basics.clock import now
    from app.basics.ids import new_id, new_token

    picture = Picture(
        id=new_id(now()), owner_id=owner.id, blob=new_token(), ready=True, description="me at the red door",
        made_at=now(), blurhash=BLURRED.decode(),
    )  # fmt: skip
    session.add(picture)
    return picture.id


def test_only_a_message_that_goes_abroad_leaves_its_key_in_a_queue(
    house: House, a_member: Member, another_member: Member
):
    a_member.posts(f"@juno {WORDS}", "mentioned")

    [waiting] = house.database.read_now(lambda session: session.scalars(select(Announcement.payload)).all())

    assert b'"message_key":""' in waiting
