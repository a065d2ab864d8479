"""Who among the allies is told what: never a house whose people could not read it here."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.accounts import queries as accounts
from app.accounts.actions import following, profiles
from app.allies.models import Ally
from app.jobs.models import Job
from app.posts import queries as posts
from app.posts.actions import deleting, thanking
from app.posts.actions.editing import Edit, edit_post
from app.posts.models import Post
from federation import pact
from federation.documents import PUBLIC
from tests.world.alliance import Neighbour, Net, settle
from tests.world.cast import Member

pytestmark = pytest.mark.anyio

Houses = tuple[Neighbour, Neighbour]


@pytest.fixture
async def third(allied: Houses, make_neighbour: Callable[[str], Neighbour]) -> Neighbour:
    """Orchard House, allied with Lantern House as Harbour House is."""
    near, _ = allied
    third = make_neighbour("orchard")
    await pact.knock(third.envoy, near.origin)
    await pact.accept(near.envoy, third.origin)
    return third


async def follow(fan: Member, there: Neighbour, followed: Member, here: Neighbour) -> None:
    """Somebody of one house follows somebody of the other, by consent."""
    known = await there.knows(followed)
    fan.asks_to_follow(known)
    await settle(there, here)
    for asking in here.house.database.read_now(accounts.who_asks, followed.id):
        here.house.database.write_now(following.accept_follower, followed.id, asking.id)
    await settle(here, there)


def told(net: Net, house: Neighbour) -> list[str]:
    """The verbs of what was delivered to that house's inbox."""
    return [a["type"] for a in net.posted_to(house.origin) if a["type"] not in {"Knock", "Answer"}]


def uri_of(house: Neighbour, post_id: int) -> str:
    return house.house.database.read_now(lambda session: session.get_one(Post, post_id).uri)


@pytest.mark.parametrize("audience", ["open", "allies"])
async def test_what_is_for_allies_goes_to_every_ally(audience: str, allied: Houses, third: Neighbour, net: Net) -> None:
    near, far = allied

    near.houses("marisol").posts("Hello over there", audience)
    await settle(near)

    assert (told(net, far), told(net, third)) == (["Create"], ["Create"])


async def test_what_is_for_this_community_goes_nowhere_whatever_happens_to_it(allied: Houses, net: Net) -> None:
    near, far = allied
    marisol, juno, ana = near.houses("marisol"), near.houses("juno"), far.houses("ana")
    await follow(ana, far, marisol, near)
    await follow(ana, far, juno, near)
    before = told(net, far)

    post = marisol.posts("Only here @ana@harbour.example", "community")
    near.house.database.write_now(thanking.boost, juno.id, post, now=near.envoy.clock())
    near.house.database.write_now(thanking.favour, juno.id, post, now=near.envoy.clock())
    await settle(near)
    near.house.database.write_now(thanking.take_back_boost, juno.id, post)
    near.house.database.write_now(deleting.delete_post, marisol.id, post, key=near.house.key, now=near.envoy.clock())
    await settle(near)

    assert told(net, far) == before


async def test_what_is_for_followers_goes_where_somebody_follows(allied: Houses, third: Neighbour, net: Net) -> None:
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await follow(ana, far, marisol, near)

    marisol.posts("For followers", "followers")
    await settle(near)

    assert (told(net, far)[-1], told(net, third)) == ("Create", [])


async def test_what_is_for_people_named_goes_to_their_houses(allied: Houses, third: Neighbour, net: Net) -> None:
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await near.knows(ana)

    marisol.posts("Dear @ana@harbour.example", "mentioned")
    await settle(near)

    assert (told(net, far), told(net, third)) == (["Create"], [])
    [create] = [a for a in net.posted_to(far.origin) if a["type"] == "Create"]
    assert (create["to"], create["cc"]) == ([ana.facts.uri], [])


async def test_an_answer_to_an_allys_post_for_allies_goes_to_that_ally_alone(
    allied: Houses, third: Neighbour, net: Net
) -> None:
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    theirs = ana.posts("For allies", "allies")
    await settle(far, near)
    here = near.house.database.read_now(posts.one_by_uri, marisol.viewer, uri_of(far, theirs))

    marisol.posts("An answer", "allies", reply_to=here.id)
    await settle(near)

    assert (told(net, far), told(net, third)) == (["Create"], [])


