"""A tag that an edit adds brings the post to those who follow it, one it takes out takes it along; for nobody new."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.accounts.actions import blocking
from app.basics.clock import now
from app.posts.actions import editing, thanking
from app.posts.actions.editing import Edit
from app.posts.actions.receiving import ForeignPost, receive_post
from app.posts.actions.receiving_edits import receive_edit
from app.posts.audience import Audience
from app.posts.models import Post
from app.posts.permissions import Addressed
from app.storage.house import House
from app.timelines import asking, search_queries, tag_queries
from app.timelines.queries import Page
from app.timelines.tag_queries import Wanted
from tests.posts.test_who_may_read import befriend, guest
from tests.timelines.test_followed_tags import follows, places_of
from tests.timelines.test_keeping_away import home
from tests.world.cast import Member

pytestmark = pytest.mark.anyio
Settle = Callable[[], Awaitable[object]]


def edits(member: Member, post_id: int, text: str) -> None:
    origin, key = member.house.settings.origin, member.house.key
    member.house.database.write_now(
        editing.edit_post, member.id, post_id, Edit(text), origin=origin, key=key, now=now()
    )


def tagged(member: Member, word: str = "rights") -> list[int]:
    found = member.house.database.read_now(tag_queries.tagged, member.viewer, Page(), Wanted([word]))
    return [entry.post.id for entry in found]


def searched(member: Member, words: str = "#rights") -> list[int]:
    host = member.house.settings.host
    found = member.house.database.read_now(search_queries.found, member.viewer, asking.read(words), Page(), host=host)
    return [entry.post.id for entry in found.entries]


async def test_a_tag_that_an_edit_adds_brings_the_post(a_member: Member, another_member: Member, settle: Settle):
    follows(a_member)
    another_member.chooses(findable=True)
    post_id = another_member.posts("Know them")
    await settle()
    before = home(a_member), tagged(a_member), searched(a_member)

    edits(another_member, post_id, "Know your #Rights")
    await settle()

    assert before == ([], [], [])
    assert (home(a_member), tagged(a_member), searched(a_member)) == ([post_id], [post_id], [post_id])


async def test_a_tag_that_an_edit_takes_out_takes_the_post_along(
    a_member: Member, another_member: Member, settle: Settle
):
    follows(a_member)
    another_member.chooses(findable=True)
    post_id = another_member.posts("Know your #rights")
    await settle()
    before = home(a_member), tagged(a_member), searched(a_member)

    edits(another_member, post_id, "Know them")
    await settle()

    assert before == ([post_id], [post_id], [post_id])
    assert (home(a_member), tagged(a_member), searched(a_member)) == ([], [], [])


async def test_it_stays_for_another_tag_for_whoever_follows_its_author_and_for_its_author(
    a_member: Member, another_member: Member, a_steward: Member, settle: Settle
):
    for member in (a_member, another_member, a_steward):
        follows(member)
    follows(a_member, "law")
    a_steward.follows(another_member)
    post_id = another_member.posts("#rights and #law")
    await settle()

    edits(another_member, post_id, "only #law")
    await settle()

    assert home(a_member) == home(a_steward) == [post_id]
    assert places_of(another_member) == [post_id]


async def test_a_boost_of_it_stays_and_it_does_not_come_twice(
    a_member: Member, another_member: Member, a_steward: Member, settle: Settle
):
    follows(a_member)
    a_member.follows(a_steward)
    post_id = another_member.posts("soup")
    a_steward.house.database.write_now(thanking.boost, a_steward.id, post_id, now=now())
    await settle()
    edits(another_member, post_id, "#rights")
    await settle()
    with_it = places_of(a_member)

    edits(another_member, post_id, "soup again")
    await settle()

    assert with_it == places_of(a_member) == [post_id], "once"


async def test_what_came_before_stays_where_it_is_however_else_it_is_edited(
    a_member: Member, another_member: Member, settle: Settle
):
    post_id = another_member.posts("Know your #rights")
    await settle()
    follows(a_member)

    edits(another_member, post_id, "Know all your #rights")
    await settle()

    assert places_of(a_member) == []


async def test_nobody_new_reads_it(a_member: Member, another_member: Member, settle: Settle):
    follows(a_member)
    post_id = another_member.posts("psst", "followers")

    edits(another_member, post_id, "psst #rights")
    await settle()

    assert (places_of(a_member), tagged(a_member)) == ([], [])


async def test_whoever_is_blocked_does_not_get_it(a_member: Member, another_member: Member, settle: Settle):
    follows(a_member)
    post_id = another_member.posts("Know them")
    another_member.house.database.write_now(blocking.block, another_member.id, a_member.id, now=now())

    edits(another_member, post_id, "Know your #rights")
    await settle()

    assert places_of(a_member) == []


@pytest.mark.parametrize(("audience", "there"), [(Audience.ALLIES, True), (Audience.FOLLOWERS, False)])
async def test_an_allys_edit_brings_it_and_takes_it_along(
    house: House, a_member: Member, settle: Settle, audience: Audience, there: bool
):
    follows(a_member)
    night = guest(house, befriend(house))
    first = ForeignPost(
        uri="https://harbour.example/posts/1", content="<p>Know them</p>", warning="", language="",
        audience=audience, reply_to_uri="", pictures=(), written_at=now(),
    )  # fmt: skip
    more = {"origin": house.settings.origin, "key": house.key, "now": now()}
    post_id = house.database.write_now(receive_post, night.facts, first, [], **more)

    def edited(session: Session, foreign: ForeignPost, minutes: int) -> None:
        post = session.get_one(Post, post_id)
        at = now() + timedelta(minutes=minutes)
        assert receive_edit(session, post, night.facts, foreign, Addressed((), frozenset()), edited_at=at, **more)

    house.database.write_now(edited, replace(first, tags=("#Rights",)), 1)
    await settle()
    with_it = home(a_member), tagged(a_member)
    house.database.write_now(edited, replace(first, content="<p>Nothing</p>"), 2)
    await settle()

    assert with_it == (([post_id], [post_id]) if there else ([], []))
    assert (places_of(a_member), tagged(a_member)) == ([], [])
