"""P24: an ally without a scope gets nothing of that kind, by push or by fetch."""

import pytest

from app.allies.models import Ally
from app.posts.models import Post
from federation.fetch import FetchFailed
from tests.world.alliance import Neighbour, Net, settle
from tests.world.pictures import phone_picture

pytestmark = pytest.mark.anyio

Houses = tuple[Neighbour, Neighbour]


def grants(house: Neighbour, other: Neighbour, scopes: str) -> None:
    house.house.database.write_now(lambda s: setattr(s.get_one(Ally, house.ally_id(other)), "scopes", scopes))


async def test_without_posts_no_post_is_pushed_or_fetched(allied: Houses, net: Net) -> None:
    near, far = allied
    grants(near, far, "media")
    net.sent.clear()
    post = near.houses("marisol").posts("Hello", "open")
    uri = near.house.database.read_now(lambda s: s.get_one(Post, post).uri)

    await settle(near)
    with pytest.raises(FetchFailed) as refused:
        await far.envoy.fetcher.get_json(uri, signer=far.envoy.instance_key())

    assert [sent.method for sent in net.sent] == ["GET"]
    assert refused.value.answered in {403, 404}


async def test_with_posts_the_same_post_is_pushed_and_fetched(allied: Houses) -> None:
    near, far = allied
    grants(near, far, "posts")
    post = near.houses("marisol").posts("Hello", "open")
    uri = near.house.database.read_now(lambda s: s.get_one(Post, post).uri)

    await settle(near, far)
    fetched = await far.envoy.fetcher.get_json(uri, signer=far.envoy.instance_key())

    assert fetched["id"] == uri


@pytest.mark.parametrize("scopes", ["posts", "media", ""])
async def test_without_media_no_picture_is_pushed_or_fetched(scopes: str, allied: Houses, net: Net) -> None:
    near, far = allied
    marisol = near.houses("marisol")
    picture = await near.draws(marisol, phone_picture())
    post = marisol.posts("Look", "open", pictures=(picture,))
    await settle(near)
    [create] = [a for a in net.posted_to(far.origin) if a["type"] == "Create"]
    [address] = [attached["url"] for attached in create["object"]["attachment"]]
    uri = near.house.database.read_now(lambda s: s.get_one(Post, post).uri)

    grants(near, far, scopes)

    with pytest.raises(FetchFailed):
        await far.envoy.fetcher.get_bytes(address, signer=far.envoy.instance_key())
    if scopes == "posts":
        assert "attachment" not in await far.envoy.fetcher.get_json(uri, signer=far.envoy.instance_key())
