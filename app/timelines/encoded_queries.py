"""The two pages that are read most, home and the community's, as bytes, with the viewer's marks beside them."""

import itertools
import typing
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import BigInteger, Subquery, and_, bindparam, case, cast, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.basics.ids import FOREVER
from app.posts.models import Bookmark, Boost, Favourite, Post
from app.posts.queries import pinned_by
from app.posts.readable import readable, stands
from app.storage import Prepared, quick
from app.storage.tables import AnySelect
from app.timelines.hiding import kept_from, kept_from_home, stands_in_a_list_alone
from app.timelines.models import FeedEntry
from app.timelines.queries import MOST, Page


class Encoded(NamedTuple):
    """An entry as bytes for an app: the post's body and its author's card, still without the viewer's keys.

    The row as it is read: a dataclass made of it would cost half as much again as the reading.
    """

    id: int
    body: bytes
    author_card: bytes
    pictures: int
    favoured: bool
    boosted: bool
    bookmarked: bool
    pinned: bool
    boost_uri: str | None
    booster_card: bytes | None


def _home_page(upwards: bool, keeps_away: bool) -> AnySelect:
    """Ids first, from the covering index; everything else is joined to the twenty rows."""
    owner = bindparam("owner", type_=BigInteger)
    viewer = Viewer.member(typing.cast(int, owner), keeps_away=keeps_away)
    page = (
        select(FeedEntry.entry_id, FeedEntry.post_id, FeedEntry.booster_id)
        .where(
            FeedEntry.owner_id == owner,
            FeedEntry.entry_id < bindparam("before", type_=BigInteger),
            FeedEntry.entry_id > bindparam("after", type_=BigInteger),
            ~kept_from_home(viewer),
            ~stands_in_a_list_alone(viewer),
        )
        .order_by(FeedEntry.entry_id if upwards else FeedEntry.entry_id.desc())
        .limit(bindparam("most", type_=BigInteger))
        .subquery()
    )
    return _encoded(page, viewer)


def _community_page(upwards: bool, keeps_away: bool) -> AnySelect:
    owner = bindparam("owner", type_=BigInteger)
    viewer = Viewer.member(typing.cast(int, owner), keeps_away=keeps_away)
    page = (
        select(Post.id.label("entry_id"), Post.id.label("post_id"), cast(None, BigInteger).label("booster_id"))
        .where(
            Post.in_community,
            Post.id < bindparam("before", type_=BigInteger),
            Post.id > bindparam("after", type_=BigInteger),
            ~kept_from(viewer),
        )
        .order_by(Post.id if upwards else Post.id.desc())
        .limit(bindparam("most", type_=BigInteger))
        .subquery()
    )
    return _encoded(page, viewer)


def _encoded(page: Subquery, viewer: Viewer) -> AnySelect:
    owner = viewer.account_id
    booster, boosted, theirs = aliased(Account), aliased(Boost), aliased(Boost)
    # Empty for what nobody boosted, so that SQLite does not look for it.
    boost_id = case((page.c.booster_id.is_not(None), page.c.entry_id))
    # Whether there are any is asked once, and for whom there are none no row is.
    any_at_all = aliased(Bookmark)
    with_bookmarks = select(any_at_all.account_id).where(any_at_all.account_id == owner).limit(1).scalar_subquery()
    # A case, for of an AND or OR that is a column SQLite works out both sides, and of a condition only what it needs.
    is_shown = case((and_(readable(viewer, author=Account), stands(), booster.is_away.is_not(True)), 1), else_=0)
    return (
        select(
            page.c.entry_id, Post.body, Account.card, Post.pictures,
            Favourite.post_id.is_not(None), boosted.post_id.is_not(None), Bookmark.post_id.is_not(None),
            pinned_by(owner), theirs.uri, booster.card,
            is_shown,
        )
        .select_from(page)
        .join(Post, Post.id == page.c.post_id)
        .join(Account, Account.id == Post.author_id)
        .outerjoin(booster, booster.id == page.c.booster_id)
        .outerjoin(theirs, theirs.id == boost_id)
        .outerjoin(Favourite, (Favourite.account_id == owner) & (Favourite.post_id == page.c.post_id))
        .outerjoin(boosted, (boosted.account_id == owner) & (boosted.post_id == page.c.post_id))
        .outerjoin(Bookmark, (Bookmark.account_id == with_bookmarks) & (Bookmark.post_id == page.c.post_id))
    )  # fmt: skip


_ROUNDS = 25  # for one page: somebody whose posts nobody is shown just now may have written all of a home

_WAYS = tuple(itertools.product((False, True), repeat=2))
"""Upwards or not, for somebody who keeps away from anybody or not: four SELECTs, the plainest read most."""
_home = {way: Prepared(partial(_home_page, *way)) for way in _WAYS}
_community = {way: Prepared(partial(_community_page, *way)) for way in _WAYS}


@quick
def home_encoded(session: Session, viewer: Viewer, page: Page) -> list[Encoded]:
    """The viewer's home as bytes, newest first."""
    return _rows(_home[page.upwards, viewer.keeps_away], session, viewer, page)


@quick
def community_encoded(session: Session, viewer: Viewer, page: Page) -> list[Encoded]:
    """What members here wrote for more than a few, as bytes, newest first."""
    return _rows(_community[page.upwards, viewer.keeps_away], session, viewer, page)


def _rows(prepared: Prepared, session: Session, viewer: Viewer, page: Page) -> list[Encoded]:
    """A whole page: what nobody is shown any more is left out only after it was cut, and its place goes to the next."""
    if viewer.account_id is None:
        return []
    found: list[Encoded] = []
    before, after, most = page.before or FOREVER, page.after or 0, min(page.limit, MOST)
    for _ in range(_ROUNDS):
        rows = prepared.rows(session, owner=viewer.account_id, before=before, after=after, most=most)
        found += [Encoded._make(row[:-1]) for row in rows if row[-1]]
        if len(rows) < most or len(found) >= most:
            break
        if page.upwards:
            after = max(row[0] for row in rows)
        else:
            before = min(row[0] for row in rows)
    # Twenty rows are sorted here: the database would carry their bytes through a sorter.
    found.sort(key=itemgetter(0), reverse=True)
    return found[-most:] if page.upwards else found[:most]
