"""Block and its Undo from an ally: who may say it, and what it keeps apart here from then on."""

import pytest

from app.accounts import queries as accounts
from app.accounts.actions import blocking, following
from app.basics.errors import NotFound
from app.posts import queries as posts
from tests.federation.reading import blocks, boosts, favourites, follows, id_of, posts_from_afar, uri_of
from tests.world.cast import Member
from tests.world.letters import a_create, as_written, lives_at, said

pytestmark = pytest.mark.anyio


def account_of(lantern, them) -> int:
    found = lantern.house.database.read_now(accounts.by_uri, them.uri)
    assert found is not None
    return found.id


def blocks_them(lantern, member: Member, them) -> None:
    lantern.house.database.write_now(blocking.block, member.id, account_of(lantern, them), now=lantern.envoy.clock())


async def test_mastodons_block_is_kept_and_taken_back(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "mastodon")
    places = {"member": a_member.facts.uri}

    await lantern.takes(an_ally, ana, as_written("mastodon_block", **places))
    kept = blocks(lantern.house)
    await lantern.takes(an_ally, ana, as_written("mastodon_undo_block", **places))

    assert kept == {("ana", "marisol")}
    assert blocks(lantern.house) == set()


@pytest.mark.parametrize("form", ["address alone", "written anew"])
async def test_a_block_is_taken_back_in_whatever_form(lantern, an_ally, ana, a_member, form):
    block = said(ana, "Block", a_member.facts.uri)
    undone = block["id"] if form == "address alone" else block | {"id": f"{ana.uri}#another"}

    await lantern.takes(an_ally, ana, block, said(ana, "Undo", undone))

    assert blocks(lantern.house) == set()


async def test_a_block_ends_following_and_neither_sees_the_other(lantern, an_ally, ana, a_member, another_member):
    await lantern.takes(an_ally, ana, a_create(ana), said(ana, "Follow", a_member.facts.uri))
    lantern.house.database.write_now(following.accept_follower, a_member.id, account_of(lantern, ana))
    lantern.house.database.write_now(
        following.ask_to_follow, a_member.id, account_of(lantern, ana), now=lantern.envoy.clock()
    )
    theirs = id_of(lantern.house, posts_from_afar(lantern.house)[0].uri)

    await lantern.takes(an_ally, ana, said(ana, "Block", a_member.facts.uri))

    assert follows(lantern.house) == set()
    with pytest.raises(NotFound):
        lantern.house.database.read_now(posts.one, a_member.viewer, theirs)
    assert lantern.house.database.read_now(posts.one, another_member.viewer, theirs).id == theirs
    with pytest.raises(NotFound):
        lantern.house.database.write_now(
            following.ask_to_follow, a_member.id, account_of(lantern, ana), now=lantern.envoy.clock()
        )


async def test_nobody_takes_back_anothers_block(lantern, an_ally, ana, a_member):
    ben = an_ally.houses("ben", key=7)
    block = said(ana, "Block", a_member.facts.uri)
    await lantern.takes(an_ally, ana, block)

    await lantern.takes(an_ally, ben, said(ben, "Undo", block["id"]))
    await lantern.takes(an_ally, ben, said(ben, "Undo", block | {"actor": ben.uri}))

    assert blocks(lantern.house) == {("ana", "marisol")}


async def test_nobody_ends_a_block_of_a_member_here(lantern, an_ally, ana, a_member):
    await lantern.takes(an_ally, ana, a_create(ana))
    blocks_them(lantern, a_member, ana)

    written_anew = {"id": f"{ana.uri}#b", "type": "Block", "actor": ana.uri, "object": a_member.facts.uri}
    await lantern.takes(an_ally, ana, said(ana, "Undo", written_anew))

    assert blocks(lantern.house) == {("marisol", "ana")}


async def test_a_block_of_somebody_who_is_not_a_member_here_is_nothing(lantern, an_ally, ana):
    ben = an_ally.houses("ben", key=7)
    await lantern.takes(an_ally, ben, a_create(ben))

    for uri in (ben.uri, ana.uri, f"{lantern.envoy.origin}/ap/actors/nobody"):
        await lantern.takes(an_ally, ana, said(ana, "Block", uri))

    assert blocks(lantern.house) == set()
    assert lantern.waiting() == []


async def test_the_same_block_said_twice_is_one(lantern, an_ally, ana, a_member):
    block = said(ana, "Block", a_member.facts.uri)

    await lantern.takes(an_ally, ana, block, block)

    assert blocks(lantern.house) == {("ana", "marisol")}


@pytest.mark.parametrize("who_blocked", ["our member", "they"])
async def test_across_a_block_nothing_is_done_to_a_post(lantern, an_ally, ana, a_member, another_member, who_blocked):
    post = uri_of(lantern.house, a_member.posts(audience="allies"))
    other = uri_of(lantern.house, another_member.posts(audience="allies"))
    await lantern.takes(an_ally, ana, a_create(ana))
    if who_blocked == "they":
        await lantern.takes(an_ally, ana, said(ana, "Block", a_member.facts.uri))
    else:
        blocks_them(lantern, a_member, ana)
    before = len(posts_from_afar(lantern.house))

    for uri in (post, other):
        await lantern.takes(an_ally, ana, said(ana, "Like", uri), said(ana, "Announce", uri))
        await lantern.takes(an_ally, ana, a_create(ana, inReplyTo=uri))
    await lantern.takes(an_ally, ana, said(ana, "Follow", a_member.facts.uri))

    assert favourites(lantern.house) == boosts(lantern.house) == {("ana", other)}
    assert follows(lantern.house) == set()
    assert len(posts_from_afar(lantern.house)) == before + 1


async def test_whoever_names_somebody_across_a_block_names_nobody(lantern, an_ally, ana, a_member, another_member):
    await lantern.takes(an_ally, ana, a_create(ana))
    blocks_them(lantern, a_member, ana)
    both = [a_member.facts.uri, another_member.facts.uri]

    await lantern.takes(an_ally, ana, a_create(ana, to=[a_member.facts.uri], cc=[]))
    await lantern.takes(an_ally, ana, a_create(ana, to=both, cc=[]))

    kept = [post.mentioned for post in posts_from_afar(lantern.house)]
    assert kept == [frozenset(), frozenset({"juno"})]


async def test_whoever_fetches_with_their_own_key_finds_nothing_across_a_block(lantern, an_ally, ana, a_member):
    ben = an_ally.houses("ben", key=7)
    post = uri_of(lantern.house, a_member.posts(audience="allies"))
    await lantern.takes(an_ally, ana, a_create(ana))
    before = await lantern.shows(an_ally, ana, post)

    blocks_them(lantern, a_member, ana)
    an_ally.clock.moves(seconds=1)
    after = await lantern.shows(an_ally, ana, post)
    of_another = await lantern.shows(an_ally, ben, post)

    assert (before.status_code, after.status_code, of_another.status_code) == (200, 404, 200)
    actor = await lantern.shows(an_ally, ana, a_member.facts.uri)
    assert actor.status_code == 200, "their house checks our signatures with it, that of the Block first"
