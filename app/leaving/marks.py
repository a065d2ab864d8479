"""A member's lists and bookmarks, as the CSV files that Mastodon reads. For nobody but the member."""

import csv
import io
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.posts.models import Bookmark, Post
from app.posts.readable import readable, stands
from app.storage.sealing import HouseKey
from app.timelines import list_queries

LISTS = "lists.csv"
BOOKMARKS = "bookmarks.csv"

MOST = 100_000


def files(session: Session, viewer: Viewer, our_host: str, *, key: HouseKey) -> dict[str, str]:
    """Each file's name and content: title and person, and the addresses of posts, the oldest bookmark first."""
    return {
        LISTS: _csv(_lists(session, viewer.account_id or 0, our_host, key)),
        BOOKMARKS: _csv([uri] for uri in _bookmarked(session, viewer)),
    }


def _lists(session: Session, me: int, our_host: str, key: HouseKey) -> Iterable[Sequence[str]]:
    for one in list_queries.lists_of(session, me, key=key):
        for person in list_queries.people_in(session, me, one.id):
            yield one.title, f"{person.name}@{person.host or our_host}"


def _bookmarked(session: Session, viewer: Viewer) -> Sequence[str]:
    """Of what can still be read."""
    query = (
        select(Post.uri)
        .join(Bookmark, Bookmark.post_id == Post.id)
        .where(Bookmark.account_id == viewer.account_id, readable(viewer), stands())
    )
    return session.scalars(query.order_by(Bookmark.id).limit(MOST)).all()


def _csv(rows: Iterable[Sequence[str]]) -> str:
    """Without a head, as Mastodon writes these two."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()
