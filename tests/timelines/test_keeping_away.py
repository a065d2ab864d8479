"""What is left out of homes and pages: the blocked, the muted, hidden boosts, blocked houses. Pages stay full."""

from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.actions import blocking, following
from app.accounts.holders import session_holder
from app.accounts.viewer import Viewer
from app.basics.clock import now
from app.basics.ids import new_token
from app.posts import queries as posts
from app.posts import requests
from app.posts.actions import thanking
from app.posts.actions.receiving import ForeignPost, receive_post
from app.posts.audience import Audience
from app.storage.house import House
from app.timelines import encoded_queries
from app.timelines import queries as timelines
from app.timelines.author_queries import of_author
from app.timelines.encoded_queries import Encoded
from app.timelines.queries import Entry, Page
from tests.posts.test_who_may_read import befriend, guest
from tests.world.cast import Member, join

pytestmark = pytest.mark.anyio
HOUR = timedelta(hours=1)


def home(member: Member, **page: object) -> list[int]:
    """The member's home in both forms, for the viewer of their session too: all say the same."""
    return alike(timelines.home, encoded_queries.home_encoded, member, Page(**page))


def community(member: Member, **page: object) -> list[int]:
    return alike(timelines.community, encoded_queries.community_encoded, member, Page(**page))


def alike(
    facts: Callable[..., list[Entry]], encoded: Callable[..., list[Encoded]], of: Member, page: Page
) -> list[int]:
    read = of.house.database.read_now
    ways = [
        [entry.id for entry in read(query, viewer, page)]
        for query in (facts, encoded)
        for viewer in (of.viewer, signed_in(of))
    ]
    assert all(way == ways[0] for way in ways), ways
    return ways[0]


def signed_in(member: Member) -> Viewer:
    """The viewer as a request has them, for whom the shorter SELECTs are taken where they may be."""
    holder = member.house.database.read_now(session_holder, member.signs_in(), now=now())
    assert holder is not None
    return holder.viewer


def read_by(member: Member, query: Callable[..., list[timelines.Entry]], *more: object) -> set[int]:
    return {entry.post.id for entry in member.house.database.read_now(query, member.viewer, *more, Page())}


def does(act: Callable[..., object], one: Member, other: Member, **more: object) -> object:
    return one.house.database.write_now(act, one.id, other.id, **more)


def boosts(one: Member, post_id: int) -> int:
    return one.house.database.write_now(thanking.boost, one.id, post_id, now=now())


def writes_from_afar(somebody: Member, audience: Audience = Audience.OPEN, mentioned: Iterable[Member] = ()) -> int:
    def act(session: Session) -> int:
        author = accounts.by_id(session, somebody.id)
        assert author is not None
        named = [member.facts for member in mentioned]
        foreign = ForeignPost(f"{author.uri}/{new_token()}", "<p>hi</p>", "", "en", audience, "", (), now())
        made = receive_post(
            session, author, foreign, named, origin="https://lantern.example", key=somebody.house.key, now=now()
        )
        assert made is not None
        return made

    return somebody.house.database.write_now(act)


async def test_whoever_is_blocked_is_in_no_page_of_the_other_and_neither_is_what_others_boost_of_them(
    house: House, a_member: Member, another_member: Member, a_steward: Member, settle
):
    a_member.follows(another_member)
    a_member.follows(a_steward)
    another_member.follows(a_steward)
    mine, hers = a_member.posts("mine"), another_member.posts("hers")
    for post_id in (mine, hers):
        boosts(a_steward, post_id)
    await settle()
    boost_of_mine = home(another_member)[0]

    does(blocking.block, a_member, another_member, now=now())
    at_once = home(a_member), home(another_member), community(a_member), community(another_member)
    await settle()

    assert at_once == ([mine], [hers], [mine], [hers])
    assert boost_of_mine not in home(another_member)
    assert (home(a_member), home(another_member)) == at_once[:2]
    assert read_by(a_member, of_author, another_member.id) == set()
    assert read_by(another_member, of_author, a_member.id) == set()
    assert community(a_steward) == [hers, mine]