async def test_nothing_is_addressed_to_the_public_but_what_is_open(allied: Houses, net: Net) -> None:
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await follow(ana, far, marisol, near)

    for audience in ("allies", "followers", "open"):
        marisol.posts("Dear @ana@harbour.example", audience)
    await settle(near)

    creates = [a for a in net.posted_to(far.origin) if a["type"] == "Create"]
    assert [PUBLIC in a["to"] + a["cc"] + a["object"]["to"] + a["object"]["cc"] for a in creates] == [
        False,
        False,
        True,
    ]


async def test_what_was_open_is_for_allies_once_its_authors_page_is_off(allied: Houses, net: Net) -> None:
    near, far = allied
    marisol = near.houses("marisol")
    post_id = marisol.posts("For everybody, for now", "open")
    await settle(near)

    async def shown() -> dict[str, object]:
        return await far.envoy.fetcher.get_json(uri_of(near, post_id), signer=far.envoy.instance_key())

    marisol.opens_their_page(on=False)
    edit = Edit("For everybody no more")
    near.house.database.write_now(
        edit_post, marisol.id, post_id, edit, origin=near.origin, key=near.house.key, now=near.envoy.clock()
    )
    await settle(near)
    fetched = await shown()

    [update] = [a for a in net.posted_to(far.origin) if a["type"] == "Update"]
    assert PUBLIC not in [*update["to"], *update["cc"], *update["object"]["to"], *update["object"]["cc"]]
    assert (fetched["to"], fetched["cc"]) == ([f"{marisol.facts.uri}/followers"], [])
    assert fetched["parasol:audience"] == "allies"
    marisol.opens_their_page()
    assert (await shown())["to"] == [PUBLIC]


async def test_a_deletion_goes_to_every_house_that_was_sent_the_post(
    allied: Houses, third: Neighbour, net: Net
) -> None:
    near, far = allied
    marisol = near.houses("marisol")
    post = marisol.posts("Soon gone", "allies")
    await settle(near)
    uri = uri_of(near, post)
    near.house.database.write_now(lambda s: setattr(s.get_one(Ally, near.ally_id(third)), "scopes", "media"))

    near.house.database.write_now(deleting.delete_post, marisol.id, post, key=near.house.key, now=near.envoy.clock())
    await settle(near)

    assert (told(net, far), told(net, third)) == (["Create", "Delete"], ["Create", "Delete"])
    assert net.posted_to(third.origin)[-1]["object"] == {"id": uri, "type": "Tombstone"}


async def test_a_post_deleted_before_it_left_is_never_said(allied: Houses, net: Net) -> None:
    near, far = allied
    marisol = near.houses("marisol")
    net.cuts(far.origin)
    post = marisol.posts("Regretted at once", "allies")
    await settle(near)
    near.house.database.write_now(deleting.delete_post, marisol.id, post, key=near.house.key, now=near.envoy.clock())
    net.mends(far.origin)
    net.sent.clear()

    near.house.database.write_now(lambda s: s.delete(near.lane(far)))
    await settle(near)

    assert told(net, far) == ["Delete"]
    assert b"Regretted" not in b"".join(sent.body for sent in net.sent)


async def test_a_boost_of_our_own_goes_where_the_boosters_followers_are(
    allied: Houses, third: Neighbour, net: Net
) -> None:
    near, far = allied
    marisol, juno, ana = near.houses("marisol"), near.houses("juno"), far.houses("ana")
    await follow(ana, far, juno, near)
    post = marisol.posts("Worth reading", "allies")
    await settle(near)

    near.house.database.write_now(thanking.boost, juno.id, post, now=near.envoy.clock())
    await settle(near)
    near.house.database.write_now(thanking.take_back_boost, juno.id, post)
    await settle(near)

    assert told(net, far)[-3:] == ["Create", "Announce", "Undo"]
    assert "Announce" not in told(net, third)
    announce = next(a for a in net.posted_to(far.origin) if a["type"] == "Announce")
    assert PUBLIC not in announce["to"] + announce["cc"]


