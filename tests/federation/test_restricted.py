"""What decisions mean between houses: who is told, who is heard, and that nothing is lost that can be given back."""

import pytest
from sqlalchemy import select

from app.accounts import queries as accounts
from app.accounts.actions import blocking
from app.accounts.models import Follow
from app.allies import restricting
from app.allies.rules import State
from app.basics.clock import now
from app.basics.errors import Refused
from app.posts import queries
from app.posts.actions import deleting, thanking
from app.posts.models import Boost, Post
from federation import pact
from federation.delivery import signing_key
from federation.documents import PUBLIC
from federation.fetch import FetchFailed
from federation.gate import Gate
from tests.federation.test_outgoing import Houses, follow, third, told, uri_of
from tests.posts.test_who_may_read import reads
from tests.world.alliance import Neighbour, Net, settle
from tests.world.cast import Member
from tests.world.restricting import is_decided, is_over

pytestmark = pytest.mark.anyio

__all__ = ["third"]


def here(house: Neighbour) -> list[str]:
    """The addresses of all posts that are stored there."""
    return house.house.database.read_now(lambda session: list(session.scalars(select(Post.uri).order_by(Post.id))))


async def answered(house: Neighbour, address: str, member: Member | None = None) -> int:
    """What somebody of that house is answered who asks for it with their own key, or the house with its own."""
    key = house.house.database.read_now(signing_key, house.envoy, member and member.id)
    try:
        await house.envoy.fetcher.get_json(address, signer=key)
    except FetchFailed as refused:
        return refused.answered or 0
    return 200


def the_post(house: Neighbour, uri: str) -> int:
    found = house.house.database.read_now(lambda session: session.scalar(select(Post.id).where(Post.uri == uri)))
    assert found is not None
    return found


@pytest.mark.parametrize("audience", ["open", "allies"])
async def test_what_somebody_limited_writes_goes_to_the_houses_of_their_followers_and_for_them_alone(
    allied: Houses, third: Neighbour, net: Net, audience: str
):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await follow(ana, far, marisol, near)
    is_decided(near.house, marisol.id, "limit")

    post_id = marisol.posts("For my followers, then", audience)
    await settle(near)

    assert "Create" not in told(net, third)
    assert near.house.database.read_now(queries.reached, post_id) == (near.ally_id(far),)
    [sent] = [one for one in net.posted_to(far.origin) if one["type"] == "Create"]
    assert (sent["to"], sent["object"]["to"]) == ([f"{marisol.facts.uri}/followers"],) * 2
    assert PUBLIC not in str(sent)
    assert '"allies"' not in str(sent).replace("'", '"')


async def test_what_somebody_limited_wrote_before_is_given_to_no_house_without_followers(
    allied: Houses, third: Neighbour
):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await follow(ana, far, marisol, near)
    post_id = marisol.posts("From before", "allies")
    await settle(near)

    is_decided(near.house, marisol.id, "limit")

    there = await far.envoy.fetcher.get_json(uri_of(near, post_id), signer=far.envoy.instance_key())
    assert there["to"] == [f"{marisol.facts.uri}/followers"]
    with pytest.raises(FetchFailed) as refused:
        await third.envoy.fetcher.get_json(uri_of(near, post_id), signer=third.envoy.instance_key())
    assert refused.value.answered == 404


async def test_an_ally_boosts_nothing_of_somebody_limited(allied: Houses):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await follow(ana, far, marisol, near)
    post_id = marisol.posts("For many", "allies")
    await settle(near, far)
    is_decided(near.house, marisol.id, "limit")

    far.house.database.write_now(thanking.boost, ana.id, the_post(far, uri_of(near, post_id)), now=now())
    await settle(far, near)

    assert near.house.database.read_now(lambda session: session.scalars(select(Boost.id)).all()) == []


async def test_of_somebody_suspended_an_ally_hears_and_finds_nothing_and_keeps_what_it_has(allied: Houses, net: Net):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await follow(ana, far, marisol, near)
    before = marisol.posts("From before", "allies")
    await settle(near, far)
    marisol.posts("Still on its way", "allies")
    heard = told(net, far)

    decision = is_decided(near.house, marisol.id, "suspend")
    await settle(near, far)

    assert told(net, far) == heard
    assert here(far) == [uri_of(near, before)]
    for address in (marisol.facts.uri, uri_of(near, before)):
        with pytest.raises(FetchFailed) as refused:
            await far.envoy.fetcher.get_json(address, signer=far.envoy.instance_key())
        assert refused.value.answered == 404
    is_over(near.house, decision)
    assert await far.envoy.fetcher.get_json(marisol.facts.uri, signer=far.envoy.instance_key())


async def test_nobody_at_an_ally_asks_to_follow_somebody_suspended(allied: Houses):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    known = await far.knows(marisol)
    is_decided(near.house, marisol.id, "suspend")

    ana.asks_to_follow(known)
    await settle(far, near)

    assert near.house.database.read_now(accounts.who_asks, marisol.id) == []


async def test_of_somebody_at_an_ally_whom_people_here_suspended_nothing_is_taken_in_but_last_words(
    allied: Houses, net: Net
):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    juno = near.houses("juno")
    await follow(marisol, near, ana, far)
    first, second = ana.posts("First", "allies"), ana.posts("Second", "allies")
    known = await far.knows(juno)
    await settle(far, near)
    abroad = await near.knows(ana)
    assert [reads(near.house, juno.viewer, the_post(near, one)) for one in here(near)] == [True, True]

    decision = is_decided(near.house, abroad.id, "suspend")
    ana.posts("Third", "allies")
    ana.asks_to_follow(known)
    far.house.database.write_now(deleting.delete_post, ana.id, second, key=far.house.key, now=now())
    asked_before = len([one for one in net.sent if one.method == "GET"])
    await settle(far, near)

    assert here(near) == [uri_of(far, first)]
    assert near.house.database.read_now(lambda s: s.get(Follow, (abroad.id, juno.id))) is None
    assert not reads(near.house, marisol.viewer, the_post(near, uri_of(far, first)))
    assert len([one for one in net.sent if one.method == "GET"]) == asked_before
    is_over(near.house, decision)
    assert reads(near.house, juno.viewer, the_post(near, uri_of(far, first)))


