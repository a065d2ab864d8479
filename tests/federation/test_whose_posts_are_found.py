"""Whether somebody's posts may be found crosses as Mastodon's `indexable`, and holds over there once it is heard."""

import pytest

from federation.activities import read_actor
from tests.timelines.searching import finds
from tests.world.alliance import settle

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("said", [True, False, None, "true", 1])
def test_only_a_plain_yes_is_one(said):
    document = {"id": "https://harbour.example/users/ana", "type": "Person", "discoverable": True, "indexable": said}

    assert read_actor(document).findable is (said is True)


async def test_a_yes_and_a_no_reach_the_ally_that_follows(allied):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    marisol.chooses(asks_before_follow=False)
    ana.asks_to_follow(await far.knows(marisol))
    await settle(far, near)
    marisol.posts("a red umbrella", "allies")
    await settle(near, far)
    first = finds(ana, "umbrella")

    marisol.chooses(findable=True)
    await settle(near, far)
    second = finds(ana, "umbrella")
    marisol.chooses(findable=False)
    await settle(near, far)

    assert (len(first), len(second), len(finds(ana, "umbrella"))) == (0, 1, 0)


async def test_our_actor_says_what_its_member_chose_and_proposes_nobody(allied):
    near, far = allied
    marisol = near.houses("marisol")
    await far.knows(marisol)

    async def shown():
        return await far.envoy.fetcher.get_json(marisol.facts.uri, signer=far.envoy.instance_key())

    before = await shown()
    marisol.chooses(findable=True)
    after = await shown()

    assert [(one["indexable"], one["discoverable"]) for one in (before, after)] == [(False, False), (True, False)]