@pytest.mark.parametrize(("audience", "elsewhere"), [("open", ["Announce"]), ("allies", [])])
async def test_a_boost_of_an_allys_post_leaves_for_others_only_if_it_was_open(
    audience: str, elsewhere: list[str], allied: Houses, third: Neighbour, net: Net
) -> None:
    near, far = allied
    juno, ana, olga = near.houses("juno"), far.houses("ana"), third.houses("olga")
    await follow(olga, third, juno, near)
    theirs = ana.posts("From over there", audience)
    await settle(far, near)
    here = near.house.database.read_now(posts.one_by_uri, juno.viewer, uri_of(far, theirs))
    before = told(net, third)

    near.house.database.write_now(thanking.boost, juno.id, here.id, now=near.envoy.clock())
    await settle(near)

    assert told(net, far)[-1] == "Announce"
    assert told(net, third)[len(before) :] == elsewhere


async def test_thanks_go_to_the_authors_house_and_are_taken_back_there(
    allied: Houses, third: Neighbour, net: Net
) -> None:
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    theirs = ana.posts("From over there", "open")
    await settle(far, near)
    here = near.house.database.read_now(posts.one_by_uri, marisol.viewer, uri_of(far, theirs))

    near.house.database.write_now(thanking.favour, marisol.id, here.id, now=near.envoy.clock())
    await settle(near)
    near.house.database.write_now(thanking.take_back_favourite, marisol.id, here.id)
    await settle(near)

    assert (told(net, far), told(net, third)) == (["Like", "Undo"], [])


async def test_a_follow_is_asked_answered_and_ended_across_houses(allied: Houses, net: Net) -> None:
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    ana_here = await near.knows(ana)
    marisol.asks_to_follow(ana_here)
    await settle(near, far)
    marisol_there = await far.knows(marisol)

    far.house.database.write_now(following.accept_follower, ana.id, marisol_there.id)
    await settle(far, near)
    near.house.database.write_now(following.unfollow, marisol.id, ana_here.id)
    marisol.asks_to_follow(ana_here)
    await settle(near, far)
    far.house.database.write_now(following.refuse_follower, ana.id, marisol_there.id)
    await settle(far, near)

    assert told(net, far) == ["Follow", "Undo", "Follow"]
    assert told(net, near) == ["Accept", "Reject"]


async def test_a_new_profile_goes_where_somebody_follows(allied: Houses, third: Neighbour, net: Net) -> None:
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await follow(ana, far, marisol, near)

    near.house.database.write_now(profiles.change_profile, marisol.id, "Marisol R.", "", origin=near.origin)
    await settle(near, far)

    assert (told(net, far)[-1], told(net, third)) == ("Update", [])
    there = await far.knows(marisol)
    assert there.facts.display_name == "Marisol R."


async def test_what_happens_among_members_is_told_to_nobody(allied: Houses, net: Net) -> None:
    near, far = allied
    marisol, juno = near.houses("marisol"), near.houses("juno")
    post = marisol.posts("For allies", "allies")
    await settle(near)
    before = told(net, far)

    juno.follows(marisol)
    near.house.database.write_now(thanking.favour, juno.id, post, now=near.envoy.clock())
    near.house.database.write_now(following.unfollow, juno.id, marisol.id)
    near.house.database.write_now(profiles.change_profile, juno.id, "J.", "", origin=near.origin)
    await settle(near)

    assert told(net, far) == before


async def test_what_waits_is_sealed(allied: Houses, net: Net) -> None:
    near, far = allied
    net.cuts(far.origin)
    ana = far.houses("ana")
    near.houses("marisol").posts("Something private", "allies")

    await settle(near)

    payloads = near.house.database.read_now(lambda session: list(session.scalars(select(Job.payload))))
    assert payloads
    assert not any(b"post_id" in p or b"Something" in p or ana.name.encode() in p for p in payloads)
