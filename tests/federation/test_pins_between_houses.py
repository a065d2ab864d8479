"""What stands first on a page, between two houses: told when it changes, asked for when somebody is met or followed."""

from typing import Any

import msgspec
import pytest

from app.allies.models import Ally
from app.basics.clock import now
from app.posts.actions import pinning
from app.timelines import author_queries
from federation.fetch import FetchFailed
from tests.federation.test_outgoing import Houses, follow, uri_of
from tests.world.alliance import Neighbour, Net, settle
from tests.world.cast import Member

pytestmark = pytest.mark.anyio


def pins(member: Member, post_id: int) -> None:
    member.house.database.write_now(pinning.pin_post, member.id, post_id, now=now())


def unpins(member: Member, post_id: int) -> None:
    member.house.database.write_now(pinning.unpin_post, member.id, post_id)


def shown(house: Neighbour, reader: Member, of: Member) -> list[str]:
    found = house.house.database.read_now(author_queries.pinned, reader.viewer, of.id)
    return [entry.post.uri for entry in found]


def told(net: Net, house: Neighbour) -> list[str]:
    return [one["type"] for one in net.posted_to(house.origin) if one["type"] in {"Add", "Remove"}]


async def the_list(near: Neighbour, far: Neighbour, of: Member) -> dict[str, Any]:
    """As the other house reads it."""
    return await far.envoy.fetcher.get_json(f"{of.facts.uri}/featured", signer=far.envoy.instance_key())


async def test_whoever_follows_has_the_pins_and_hears_when_they_change(allied: Houses, net: Net):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    first, second = marisol.posts("first", "allies"), marisol.posts("second", "open")
    pins(marisol, first)
    await follow(ana, far, marisol, near)
    here = await far.knows(marisol)
    await settle(far, near)
    at_first = shown(far, ana, here)

    pins(marisol, second)
    await settle(near, far)
    both = shown(far, ana, here)
    unpins(marisol, first)
    await settle(near, far)

    assert at_first == [uri_of(near, first)]
    assert both == [uri_of(near, second), uri_of(near, first)]
    assert shown(far, ana, here) == [uri_of(near, second)]
    assert told(net, far) == ["Add", "Remove"]


async def test_whoever_is_looked_up_comes_with_their_pins(allied: Houses):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    post = marisol.posts("first", "open")
    pins(marisol, post)

    here = await far.knows(marisol)
    await settle(far, near)

    assert shown(far, ana, here) == [uri_of(near, post)]


@pytest.mark.parametrize("audience", ["community", "followers"])
async def test_a_pin_that_is_not_for_allies_is_told_to_none_and_in_no_list(allied: Houses, net: Net, audience: str):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await follow(ana, far, marisol, near)
    post = marisol.posts("for few", audience)

    pins(marisol, post)
    unpins(marisol, post)
    pins(marisol, post)
    await settle(near, far)

    assert told(net, far) == []
    assert (await the_list(near, far, marisol))["orderedItems"] == []


async def test_the_list_holds_addresses_and_the_actor_says_where_it_is(allied: Houses):
    near, far = allied
    marisol = near.houses("marisol")
    post = marisol.posts("first", "open")
    pins(marisol, post)

    actor = await far.envoy.fetcher.get_json(marisol.facts.uri, signer=far.envoy.instance_key())
    found = await the_list(near, far, marisol)

    assert actor["featured"] == found["id"] == f"{marisol.facts.uri}/featured"
    assert found["type"] == "OrderedCollection"
    assert found["orderedItems"] == [uri_of(near, post)]
    assert "first" not in str(found).replace(uri_of(near, post), "")


async def test_without_the_scope_nothing_of_it_is_told_asked_or_shown(allied: Houses, net: Net):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await follow(ana, far, marisol, near)
    near.house.database.write_now(lambda s: setattr(s.get_one(Ally, near.ally_id(far)), "scopes", "media"))
    far.house.database.write_now(lambda s: setattr(s.get_one(Ally, far.ally_id(near)), "scopes", "media"))
    await settle(near, far)
    net.sent.clear()

    pins(marisol, marisol.posts("first", "open"))
    here = await far.knows(marisol)
    await settle(near, far)

    assert net.sent == []
    assert shown(far, ana, here) == []
    assert (await the_list(near, far, marisol))["orderedItems"] == []


async def test_while_the_alliance_is_paused_the_list_is_not_there(allied: Houses):
    near, far = allied
    marisol = near.houses("marisol")
    pins(marisol, marisol.posts("first", "open"))
    near.house.database.write_now(lambda s: setattr(s.get_one(Ally, near.ally_id(far)), "state", "paused"))

    with pytest.raises(FetchFailed):
        await the_list(near, far, marisol)


async def test_a_house_that_does_not_answer_is_asked_again(allied: Houses, net: Net, hours):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    post = marisol.posts("first", "open")
    pins(marisol, post)
    here = await far.knows(marisol)

    def rule(sent):
        raise FetchFailed("cut", retryable=True)

    net.rules[near.origin] = rule
    await settle(far)
    cut = shown(far, ana, here)
    net.mends(near.origin)
    hours.moves(hours=1)
    await settle(far, near)

    assert cut == []
    assert shown(far, ana, here) == [uri_of(near, post)]
    assert far.waiting("pins") == []


async def test_a_list_that_names_others_posts_brings_none_of_them(allied: Houses, net: Net):
    near, far = allied
    marisol, oda, ana = near.houses("marisol"), near.houses("oda"), far.houses("ana")
    hers = uri_of(near, oda.posts("of Oda", "open"))
    here = await far.knows(marisol)
    listed = {
        "id": f"{marisol.facts.uri}/featured",
        "type": "Collection",
        "items": [hers, "https://stranger.example/1"],
    }

    def rule(sent):
        if sent.url.endswith("/featured"):
            return 200, [("content-type", "application/activity+json")], msgspec.json.encode(listed)
        return None

    net.rules[near.origin] = rule
    net.sent.clear()
    await settle(far, near)

    assert shown(far, ana, here) == shown(far, ana, await far.knows(oda)) == []
    assert not [one.url for one in net.sent if "stranger" in one.url]
