"""Somebody leaves for good: whoever has anything of them hears of it, in their own name, and it goes there too."""

import msgspec
import pytest
from sqlalchemy import select

from app.accounts.actions import following, leaving, pausing
from app.accounts.models import Account, Departed, Follow
from app.basics.clock import now as real_now
from app.posts.actions import thanking
from app.posts.models import Post
from federation import departing
from federation.fetch import FetchFailed
from federation.signatures import SignedRequest, read_claim, verify
from tests.federation.reading import follows, guests, posts_from_afar
from tests.world.alliance import Neighbour, Net, settle
from tests.world.letters import a_create, lives_at, said
from tests.world.peers import AClock

pytestmark = pytest.mark.anyio

Houses = tuple[Neighbour, Neighbour]


def leaves(house: Neighbour, member) -> None:  # type: ignore[no-untyped-def]
    house.house.database.write_now(leaving.leave_for_good, member.id, key=house.house.key, now=house.envoy.clock())


def deletes(net: Net, house: Neighbour) -> list[str]:
    """The addresses whose deletion was delivered there."""
    acts = (a for a in net.posted_to(house.origin) if a["type"] == "Delete")
    return [a["object"] if isinstance(a["object"], str) else a["object"]["id"] for a in acts]


def people(house: Neighbour) -> set[str]:
    return house.house.database.read_now(lambda s: set(s.scalars(select(Account.name).where(Account.host != ""))))


def keys_kept(house: Neighbour) -> int:
    return len(house.house.database.read_now(lambda session: session.scalars(select(Departed.id)).all()))


async def asks(asking: Neighbour, uri: str) -> tuple[int, bytes]:
    """What a house gets that asks for an address, signed by itself."""
    asked = asking.envoy.fetcher
    try:
        return 200, msgspec.json.encode(await asked.get_json(uri, signer=asking.envoy.instance_key()))
    except FetchFailed as error:
        return error.answered or 0, b""


@pytest.fixture
def after_a_post(allied: Houses):  # type: ignore[no-untyped-def]
    near, _ = allied
    marisol = near.houses("marisol")
    marisol.posts("Words of marisol", "allies")
    return marisol


async def test_an_ally_that_had_a_post_removes_the_account_and_all_of_it(allied: Houses, after_a_post, net: Net):
    near, far = allied
    await settle(near, far)
    assert people(far) == {"marisol"}

    leaves(near, after_a_post)
    await settle(near, far)

    assert deletes(net, far) == [after_a_post_uri(near)]
    assert people(far) == set()
    assert far.house.database.read_now(lambda s: s.scalars(select(Post.id)).all()) == []


def after_a_post_uri(near: Neighbour) -> str:
    return near.house.database.read_now(lambda s: s.scalars(select(Departed.uri)).one())


async def test_the_delete_is_signed_with_the_key_that_outlived_the_account(allied: Houses, after_a_post, net: Net):
    near, far = allied
    await settle(near, far)
    facts = after_a_post.facts
    net.sent.clear()

    leaves(near, after_a_post)
    await settle(near)

    [sent] = [s for s in net.sent if s.url == f"{far.origin}/ap/inbox"]
    request = SignedRequest("POST", "/ap/inbox", list(sent.headers.items()), sent.body)
    claim = read_claim(request, now=near.envoy.clock(), our_origin=far.origin)
    assert claim.key_id == facts.key_id
    verify(claim, facts.public_key)
    assert sent.activity["actor"] == sent.activity["object"] == facts.uri


async def test_a_house_that_was_only_shown_the_profile_hears_of_it(allied: Houses, net: Net):
    near, far = allied
    marisol = near.houses("marisol")
    await far.knows(marisol)
    assert people(far) == {"marisol"}

    leaves(near, marisol)
    await settle(near, far)

    assert people(far) == set()


async def test_a_house_that_had_nothing_hears_nothing(allied: Houses, net: Net):
    near, far = allied
    marisol = near.houses("marisol")
    marisol.posts("For us alone", "community")

    leaves(near, marisol)
    await settle(near, far)

    assert deletes(net, far) == []


async def test_an_ally_that_does_not_know_the_key_any_more_is_shown_it(allied: Houses, after_a_post):
    near, far = allied
    await settle(near, far)
    uri = after_a_post.facts.uri
    leaves(near, after_a_post)

    shown = await far.envoy.fetcher.get_json(uri, signer=far.envoy.instance_key())

    assert shown["type"] == "Tombstone"
    assert shown["publicKey"]["owner"] == shown["id"] == uri
    assert set(shown) == {"@context", "id", "type", "publicKey"}


