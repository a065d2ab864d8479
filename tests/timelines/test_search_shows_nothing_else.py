"""Whatever is asked, by whomever: no post that its viewer may not read or may not find, and never a 500."""
# ruff: noqa: F811 — fixtures are imported by their names

import contextlib
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.basics.clock import now
from app.basics.errors import Invalid
from app.posts import rules
from app.posts.models import Bookmark, Favourite, Mention, Post
from app.posts.readable import readers
from app.storage.house import House
from app.storage.patience import TooSlow, at_most
from app.timelines import asking, search_queries
from app.timelines.queries import Page
from tests.posts.test_who_may_read import Crowd, crowd  # noqa: F401
from tests.timelines.searching import search, settle
from tests.world.cast import Member

ASKED = (
    "for",
    "hi",
    "fo*",
    "-rain",
    "from:marisol",
    "from:me",
    "-from:juno",
    "in:library",
    "in:bookmarks",
    '"for juno"',
)
TRICKS = (
    '" OR rowid > 0 --', "words:for", '"for" NEAR("juno", 5)', "for AND", "NOT for", "^for", "{words}: for",
    "for + juno", "*", '"*"', '""', '"', "((((", ")", "for*juno", "-", "--", '-"', "=all", '"=all"', "=by1", "\\",
    "';--", "for & !juno", "for | juno", "'for':*", "!!", "<->", "for\x00juno", "\u202efor", "f\u200bor", "\ud800",
    "from:", "from:@", 'from:""', "from:\ud800", "#", "##", "has:", "%", "_", "in:", "language:'",
    "language:\"x' y\"", "\U0001f3f3", "\ufdfa" * 30, "\u5b57" * 300, "a." * 150,
)  # fmt: skip


def test_nobody_finds_what_they_may_not_read_or_nobody_offered(crowd: Crowd):
    chance = random.Random(5)
    house = crowd.house
    house.database.write_now(choose_and_mark, crowd, chance)
    settle(house)

    wrong = [
        (viewer, typed, post_id)
        for viewer in crowd.viewers
        for typed in ASKED
        for post_id in found(house, viewer, typed)
        if not may_find(house, viewer, post_id)
    ]

    assert wrong == []
    assert any(found(house, viewer, "for") for viewer in crowd.viewers)


def test_everything_that_may_be_found_is_found(crowd: Crowd):
    """So that the one above does not hold because nothing is found at all."""
    house = crowd.house
    house.database.write_now(choose_and_mark, crowd, random.Random(6))
    settle(house)

    missing = [
        (viewer, post_id)
        for viewer in crowd.viewers
        if viewer.is_member
        for post_id in set(crowd.posts) - set(found(house, viewer, "-rain"))
        if may_find(house, viewer, post_id)
    ]

    assert missing == []


def test_allies_and_strangers_search_for_nothing(crowd: Crowd):
    settle(crowd.house)

    assert [found(crowd.house, viewer, "for") for viewer in crowd.viewers if not viewer.is_member] == [[]] * 5


@pytest.mark.parametrize("typed", TRICKS)
def test_tricks_find_nothing_of_others_and_break_nothing(
    house: House, a_member: Member, another_member: Member, typed: str
):
    another_member.posts("for juno alone")
    settle(house)

    assert answered(a_member, typed) == []


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(typed=st.text(alphabet=st.sampled_from(list("\"'*():{}^-+&|!<>=\\%_#@. ab字ё\u200b\u202e\x00")), max_size=40))
def test_whatever_is_typed_is_answered(typed: str, a_member: Member):
    answered(a_member, typed)


def test_what_takes_too_long_is_stopped(house: House, kind: str):
    forever = {
        "sqlite": "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n",
        "postgres": "SELECT pg_sleep(600)",
    }

    def asks(session: Session) -> None:
        with at_most(session, 0.2):
            session.execute(text(forever[kind])).all()

    with pytest.raises(TooSlow):
        house.database.read_now(asks)

    assert house.database.read_now(lambda session: session.scalar(select(1))) == 1


def choose_and_mark(session: Session, crowd: Crowd, chance: random.Random) -> None:
    """Some say that their posts may be found; some posts are kept by members who may not read them."""
    for account_id in session.scalars(select(Account.id)).all():
        session.execute(update(Account).where(Account.id == account_id).values(findable=chance.random() < 0.5))
    marks = [(v.account_id, one) for v in crowd.viewers if v.is_member for one in crowd.posts if chance.random() < 0.2]
    for number, (account_id, post_id) in enumerate(marks):
        if number % 2:
            session.execute(insert(Favourite).values(account_id=account_id, post_id=post_id, favoured_at=now()))
        else:
            session.execute(insert(Bookmark).values(id=number + 1, account_id=account_id, post_id=post_id))


def found(house: House, viewer: Viewer, typed: str) -> list[int]:
    asked, host = asking.read(typed), house.settings.host
    page = house.database.read_now(search_queries.found, viewer, asked, Page(limit=500), host=host)
    return [entry.id for entry in page.entries]


def may_find(house: House, viewer: Viewer, post_id: int) -> bool:
    """Said once more, post by post, in plain words."""
    if not rules.may_read(viewer, house.database.read_now(readers, viewer, post_id)):
        return False
    return house.database.read_now(_is_offered, viewer, post_id)


def _is_offered(session: Session, viewer: Viewer, post_id: int) -> bool:
    me, post = viewer.account_id or 0, session.get_one(Post, post_id)
    author = session.get_one(Account, post.author_id)
    if post.audience == "mentioned" or post.removed:  # its words are sealed, also to whoever wrote it
        return False
    if author.id == me or session.get(Mention, (post_id, me)) or session.get(Favourite, (me, post_id)):
        return True
    if session.scalar(select(Bookmark.id).where(Bookmark.account_id == me, Bookmark.post_id == post_id)):
        return True
    return author.findable and (not author.host or post.audience in {"open", "allies", "community"})


def answered(member: Member, typed: str) -> list[int]:
    with contextlib.suppress(Invalid):
        return [entry.id for entry in search(member, typed).entries]
    return []
