"""What arrives from allies reaches only members who take it; nobody over there is told, and all of it is a 202."""

import pytest
from sqlalchemy import select

from app.accounts import queries as accounts
from app.accounts.actions import following
from app.notifications.models import Notification
from app.posts.models import Mention
from tests.federation.reading import follows, posts_from_afar, uri_of
from tests.world.alliance import settle
from tests.world.letters import PUBLIC, a_create, said

pytestmark = pytest.mark.anyio


def addressed_to(uri: str) -> dict[str, list[str]]:
    return {"to": [uri], "cc": []}


def to_everybody_and(uri: str) -> dict[str, list[str]]:
    return {"to": [PUBLIC], "cc": [uri]}


def named(lantern) -> list[set[str]]:
    return [set(post.mentioned) for post in posts_from_afar(lantern.house)]


def requested(lantern) -> list[bool]:
    return lantern.house.database.read_now(lambda s: list(s.scalars(select(Mention.requested))))


@pytest.mark.parametrize(("choice", "kept"), [("everybody", 1), ("followed", 0), ("nobody", 0)])
async def test_an_answer_that_is_not_welcome_is_dropped_without_a_word(lantern, an_ally, ana, a_member, choice, kept):
    ours = uri_of(lantern.house, a_member.posts(audience="open"))
    a_member.chooses(replies=choice)

    await lantern.takes(an_ally, ana, a_create(ana, inReplyTo=ours, **to_everybody_and(a_member.facts.uri)))

    assert len(posts_from_afar(lantern.house)) == kept
    assert lantern.waiting() == []


async def test_an_answer_that_names_nobody_is_an_answer_all_the_same(lantern, an_ally, ana, a_member):
    ours = uri_of(lantern.house, a_member.posts(audience="open"))
    a_member.chooses(replies="nobody")

    await lantern.takes(an_ally, ana, a_create(ana, inReplyTo=ours))

    assert posts_from_afar(lantern.house) == []


async def test_an_answer_that_somebody_else_here_takes_is_kept_for_them_and_stands_under_nothing(
    lantern, an_ally, ana, a_member, another_member
):
    ours = uri_of(lantern.house, a_member.posts(audience="open"))
    a_member.chooses(replies="nobody")
    both = {"to": [PUBLIC], "cc": [a_member.facts.uri, another_member.facts.uri]}

    await lantern.takes(an_ally, ana, a_create(ana, inReplyTo=ours, **both))

    [post] = posts_from_afar(lantern.house)
    assert post.mentioned == {"juno"}
    assert post.answers is None


@pytest.mark.parametrize(("choice", "names"), [("everybody", [{"marisol"}]), ("followed", []), ("nobody", [])])
async def test_a_mention_that_is_not_welcome_addresses_nobody(lantern, an_ally, ana, a_member, choice, names):
    a_member.chooses(mentions=choice)

    await lantern.takes(an_ally, ana, a_create(ana, **to_everybody_and(a_member.facts.uri)))

    assert named(lantern) == names


async def test_a_mention_that_is_not_welcome_does_not_keep_a_post_from_those_who_follow_its_author(
    lantern, an_ally, ana, a_member, another_member
):
    await lantern.takes(an_ally, ana, a_create(ana))
    await follows_ana(lantern, an_ally, ana, another_member)
    a_member.chooses(mentions="nobody")

    await lantern.takes(an_ally, ana, a_create(ana, **to_everybody_and(a_member.facts.uri)))

    assert named(lantern) == [set(), set()]


@pytest.mark.parametrize(("choice", "kept"), [("everybody", [True]), ("followed", []), ("nobody", [])])
async def test_a_message_of_somebody_unknown_is_a_request_or_dropped(lantern, an_ally, ana, a_member, choice, kept):
    a_member.chooses(messages=choice)

    await lantern.takes(an_ally, ana, a_create(ana, **addressed_to(a_member.facts.uri)))

    assert requested(lantern) == kept


async def test_a_message_to_two_reaches_the_one_who_takes_it(lantern, an_ally, ana, a_member, another_member):
    a_member.chooses(messages="nobody")
    both = {"to": [a_member.facts.uri, another_member.facts.uri], "cc": []}

    await lantern.takes(an_ally, ana, a_create(ana, **both))

    assert named(lantern) == [{"juno"}]


async def test_from_somebody_one_follows_a_message_arrives(lantern, an_ally, ana, a_member):
    await lantern.takes(an_ally, ana, a_create(ana))
    await follows_ana(lantern, an_ally, ana, a_member)

    await lantern.takes(an_ally, ana, a_create(ana, **addressed_to(a_member.facts.uri)))

    assert requested(lantern) == [False]


async def test_nobody_comes_past_the_request_by_naming_a_post_for_followers(lantern, an_ally, ana, a_member):
    ours = uri_of(lantern.house, a_member.posts(audience="followers"))

    await lantern.takes(an_ally, ana, a_create(ana, inReplyTo=ours, **addressed_to(a_member.facts.uri)))

    assert requested(lantern) == [True]


async def test_an_answer_of_a_follower_to_a_post_for_followers_arrives(lantern, an_ally, ana, a_member):
    a_member.chooses(asks_before_follow=False)
    await lantern.takes(an_ally, ana, said(ana, "Follow", a_member.facts.uri))
    ours = uri_of(lantern.house, a_member.posts(audience="followers"))

    await lantern.takes(an_ally, ana, a_create(ana, inReplyTo=ours, **addressed_to(a_member.facts.uri)))

    assert requested(lantern) == [False]


async def test_who_need_not_be_asked_is_followed_at_once(lantern, an_ally, ana, a_member):
    a_member.chooses(asks_before_follow=False)

    await lantern.takes(an_ally, ana, said(ana, "Follow", a_member.facts.uri))

    assert follows(lantern.house) == {("ana", "marisol", True)}


async def test_the_ally_hears_the_yes_and_whether_one_asks(allied, net):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    marisol.chooses(asks_before_follow=False)
    there = await far.knows(marisol)

    ana.asks_to_follow(there)
    await settle(far, near)

    assert "Accept" in [activity["type"] for activity in net.posted_to(far.origin)]
    assert follows(far.house) == {("ana", "marisol", True)}
    document = await far.envoy.fetcher.get_json(marisol.facts.uri, signer=far.envoy.instance_key())
    assert document["manuallyApprovesFollowers"] is False


async def test_a_request_from_an_ally_tells_nothing_and_is_written_back_to_without_being_asked(allied):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await far.knows(marisol)
    ana.tries_to_post("@marisol@lantern.example are you home?", "mentioned")
    await settle(far, near)

    told = near.house.database.read_now(lambda s: list(s.scalars(select(Notification.kind))))
    marisol.tries_to_post("@ana@harbour.example I am", "mentioned")
    await settle(near, far)

    assert told == []
    assert far.house.database.read_now(lambda s: set(s.scalars(select(Mention.requested)))) == {False}
    assert near.house.database.read_now(lambda s: set(s.scalars(select(Mention.requested)))) == {False}


async def follows_ana(lantern, an_ally, ana, member) -> None:
    """A member here follows Ana, who has said yes."""
    database = lantern.house.database
    them = database.read_now(accounts.by_uri, ana.uri)
    database.write_now(following.ask_to_follow, member.id, them.id, now=lantern.envoy.clock())
    uri = database.read_now(accounts.follow_uri, member.id, them.id)
    await lantern.takes(an_ally, ana, said(ana, "Accept", uri))
