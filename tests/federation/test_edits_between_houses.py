"""An edit goes to every house that had the post, no further than the post went, and is told there as it is here."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions import blocking
from app.accounts.models import Account
from app.allies import actions as allies
from app.basics.clock import now
from app.media import sealing, storing
from app.notifications.models import Notification
from app.posts import opening, versions
from app.posts.models import Picture, Post
from app.posts.versions import History
from tests.federation.test_outgoing import Houses, follow, third, told, uri_of  # noqa: F401 - a fixture among them
from tests.posts.test_editing import edits
from tests.world.alliance import Neighbour, Net, settle
from tests.world.cast import Member, _taken
from tests.world.pictures import phone_picture

pytestmark = pytest.mark.anyio


def last(net: Net, to: Neighbour) -> dict[str, Any]:
    return net.posted_to(to.origin)[-1]


def history_at(house: Neighbour, member: Member, uri: str) -> History:
    """What became of it, as this member's session opens it, once they took it."""
    read = house.house.database.read_now
    post_id = read(lambda session: session.scalars(select(Post.id).where(Post.uri == uri)).one())
    house.house.database.write_now(_taken, post_id)
    found = read(versions.history, member.viewer, post_id)
    opened = opening.opened(found.post, read(opening.keys_for, member.id, [post_id]).get(post_id), member.key)
    return versions.opened(found, opened, member.id, member.key)


@pytest.mark.parametrize("audience", ["open", "allies", "followers", "mentioned"])
async def test_an_edit_is_addressed_as_the_post_was_and_changes_their_copy(allied: Houses, net: Net, audience: str):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await follow(ana, far, marisol, near)
    post_id = marisol.posts("Dear @ana@harbour.example, Sonday", audience, warning="tee")
    await settle(near, far)
    create = last(net, far)

    edits(marisol, post_id, "Dear @ana@harbour.example, Sunday", warning="tea")
    await settle(near, far)

    update = last(net, far)
    assert (create["type"], update["type"]) == ("Create", "Update")
    assert (update["to"], update["cc"]) == (create["to"], create["cc"])
    assert update["id"] != create["id"]
    found = history_at(far, ana, uri_of(near, post_id))
    assert ["Sonday" in found.versions[0].content, "Sunday" in found.versions[1].content] == [True, True]
    assert [version.warning for version in found.versions] == ["tee", "tea"]


async def test_only_a_house_that_had_it_is_told(allied: Houses, third: Neighbour, net: Net):  # noqa: F811
    near, far = allied
    marisol, ana, carla = near.houses("marisol"), far.houses("ana"), third.houses("carla")
    await follow(ana, far, marisol, near)
    post_id = marisol.posts("For followers", "followers")
    await settle(near, far)
    await follow(carla, third, marisol, near)
    before = told(net, third)

    edits(marisol, post_id, "For those who followed me then")
    await settle(near, far)

    assert told(net, far)[-1] == "Update"
    assert told(net, third) == before


async def test_what_is_for_this_community_is_told_to_nobody(allied: Houses, net: Net):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await follow(ana, far, marisol, near)
    post_id = marisol.posts("Only here", "community")
    await settle(near, far)
    before = told(net, far)

    edits(marisol, post_id, "Still only here, @ana@harbour.example")
    await settle(near, far)

    assert told(net, far) == before


async def test_while_an_alliance_is_paused_nothing_is_told(allied: Houses, net: Net):
    near, far = allied
    marisol = near.houses("marisol")
    post_id = marisol.posts("For allies", "allies")
    await settle(near, far)
    near.house.database.write_now(allies.pause, far.origin, now=near.envoy.clock())
    before = told(net, far)

    edits(marisol, post_id, "For allies, changed")
    await settle(near, far)

    assert told(net, far) == before


async def test_a_house_that_may_not_read_it_any_more_is_not_told(allied: Houses, net: Net):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await follow(ana, far, marisol, near)
    post_id = marisol.posts("For followers", "followers")
    await settle(near, far)
    near.house.database.write_now(blocking.block, marisol.id, near.house.database.read_now(ana_here), now=now())
    await settle(near, far)

    edits(marisol, post_id, "For those who follow me still")
    await settle(near, far)

    assert "Update" not in told(net, far)


