"""An ally's person answers aloud what is for few: lists show it only to whoever may read what it answers (P4)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions import blocking
from app.basics.clock import now
from app.posts.actions import tagging
from app.posts.actions.receiving import ForeignPost, receive_post
from app.posts.audience import Audience
from app.posts.models import Post
from app.storage.house import House
from app.timelines import encoded_queries, queries, tag_queries
from app.timelines.queries import Page
from app.timelines.tag_queries import Wanted
from tests.posts.test_who_may_read import befriend, guest
from tests.timelines.searching import finds, settle
from tests.world.cast import Member


def lists(member: Member) -> dict[str, list[int]]:
    """Whatever posts each list of somebody's shows them."""
    settle(member.house)
    read, viewer = member.house.database.read_now, member.viewer
    return {
        "home": [row.id for row in read(encoded_queries.home_encoded, viewer, Page())],
        "allies": [entry.id for entry in read(queries.from_allies, viewer, Page())],
        "everywhere": [entry.id for entry in read(queries.everywhere, viewer, Page())],
        "tag": [entry.id for entry in read(tag_queries.tagged, viewer, Page(), Wanted(["lantern"]))],
        "search": finds(member, "aloud"),
    }


def answers_aloud(house: House, post_id: int) -> int:
    """Somebody at an ally who follows its author."""
    author = guest(house, befriend(house))
    foreign = ForeignPost(
        uri="https://harbour.example/posts/1", content="<p>I say aloud that I have read it #lantern</p>", warning="",
        language="", audience=Audience.OPEN, reply_to_uri=house.database.read_now(_uri, post_id), pictures=(),
        written_at=now(), tags=("#lantern",),
    )  # fmt: skip
    house.database.write_now(_is_findable, author.id)
    kept = house.database.write_now(
        receive_post, author.facts, foreign, [], origin=house.settings.origin, key=house.key, now=now()
    )
    assert kept is not None
    return kept


@pytest.mark.parametrize(("audience", "is_shown"), [("followers", False), ("community", True)])
def test_an_answer_to_what_is_for_some_is_shown_to_whoever_may_read_that(
    house: House, a_member: Member, another_member: Member, a_steward: Member, audience: str, is_shown: bool
):
    a_steward.follows(a_member)
    for one in (another_member, a_steward):
        house.database.write_now(tagging.follow_tag, one.id, "lantern", now=now())

    answer = answers_aloud(house, a_member.posts("between us", audience))

    assert {name: answer in found for name, found in lists(another_member).items()} == dict.fromkeys(
        ("home", "allies", "everywhere", "tag", "search"), is_shown
    )
    of_a_follower = lists(a_steward)
    assert [answer in of_a_follower[name] for name in ("allies", "everywhere", "tag", "search")] == [True] * 4


def test_an_answer_to_somebody_who_blocked_the_reader_is_in_no_list(
    house: House, a_member: Member, another_member: Member
):
    answer = answers_aloud(house, a_member.posts("for everybody here", "community"))
    house.database.write_now(blocking.block, a_member.id, another_member.id, now=now())

    assert not any(answer in found for found in lists(another_member).values())


def test_ones_own_answer_stays_in_ones_own_lists(house: House, a_member: Member, another_member: Member):
    asked = a_member.posts("for everybody here", "community")
    mine = another_member.posts("aloud #lantern", "community", reply_to=asked)
    house.database.write_now(blocking.block, a_member.id, another_member.id, now=now())

    found = lists(another_member)

    assert [mine in found[name] for name in ("home", "tag", "search")] == [True] * 3


def _uri(session: Session, post_id: int) -> str:
    return session.scalars(select(Post.uri).where(Post.id == post_id)).one()


def _is_findable(session: Session, account_id: int) -> None:
    from app.accounts.models import Account

    session.get_one(Account, account_id).findable = True
