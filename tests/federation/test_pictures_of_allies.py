"""An ally's pictures: fetched from that ally alone, cleaned like anybody's, and gone when they should be."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.viewer import Viewer
from app.allies.models import Ally
from app.jobs import queue
from app.posts import picture_queries
from app.posts import queries as posts
from app.posts.actions import deleting
from app.posts.models import Picture, Post
from app.posts.picture_queries import PictureFacts
from federation import files, pact
from tests.world.alliance import Neighbour, Net, Sent, Told, settle
from tests.world.cast import Member
from tests.world.peers import AClock
from tests.world.pictures import OWNER, PLACE, SERIAL, phone_picture

pytestmark = pytest.mark.anyio

Houses = tuple[Neighbour, Neighbour]


class Killed(BaseException):
    """kill -9 between the deed and its acknowledgement on the disk."""


async def show(near: Neighbour, text: str = "Look", description: str = "A lantern") -> tuple[Member, int]:
    """Marisol posts a photograph for allies."""
    marisol = near.houses("marisol")
    picture = await near.draws(marisol, phone_picture(), description)
    return marisol, marisol.posts(text, "allies", pictures=(picture,))


def pictures_at(house: Neighbour) -> list[PictureFacts]:
    def read(session: Any) -> list[PictureFacts]:
        ids = list(session.scalars(select(Picture.post_id)))
        return [facts for found in picture_queries.pictures_of(session, ids).values() for facts in found]

    return house.house.database.read_now(read)


def asked_for_pictures(net: Net) -> list[str]:
    return [sent.url for sent in net.sent if sent.method == "GET" and "/media/" in sent.url]


def capabilities(net: Net, house: Neighbour) -> list[list[str]]:
    """For whom, until which hour, and the proof, of each picture's address that went to that house."""
    creates = [a for a in net.posted_to(house.origin) if a["type"] == "Create"]
    return [a["object"]["attachment"][0]["url"].split("/media/")[1].split("/")[0].split(".") for a in creates]


async def test_a_photograph_arrives_with_its_description_and_nothing_else(allied: Houses) -> None:
    near, far = allied
    ana = far.houses("ana")
    await show(near)

    await settle(near, far)

    [picture] = pictures_at(far)
    assert picture.ready
    assert (picture.description, picture.width, picture.height) == ("A lantern", 640, 480)
    stored = [await far.house.blobs.get(f"{picture.blob}/{size}") for size in ("full", "small")]
    for planted in (OWNER, PLACE, SERIAL):
        assert not any(planted in (content or planted) for content in stored)
    post = far.house.database.read_now(posts.one, Viewer.member(ana.id), picture.post_id)
    assert b'"type":"image"' in post.body


async def test_the_address_of_a_picture_is_made_as_it_leaves_and_for_one_house(
    allied: Houses, make_neighbour: Callable[[str], Neighbour], net: Net, hours: AClock
) -> None:
    near, far = allied
    third = make_neighbour("orchard")
    await pact.knock(near.envoy, third.origin)
    await pact.accept(third.envoy, near.origin)
    net.cuts(far.origin)
    await show(near)
    await near.works()

    hours.moves(hours=3)
    net.mends(far.origin)
    await near.works()

    [for_third] = capabilities(net, third)
    _, for_far = capabilities(net, far)
    assert for_third[0] == f"a{near.ally_id(third):x}"
    assert for_far[0] == f"a{near.ally_id(far):x}"
    assert int(for_far[1], 16) - int(for_third[1], 16) == 3


async def test_without_the_scope_no_picture_is_named_nor_fetched(allied: Houses, net: Net) -> None:
    near, far = allied
    near.house.database.write_now(lambda s: setattr(s.get_one(Ally, near.ally_id(far)), "scopes", "posts"))
    await show(near)

    await settle(near, far)

    [create] = [a for a in net.posted_to(far.origin) if a["type"] == "Create"]
    assert "attachment" not in create["object"]
    assert "/media/" not in str(create)
    assert pictures_at(far) == []


async def test_a_house_that_takes_no_pictures_fetches_none(allied: Houses, net: Net) -> None:
    near, far = allied
    far.house.database.write_now(lambda s: setattr(s.get_one(Ally, far.ally_id(near)), "scopes", "posts"))
    await show(near)

    await settle(near, far)

    assert asked_for_pictures(net) == []
    assert far.files() == []


