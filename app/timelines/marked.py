"""What a member bookmarked, and what they gave thanks for: pages for nobody else, the mark made last on top.

A post that can no longer be read is not there. Somebody muted is: whoever kept their post wants to find it.
"""

from collections.abc import Iterable

from sqlalchemy import BigInteger, ColumnElement, and_, or_, select, type_coerce
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.posts.models import Bookmark, Favourite, Post
from app.posts.queries import several
from app.posts.readable import readable, stands
from app.timelines.queries import MOST, Entry, Page, paged

_POSTS = 2**63
_LONGEST_PLACE = 38
_moment = type_coerce(Favourite.favoured_at, BigInteger)


def bookmarks(session: Session, viewer: Viewer, page: Page) -> list[Entry]:
    """What the viewer wants to find again. The entries' ids are those of the bookmarks."""
    query = (
        select(Bookmark.id, Bookmark.post_id)
        .join(Post, Post.id == Bookmark.post_id)
        .where(Bookmark.account_id == viewer.account_id, readable(viewer), stands())
    )
    rows = session.execute(paged(query, Bookmark.id, page)).all()
    return _entries(session, viewer, ((row[0], row[1]) for row in rows))


def favourites(session: Session, viewer: Viewer, page: Page) -> list[Entry]:
    """What the viewer gave thanks for. The entries' ids are places: a favourite has no id of its own."""
    query = (
        select(_moment, Favourite.post_id)
        .join(Post, Post.id == Favourite.post_id)
        .where(Favourite.account_id == viewer.account_id, readable(viewer), stands())
        .limit(min(page.limit, MOST))
    )
    if page.before is not None:
        query = query.where(_is_beside(page.before, later=False))
    if page.after is not None:
        query = query.where(_is_beside(page.after, later=True))
    columns = (_moment, Favourite.post_id)
    rows = session.execute(query.order_by(*(columns if page.upwards else (one.desc() for one in columns))))
    return _entries(session, viewer, ((row[0] * _POSTS + row[1], row[1]) for row in rows))


def place_in(word: str) -> int | None:
    """The place that a word says; None for what can be none."""
    if not (word.isascii() and word.isdigit() and len(word) <= _LONGEST_PLACE):
        return None
    return int(word) if int(word) < _POSTS * _POSTS else None


def _is_beside(place: int, *, later: bool) -> ColumnElement[bool]:
    """A place is the moment in milliseconds and, below it, the post: no two favourites of a member share one."""
    at, post_id = divmod(place, _POSTS)
    if later:
        return or_(_moment > at, and_(_moment == at, Favourite.post_id > post_id))
    return or_(_moment < at, and_(_moment == at, Favourite.post_id < post_id))


def _entries(session: Session, viewer: Viewer, marked: Iterable[tuple[int, int]]) -> list[Entry]:
    """(place, post) as facts, the newest mark first."""
    places = {post_id: place for place, post_id in marked}
    posts = several(session, viewer, list(places))
    entries = [Entry(places[post_id], post) for post_id, post in posts.items()]
    return sorted(entries, key=lambda entry: -entry.id)