async def test_nobody_is_asked_for_whom_to_leave_out_while_there_is_nobody(
    house: House, a_member: Member, another_member: Member, a_steward: Member
):
    assert not signed_in(a_member).keeps_away

    does(blocking.block, a_member, another_member, now=now())

    assert [signed_in(one).keeps_away for one in (a_member, another_member, a_steward)] == [True, True, False]


async def test_answers_of_the_blocked_under_ones_posts_are_gone_for_both_and_for_nobody_else(
    house: House, a_member: Member, another_member: Member, a_steward: Member
):
    question = a_member.posts("question")
    answer = another_member.posts("answer", reply_to=question)

    does(blocking.block, a_member, another_member, now=now())

    def thread(of: Member) -> list[int]:
        return [post.id for post in house.database.read_now(posts.thread, of.viewer, question)]

    assert thread(a_member) == [question]
    assert thread(another_member) == [answer]
    assert thread(a_steward) == [question, answer]


async def test_what_the_blocked_boost_leaves_the_home(
    house: House, a_member: Member, another_member: Member, a_steward: Member, settle
):
    a_member.follows(another_member)
    boosts(another_member, a_steward.posts("worth reading"))
    await settle()
    assert len(home(a_member)) == 1

    does(blocking.block, another_member, a_member, now=now())
    assert home(a_member) == []
    await settle()

    does(blocking.end_block, another_member, a_member)
    assert home(a_member) == []


async def test_the_muted_are_not_seen_and_do_not_notice(
    house: House, a_member: Member, another_member: Member, a_steward: Member, settle
):
    a_member.follows(another_member)
    a_member.follows(a_steward)
    hers = another_member.posts("hers")
    boosts(another_member, a_steward.posts("@juno hers too"))
    boosts(a_steward, hers)
    await settle()
    seen_by_her = community(another_member)

    does(blocking.mute, a_member, another_member, now=now())
    await settle()

    assert hers not in [*home(a_member), *community(a_member)]
    assert len(home(a_member)) == 1
    assert read_by(a_member, timelines.everywhere) == {community(a_member)[0]}
    assert community(another_member) == seen_by_her
    assert read_by(a_member, of_author, another_member.id) == {hers}


async def test_a_mute_that_is_over_hides_nothing_swept_or_not(
    house: House, a_member: Member, another_member: Member, settle
):
    a_member.follows(another_member)
    post_id = another_member.posts("hello")
    await settle()
    earlier = now() - 2 * HOUR

    does(blocking.mute, a_member, another_member, until=now() + HOUR, now=earlier)
    during = home(a_member), community(a_member)
    does(blocking.mute, a_member, another_member, until=earlier + HOUR, now=earlier)
    after = home(a_member), community(a_member)

    assert during == ([], [])
    assert after == ([post_id], [post_id])


async def test_a_boost_by_the_muted_does_not_stand_in_the_way_of_anothers(
    house: House, a_member: Member, another_member: Member, a_steward: Member, joining_house, settle
):
    friend = joining_house("lupe")
    a_member.follows(another_member)
    a_member.follows(friend)
    before, after = a_steward.posts("boosted before"), a_steward.posts("boosted after")
    boosts(another_member, before)
    await settle()
    does(blocking.mute, a_member, another_member, now=now())
    await settle()

    boosts(another_member, after)
    await settle()
    mine = {boosts(friend, before), boosts(friend, after)}
    await settle()

    assert set(home(a_member)) == mine


async def test_answers_of_the_muted_are_left_out_of_a_thread_unless_one_opens_them(
    house: House, a_member: Member, another_member: Member
):
    question = a_member.posts("question")
    answer = another_member.posts("answer", reply_to=question)

    does(blocking.mute, a_member, another_member, now=now())

    def thread(opened: int) -> list[int]:
        return [post.id for post in house.database.read_now(posts.thread, a_member.viewer, question, opened=opened)]

    assert thread(question) == [question]
    assert thread(answer) == [question, answer]