async def test_a_picture_that_lies_elsewhere_is_not_fetched(allied: Houses, net: Net) -> None:
    near, far = allied
    await show(near)
    await near.works()
    await far.runner._react_to_facts()  # type: ignore[reportPrivateUsage]
    await _receive_only(far)
    elsewhere = "https://elsewhere.example/tracker.png"
    far.house.database.write_now(lambda s: setattr(s.scalars(select(Picture)).one(), "source_uri", elsewhere))

    await settle(far)

    assert asked_for_pictures(net) == []
    assert [picture.ready for picture in pictures_at(far)] == [False]
    assert far.waiting("fetch") == []


async def test_a_picture_that_cannot_be_used_stays_away_and_holds_nothing_up(allied: Houses, net: Net) -> None:
    near, far = allied

    def rubbish(sent: Sent) -> Told | None:
        return (200, [], b"<svg onload=alert(1)>") if "/media/" in sent.url else None

    net.rules[near.origin] = rubbish
    await show(near)

    await settle(near, far)

    assert [picture.ready for picture in pictures_at(far)] == [False]
    assert (far.waiting("fetch"), far.files()) == ([], [])


async def test_a_picture_whose_house_is_down_is_fetched_later(allied: Houses, net: Net, hours: AClock) -> None:
    near, far = allied

    def down(sent: Sent) -> Told | None:
        return (503, [], b"") if "/media/" in sent.url else None

    net.rules[near.origin] = down
    await show(near)
    await settle(near, far)
    assert far.waiting("fetch") == ["picture"]

    net.mends(near.origin)
    hours.moves(minutes=1)
    await settle(far)

    assert [picture.ready for picture in pictures_at(far)] == [True]


async def test_a_deleted_post_takes_its_files_with_it_on_both_sides(allied: Houses) -> None:
    near, far = allied
    marisol, post = await show(near)
    await settle(near, far)
    assert (len(near.files()), len(far.files())) == (2, 2)

    near.house.database.write_now(deleting.delete_post, marisol.id, post, key=near.house.key, now=near.envoy.clock())
    await settle(near, far)

    assert (near.files(), far.files()) == ([], [])


async def test_a_picture_fetched_before_a_crash_and_deleted_since_leaves_no_files(allied: Houses, net: Net) -> None:
    near, far = allied
    await show(near)
    await near.works()
    await _receive_only(far)
    [facts] = pictures_at(far)
    await far.house.blobs.put(f"{facts.blob}/full", b"fetched, then killed")
    far.house.database.write_now(lambda s: s.delete(s.scalars(select(Post)).one()))

    await settle(far)

    assert (far.files(), far.waiting("fetch")) == ([], [])


async def test_files_go_also_when_the_house_was_killed_before(
    house_with_a_file: Neighbour,
) -> None:
    near = house_with_a_file
    lane = files.files_lane(near.envoy)

    async def killed(*args: object, **kwargs: object) -> None:
        raise Killed

    write, near.house.database.write = near.house.database.write, killed  # type: ignore[method-assign]
    with pytest.raises(Killed):
        await lane(0)
    near.house.database.write = write  # type: ignore[method-assign]
    assert near.waiting("files") == ["remove"]

    await near.works()

    assert (near.files(), near.waiting("files")) == ([], [])


@pytest.fixture
async def house_with_a_file(near: Neighbour) -> Neighbour:
    """Lantern House with a file that is to be removed, queued already."""
    marisol = near.houses("marisol")
    post = marisol.posts("Look", pictures=(await near.draws(marisol, phone_picture()),))
    near.house.database.write_now(deleting.delete_post, marisol.id, post, key=near.house.key, now=near.envoy.clock())
    await near.runner._react_to_facts()  # type: ignore[reportPrivateUsage]
    return near


async def test_nothing_of_a_house_that_we_parted_from_remains(allied: Houses, hours: AClock) -> None:
    near, far = allied
    await show(near)
    await settle(near, far)
    ally_id = far.ally_id(near)
    far.house.database.write_now(queue.enqueue, "receive", ally_id, "Create", b"sealed", now=far.envoy.clock())

    await pact.part(far.envoy, near.origin)
    hours.moves(days=7, hours=1)
    await settle(far)

    assert (pictures_at(far), far.files()) == ([], [])
    assert [far.waiting(name) for name in ("deliver", "receive", "fetch", "files")] == [[], [], [], []]
    assert far.house.database.read_now(lambda s: list(s.scalars(select(Post.id)))) == []


async def _receive_only(house: Neighbour) -> None:
    """What came in is handled; pictures are not fetched yet."""
    held = house.runner._queues  # type: ignore[reportPrivateUsage]
    house.runner._queues = {name: work for name, work in held.items() if name == "receive"}  # type: ignore[reportPrivateUsage]
    await house.works()
    house.runner._queues = held  # type: ignore[reportPrivateUsage]
