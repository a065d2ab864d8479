"""Followed tags: from now on what carries one comes home, once, from whoever is welcome there; and leaves with it."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select

from app.accounts.actions import blocking, following
from app.basics.clock import now
from app.posts.actions import tagging, thanking
from app.posts.actions.receiving import ForeignPost, receive_post
from app.posts.audience import Audience
from app.storage.house import House
from app.timelines.models import FeedEntry
from app.timelines.tag_queries import tags_known
from tests.posts.test_who_may_read import befriend, guest
from tests.timelines.test_keeping_away import home
from tests.world.cast import Member
from tests.world.plans import plans_of

pytestmark = pytest.mark.anyio
Settle = Callable[[], Awaitable[object]]


def follows(member: Member, word: str = "rights") -> None:
    member.house.database.write_now(tagging.follow_tag, member.id, word, now=now())


def stops(member: Member, word: str = "rights") -> None:
    member.house.database.write_now(tagging.stop_following, member.id, word)


def places_of(member: Member) -> list[int]:
    """What stands in their home, whether or not they may read it now."""
    query = select(FeedEntry.post_id).where(FeedEntry.owner_id == member.id)
    return list(member.house.database.read_now(lambda session: session.scalars(query).all()))


def arrives(house: House, author: Member, audience: Audience = Audience.ALLIES) -> int:
    foreign = ForeignPost(
        uri=f"https://harbour.example/posts/{audience}", content="<p>Know them</p>", warning="", language="",
        audience=audience, reply_to_uri="", pictures=(), written_at=now(), tags=("#Rights",),
    )  # fmt: skip
    kept = house.database.write_now(
        receive_post, author.facts, foreign, [], origin=house.settings.origin, key=house.key, now=now()
    )
    assert kept is not None
    return kept


@pytest.mark.parametrize("audience", ["open", "allies", "community"])
async def test_what_carries_a_followed_tag_comes_home(
    a_member: Member,
    another_member: Member,
    settle: Settle,
    audience: str,
):
    follows(a_member)
    written = another_member.posts("Your #Rights", audience)
    another_member.posts("Your #soup", audience)

    await settle()

    assert home(a_member) == [written]


async def test_what_came_before_stays_where_it_is(a_member: Member, another_member: Member, settle: Settle):
    another_member.posts("Your #rights")
    await settle()

    follows(a_member)
    await settle()

    assert home(a_member) == []


async def test_what_is_for_fewer_does_not_come(a_member: Member, another_member: Member, settle: Settle):
    follows(a_member)
    another_member.posts("Your #rights", "followers")
    another_member.posts("@marisol #rights", "mentioned")

    await settle()

    assert home(a_member) == []
    assert places_of(a_member) == [], "nor would it, when she follows them later"


async def test_nothing_comes_twice(a_member: Member, another_member: Member, a_steward: Member, settle: Settle):
    follows(a_member)
    follows(a_member, "home")
    a_member.follows(another_member)
    a_member.follows(a_steward)
    written = another_member.posts("#rights at #home, my #rights")
    own = a_member.posts("#rights")
    await settle()

    a_member.house.database.write_now(thanking.boost, a_steward.id, written, now=now())
    await settle()

    assert home(a_member) == [own, written]


async def test_an_answer_with_the_tag_comes_too(
    a_member: Member,
    another_member: Member,
    a_steward: Member,
    settle: Settle,
):
    follows(a_member)
    answer = another_member.posts("#rights", reply_to=a_steward.posts("Anything?"))

    await settle()

    assert home(a_member) == [answer]


async def test_an_allys_post_with_the_tag_comes_too(house: House, a_member: Member, settle: Settle):
    follows(a_member)
    night = guest(house, befriend(house))

    written = arrives(house, night)
    arrives(house, night, Audience.FOLLOWERS)
    await settle()

    assert home(a_member) == [written]


async def test_whom_one_mutes_does_not_come_while_they_are_muted(
    a_member: Member,
    another_member: Member,
    settle: Settle,
):
    follows(a_member)
    write = a_member.house.database.write_now
    write(blocking.mute, a_member.id, another_member.id, notifications=True, until=None, now=now())

    another_member.posts("#rights")
    await settle()

    assert home(a_member) == []


@pytest.mark.parametrize("turned", [False, True], ids=["by them", "of them"])
async def test_after_a_block_nothing_comes_and_nothing_came_when_it_ends(
    a_member: Member,
    another_member: Member,
    settle: Settle,
    turned: bool,
):
    follows(a_member)
    one, other = (a_member, another_member) if turned else (another_member, a_member)
    one.house.database.write_now(blocking.block, one.id, other.id, now=now())

    another_member.posts("#rights")
    await settle()
    assert home(a_member) == []

    one.house.database.write_now(blocking.end_block, one.id, other.id)
    await settle()
    assert home(a_member) == []


async def test_of_a_house_one_wants_nothing_of_nothing_comes(house: House, a_member: Member, settle: Settle):
    follows(a_member)
    ally_id = befriend(house)
    house.database.write_now(blocking.block_house, a_member.id, ally_id)

    arrives(house, guest(house, ally_id))
    await settle()

    assert home(a_member) == []


async def test_with_the_tag_goes_what_came_for_nothing_else(
    a_member: Member,
    another_member: Member,
    a_steward: Member,
    settle: Settle,
):
    follows(a_member)
    follows(a_member, "home")
    a_member.follows(a_steward)
    another_member.posts("only #rights")
    both = another_member.posts("#rights and #home")
    followed = a_steward.posts("#rights")
    own = a_member.posts("#rights")
    await settle()
    assert len(home(a_member)) == 4

    stops(a_member)
    another_member.posts("later #rights")
    await settle()

    assert home(a_member) == [own, followed, both]


async def test_what_a_friend_boosts_stays_when_the_tag_goes(
    a_member: Member,
    another_member: Member,
    a_steward: Member,
    settle: Settle,
):
    written = another_member.posts("#rights")
    a_member.follows(a_steward)
    boost = a_member.house.database.write_now(thanking.boost, a_steward.id, written, now=now())
    await settle()

    follows(a_member)
    stops(a_member)
    await settle()

    assert home(a_member) == [boost]


async def test_who_is_no_longer_followed_takes_their_posts_along(
    a_member: Member,
    another_member: Member,
    settle: Settle,
):
    follows(a_member)
    a_member.follows(another_member)
    another_member.posts("#rights")
    await settle()

    a_member.house.database.write_now(following.unfollow, a_member.id, another_member.id)
    later = another_member.posts("more #rights")
    await settle()

    assert home(a_member) == [later]


async def test_what_somebody_follows_changes_nobody_elses_home(
    a_member: Member,
    another_member: Member,
    a_steward: Member,
    settle: Settle,
):
    follows(a_member)
    another_member.posts("#rights")

    await settle()

    assert home(a_steward) == []


def test_what_a_tag_that_is_being_written_may_become_is_looked_up_and_not_searched_for_among_all(
    house: House, kind: str, a_member: Member
):
    asked = house.database.read_now(plans_of, kind, lambda session: tags_known(session, a_member.viewer, "ri", limit=8))

    assert [plan for plan in asked if "SCAN tags" in plan or "Seq Scan on tags" in plan] == []