async def test_what_is_for_followers_goes_to_no_house_for_somebody_suspended_here(allied: Houses):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await follow(ana, far, marisol, near)
    before = marisol.posts("From before", "followers")
    await settle(near, far)

    decision = is_decided(near.house, (await near.knows(ana)).id, "suspend")
    since = marisol.posts("Not for you", "followers")
    await settle(near, far)

    assert here(far) == [uri_of(near, before)]
    assert [await answered(far, uri_of(near, one)) for one in (before, since)] == [404, 404]
    is_over(near.house, decision)
    assert await answered(far, uri_of(near, since)) == 200


async def test_what_is_for_followers_goes_on_to_a_house_for_the_others_there(allied: Houses):
    near, far = allied
    marisol, ana, leo = near.houses("marisol"), far.houses("ana"), far.houses("leo")
    await follow(ana, far, marisol, near)
    await follow(leo, far, marisol, near)
    is_decided(near.house, (await near.knows(ana)).id, "suspend")

    post_id = marisol.posts("For Leo", "followers")
    await settle(near, far)

    assert here(far) == [uri_of(near, post_id)]


async def test_somebody_suspended_here_reads_nothing_with_their_own_key_and_across_no_block(allied: Houses):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await follow(ana, far, marisol, near)
    address, abroad = uri_of(near, marisol.posts("For allies", "allies")), await near.knows(ana)
    read_before = await answered(far, address, ana)
    near.house.database.write_now(blocking.block, marisol.id, abroad.id, now=now())
    apart = await answered(far, address, ana)

    is_decided(near.house, abroad.id, "suspend")
    near.app.state.gate = Gate(near.envoy)  # which remembers keys for some seconds

    assert (read_before, apart) == (200, 404)
    for one in (address, marisol.facts.uri, f"{marisol.facts.uri}/featured"):
        assert await answered(far, one, ana) == 404
    assert await answered(far, address) == 200


async def test_of_somebody_at_an_ally_whom_people_here_limited_only_followers_read(allied: Houses):
    near, far = allied
    marisol, ana, juno = near.houses("marisol"), far.houses("ana"), near.houses("juno")
    await follow(marisol, near, ana, far)
    abroad = await near.knows(ana)
    is_decided(near.house, abroad.id, "limit")

    post_id = ana.posts("To all of you", "allies")
    await settle(far, near)

    arrived = the_post(near, uri_of(far, post_id))
    assert reads(near.house, marisol.viewer, arrived)
    assert not reads(near.house, juno.viewer, arrived)


async def test_somebody_new_at_a_limited_ally_is_read_by_their_followers_alone(allied: Houses):
    near, far = allied
    ally_id = near.ally_id(far)
    decision = is_decided(near.house, ally_id, "ally_limit")
    marisol, ana, juno = near.houses("marisol"), far.houses("ana"), near.houses("juno")

    await follow(marisol, near, ana, far)
    post_id = ana.posts("To all of you", "allies")
    await settle(far, near)
    arrived = the_post(near, uri_of(far, post_id))

    assert [reads(near.house, one.viewer, arrived) for one in (marisol, juno)] == [True, False]
    is_over(near.house, decision)
    assert reads(near.house, juno.viewer, arrived)


async def test_a_decided_pause_stops_everything_and_no_steward_ends_it_before_the_decision_does(allied: Houses):
    near, far = allied
    ally_id = near.ally_id(far)

    decision = is_decided(near.house, ally_id, "ally_pause")
    await settle(near)
    paused = near.stands(far)
    with pytest.raises(Refused, match="People here decided this pause"):
        await pact.resume(near.envoy, far.origin)
    still = near.stands(far)
    is_over(near.house, decision)
    await settle(near)

    assert (paused, still, near.stands(far)) == (State.PAUSED, State.PAUSED, State.ALLIED)


async def test_a_pause_that_a_steward_made_before_outlives_the_decision(allied: Houses):
    near, far = allied
    await pact.pause(near.envoy, far.origin)

    is_over(near.house, is_decided(near.house, near.ally_id(far), "ally_pause"))
    await settle(near)

    assert near.stands(far) == State.PAUSED


async def test_of_two_decisions_that_pause_the_last_one_ends_it(allied: Houses):
    near, far = allied
    decisions = [is_decided(near.house, near.ally_id(far), "ally_pause")]
    await settle(near)
    decisions.append(is_decided(near.house, near.ally_id(far), "ally_pause"))

    is_over(near.house, decisions[0])
    await settle(near)
    between = near.stands(far)
    is_over(near.house, decisions[1])
    await settle(near)

    assert (between, near.stands(far)) == (State.PAUSED, State.ALLIED)


async def test_to_part_is_only_proposed(allied: Houses):
    near, far = allied
    ally_id = near.ally_id(far)

    is_decided(near.house, ally_id, "ally_part")
    await settle(near)

    assert near.stands(far) == State.ALLIED
    assert near.house.database.read_now(restricting.decided_about_allies) == {ally_id: {"ally_part"}}