async def test_a_delete_that_cannot_be_delivered_keeps_the_key_until_it_is(
    allied: Houses, after_a_post, net: Net, hours: AClock
):
    near, far = allied
    await settle(near, far)
    net.cuts(far.origin)
    leaves(near, after_a_post)
    await settle(near)

    hours.moves(days=2)
    await settle(near)
    near.house.database.write_now(lambda s: departing.forget_keys(near.envoy, s, near.envoy.clock()))
    assert keys_kept(near) == 1
    net.mends(far.origin)
    hours.moves(hours=7)
    await settle(near, far)
    near.house.database.write_now(lambda s: departing.forget_keys(near.envoy, s, near.envoy.clock()))

    assert people(far) == set()
    assert keys_kept(near) == 0


@pytest.mark.parametrize("how", ["another's key", "unsigned", "altered", "said again"])
async def test_a_delete_of_somebody_that_they_did_not_say_removes_nobody(lantern, an_ally, a_member, how):
    ana, ben = lives_at(an_ally, "mastodon"), an_ally.houses("ben", key=7)
    await lantern.takes(an_ally, ana, a_create(ana, to=[a_member.facts.uri]))
    deletion = said(ana, "Delete", ana.uri)
    body = msgspec.json.encode(deletion)
    signed = an_ally.signed("POST", lantern.inbox, body, ana.key)

    match how:
        case "another's key":
            await lantern.hears(an_ally, ben, deletion)
        case "unsigned":
            await lantern.is_sent(body, [("content-type", "application/activity+json")])
        case "altered":
            about_ben = msgspec.json.encode(said(ana, "Delete", f"{ana.uri}/statuses/1"))
            await lantern.is_sent(body, an_ally.signed("POST", lantern.inbox, about_ben, ana.key))
        case _:
            await lantern.is_sent(body, signed)
            await lantern.works()
            assert guests(lantern.house) == set()
            await lantern.takes(an_ally, ana, a_create(ana, to=[a_member.facts.uri]))
            again = await lantern.is_sent(body, signed)
            assert again.status_code == 401
    await lantern.works()

    assert ana.uri in guests(lantern.house)
    assert [post.author for post in posts_from_afar(lantern.house)] == ["ana"]


async def test_whoever_is_removed_takes_their_follows_and_thanks_along(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "mastodon")
    await lantern.takes(an_ally, ana, a_create(ana), said(ana, "Follow", a_member.facts.uri))
    [post] = lantern.house.database.read_now(lambda s: s.scalars(select(Post.id)).all())
    lantern.house.database.write_now(thanking.favour, a_member.id, post, now=real_now())
    assert follows(lantern.house) == {("ana", "marisol", False)}

    await lantern.takes(an_ally, ana, said(ana, "Delete", ana.uri))

    assert follows(lantern.house) == set()
    assert posts_from_afar(lantern.house) == []


async def test_whoever_pauses_is_not_shown_to_allies_and_nothing_is_sent(allied: Houses, after_a_post, net: Net):
    near, far = allied
    await settle(near, far)
    uri = after_a_post.facts.uri
    net.sent.clear()

    near.house.database.write_now(pausing.pause, after_a_post.id)
    await settle(near, far)
    told = await asks(far, uri)
    nobody = await asks(far, f"{near.origin}/ap/actors/{'a' * 32}")

    assert net.posted_to(far.origin) == []
    assert told == nobody
    assert told[0] == 404
    near.house.database.write_now(pausing.come_back, after_a_post.id)
    assert (await asks(far, uri))[0] == 200


async def test_a_request_to_follow_somebody_who_pauses_is_nobodys(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "mastodon")
    lantern.house.database.write_now(pausing.pause, a_member.id)

    await lantern.takes(an_ally, ana, said(ana, "Follow", a_member.facts.uri))

    assert follows(lantern.house) == set()


async def test_a_follow_can_be_taken_back_from_somebody_who_pauses(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "mastodon")
    asked = said(ana, "Follow", a_member.facts.uri)
    await lantern.takes(an_ally, ana, asked)
    lantern.house.database.write_now(following.accept_follower, a_member.id, _only_follower(lantern.house))
    lantern.house.database.write_now(pausing.pause, a_member.id)

    anew = {"id": f"{ana.uri}#another", "type": "Follow", "actor": ana.uri, "object": a_member.facts.uri}
    await lantern.takes(an_ally, ana, said(ana, "Undo", anew))

    assert follows(lantern.house) == set()


def _only_follower(house) -> int:  # type: ignore[no-untyped-def]
    return house.database.read_now(lambda s: s.scalars(select(Follow.follower_id)).one())