async def test_somebody_there_who_is_named_since_is_told_once(allied: Houses):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await near.knows(ana)
    post_id = marisol.posts("With nobody", "allies")
    await settle(near, far)

    for words in ("With @ana@harbour.example", "With @ana@harbour.example, again"):
        edits(marisol, post_id, words)
        await settle(near, far)

    assert far.house.database.read_now(notified) == [ana.id]


async def test_somebody_here_who_is_named_since_is_told_and_the_others_are_not_told_again(near: Neighbour):
    marisol, _, oda = near.houses("marisol"), near.houses("juno"), near.houses("oda")
    post_id = marisol.posts("With @juno", "community")
    await settle(near)
    near.house.database.write_now(forget_all)

    edits(marisol, post_id, "With @juno and @oda")
    await settle(near)

    assert near.house.database.read_now(notified) == [oda.id]


async def test_pictures_that_stay_are_not_fetched_again_and_those_taken_out_go_there_too(allied: Houses, net: Net):
    near, far = allied
    marisol = near.houses("marisol")
    pictures = [await near.draws(marisol, phone_picture(), words) for words in ("a dore", "a table")]
    post_id = marisol.posts("Look", "allies", pictures=pictures)
    await settle(near, far)
    files, fetched = far.files(), loads(net)
    near.envoy.clock.moves(hours=3)  # type: ignore[attr-defined] - their addresses are minted anew each hour

    edits(marisol, post_id, "Look", pictures=pictures[:1], descriptions={pictures[0]: "a door"})
    await settle(near, far)

    [row] = far.house.database.read_now(lambda session: session.scalars(select(Picture)).all())
    assert (row.description, row.ready) == ("a door", True)
    assert (len(near.files()), len(far.files())) == (2, 2)
    assert set(far.files()) < set(files)
    assert loads(net) == fetched


async def test_a_message_with_a_picture_opens_there_after_an_edit(allied: Houses):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await near.knows(ana)
    picture = await near.draws(marisol, phone_picture(), "at the lanternworks")
    post_id = marisol.posts("@ana@harbour.example look", "mentioned", pictures=[picture])
    await settle(near, far)

    edits(marisol, post_id, "@ana@harbour.example look here", descriptions={picture: "at the dyehouse"})
    await settle(near, far)

    for house, reader in ((near, marisol), (far, ana)):
        found = history_at(house, reader, uri_of(near, post_id))
        assert [*found.versions[-1].descriptions.values()] == ["at the dyehouse"]
        [row] = found.pictures
        stored = await house.house.blobs.get(storing.full(row.blob))
        opened = await sealing.opened(stored or b"", opening.picture_key_in(found.post, row.id))
        assert (opened or b"")[8:15] == b"WEBPVP8"
    assert (len(near.files()), len(far.files())) == (2, 2)


async def test_a_house_that_comes_to_it_later_sees_that_it_was_edited(allied: Houses, net: Net):
    near, far = allied
    marisol = near.houses("marisol")
    post_id = marisol.posts("Sonday", "allies")
    edits(marisol, post_id, "Sunday")

    await settle(near, far)

    [create] = [act for act in net.posted_to(far.origin) if act["type"] == "Create"]
    edited = far.house.database.read_now(lambda session: session.scalar(select(Post.edited_at)))
    assert "Sunday" in create["object"]["content"]
    assert edited is not None
    assert edited.strftime("%Y-%m-%dT%H:%M:%SZ") == create["object"]["updated"]
    assert len(history_at(far, far.houses("ana"), uri_of(near, post_id)).versions) == 1


def loads(net: Net) -> int:
    """How often a picture was asked for."""
    return len([sent for sent in net.sent if "/media/" in sent.url])


def notified(session: Session) -> list[int]:
    return list(session.scalars(select(Notification.account_id).where(Notification.kind == "mention")))


def forget_all(session: Session) -> None:
    for row in session.scalars(select(Notification)):
        session.delete(row)


def ana_here(session: Session) -> int:
    return session.scalars(select(Account.id).where(Account.name == "ana")).one()
