"""A post that ends is gone at allies too: by our Delete, and by itself where that never arrives."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import wiring
from app.basics.clock import now
from app.posts.models import Picture, Post
from federation.documents.notes import wire_moment
from tests.federation.reading import posts_from_afar
from tests.world.alliance import Neighbour, Net, settle
from tests.world.letters import a_create, lives_at
from tests.world.peers import AClock
from tests.world.pictures import phone_picture

pytestmark = pytest.mark.anyio

Houses = tuple[Neighbour, Neighbour]


def ends(session: Session) -> list[object]:
    return list(session.scalars(select(Post.ends_at)))


async def swept(*houses: Neighbour) -> None:
    for house in houses:
        await wiring.runner(house.envoy).settle()


async def test_an_ally_hears_when_it_ends_and_keeps_it_no_longer(allied: Houses, net: Net, hours: AClock):
    near, far = allied
    near.houses("marisol").posts("for a week", "allies", lasts_days=7)
    await settle(near, far)

    note = net.posted_to(far.origin)[-1]["object"]
    [ours], [theirs] = near.house.database.read_now(ends), far.house.database.read_now(ends)
    assert note["endTime"] == wire_moment(ours)
    assert abs(ours - theirs) < timedelta(seconds=1)

    net.cuts(far.origin)
    hours.moves(days=7, minutes=1)
    await swept(far)
    assert far.house.database.read_now(ends) == []


async def test_at_its_end_every_ally_that_had_it_is_told_and_its_files_go(allied: Houses, net: Net, hours: AClock):
    near, far = allied
    marisol = near.houses("marisol")
    picture = await near.draws(marisol, phone_picture())
    marisol.posts("look", "allies", pictures=(picture,), lasts_days=1)
    await settle(near, far)
    assert len(near.files()) == 2

    hours.moves(days=1, minutes=1)
    await swept(near)

    assert net.posted_to(far.origin)[-1]["type"] == "Delete"
    assert near.files() == []
    assert near.house.database.read_now(lambda session: session.scalars(select(Picture.id)).all()) == []


async def test_a_post_without_an_end_says_none(allied: Houses, net: Net):
    near, far = allied
    near.houses("marisol").posts("stays", "allies")
    await settle(near)

    assert "endTime" not in net.posted_to(far.origin)[-1]["object"]


@pytest.mark.parametrize(
    ("end", "kept", "has_end"),
    [
        ({"endTime": "2999-01-01T00:00:00Z"}, True, True),
        ({"endTime": "2001-01-01T00:00:00Z"}, False, False),
        ({"endTime": "soon"}, True, False),
        ({"endTime": "9999-12-31T23:59:59-23:59"}, True, False),
        ({"endTime": "0001-01-01T00:00:00+23:59"}, True, False),
        ({"endTime": "2999-01-01T00:00:00"}, True, False),
        ({"endTime": ["2999-01-01T00:00:00Z"]}, True, False),
        ({"endTime": 7}, True, False),
        ({}, True, False),
    ],
)
async def test_what_an_ally_says_of_the_end_is_taken_as_far_as_it_can_be_read(
    lantern: Any, an_ally: Any, end: dict[str, Any], kept: bool, has_end: bool
):
    ana = lives_at(an_ally, "mastodon")

    await lantern.takes(an_ally, ana, a_create(ana, **end))

    found = lantern.house.database.read_now(ends)
    assert len(posts_from_afar(lantern.house)) == int(kept)
    assert [end is not None for end in found] == [has_end] * kept
    assert all(end is None or end > now() for end in found)