async def test_hidden_boosts_are_hidden_of_one_person_and_what_they_write_is_not(
    house: House, a_member: Member, another_member: Member, a_steward: Member, settle
):
    a_member.follows(another_member)
    a_steward.follows(another_member)
    post_id = a_steward.posts("worth reading")
    earlier = boosts(another_member, post_id)
    await settle()
    assert earlier in home(a_member)

    does(following.show_boosts, a_member, another_member, wanted=False)
    at_once = home(a_member)
    await settle()
    boosts(another_member, a_member.posts("mine"))
    hers = another_member.posts("hers")
    await settle()

    assert at_once == []
    assert home(a_member)[0] == hers
    assert len(home(a_member)) == 2
    does(following.show_boosts, a_member, another_member, wanted=True)
    later = boosts(another_member, a_steward.posts("another"))
    await settle()
    assert later in home(a_member)


async def test_of_a_blocked_house_nothing_is_seen_by_that_member_alone(
    house: House, a_member: Member, another_member: Member, settle
):
    ally_id = befriend(house)
    night, day = guest(house, ally_id), guest(house, ally_id, "day")
    for member in (a_member, another_member):
        member.follows(night)
    a_member.follows(another_member)
    public, message = writes_from_afar(night), writes_from_afar(day, Audience.MENTIONED, [a_member])
    await settle()
    boost = boosts(another_member, writes_from_afar(day))
    await settle()
    assert {public, boost} <= set(home(a_member))

    house.database.write_now(blocking.block_house, a_member.id, ally_id)
    at_once = home(a_member)
    await settle()

    assert at_once == home(a_member) == []
    for query in (timelines.from_allies, timelines.everywhere, timelines.messages):
        assert read_by(a_member, query) == set()
    assert public in home(another_member)
    assert public in read_by(another_member, timelines.from_allies)
    house.database.write_now(blocking.end_house_block, a_member.id, ally_id)
    assert read_by(a_member, timelines.messages) == {message}


@pytest.mark.parametrize("keep_away", [blocking.block, blocking.mute])
async def test_whoever_is_kept_away_does_not_ask_to_write_either(
    house: House, a_member: Member, another_member: Member, keep_away
):
    another_member.tries_to_post("@marisol do you have a minute?", "mentioned")
    assert house.database.read_now(requests.anybody_waits, a_member.viewer)

    does(keep_away, a_member, another_member, now=now())

    assert not house.database.read_now(requests.anybody_waits, a_member.viewer)
    assert house.database.read_now(requests.who_asks, a_member.viewer) == []


@pytest.mark.parametrize("keep_away", [blocking.block, blocking.mute])
async def test_pages_are_full_and_lead_on_however_much_is_left_out(
    house: House, a_member: Member, another_member: Member, a_steward: Member, settle, keep_away
):
    for followed in (another_member, a_steward):
        a_member.follows(followed)
    wanted = [a_steward.posts("first")]
    for _ in range(12):
        another_member.posts("one of many")
    wanted += [a_steward.posts(f"number {n}") for n in range(4)]
    await settle()

    does(keep_away, a_member, another_member, now=now())

    for page in (home, community):
        first = page(a_member, limit=3)
        rest = page(a_member, limit=3, before=first[-1])
        upwards = page(a_member, limit=2, after=wanted[0] - 1, upwards=True)
        assert first + rest == wanted[::-1]
        assert upwards == [wanted[1], wanted[0]]


async def test_a_steward_or_a_stranger_sees_no_less_for_anothers_mutes(house: House, settle):
    members = [join(house, name) for name in ("ada", "bea", "cleo")]
    does(blocking.mute, members[0], members[1], now=now())
    does(blocking.block, members[2], members[0], now=now())

    post_id = members[1].posts("hello")

    assert community(members[2]) == [post_id]
    assert community(members[0]) == []
