"""Bookmarks: known to nobody but the member. Nothing is announced, and nobody is told."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.ids import new_id
from app.posts import queries
from app.posts.models import Bookmark


def bookmark(session: Session, account_id: int, post_id: int, *, now: datetime) -> None:
    """Keep a post that one may read, to find it again; twice changes nothing. Raises NotFound for any other."""
    queries.one(session, Viewer.member(account_id), post_id)
    if not _is_there(session, account_id, post_id):
        session.add(Bookmark(id=new_id(now), account_id=account_id, post_id=post_id))
        session.flush()


def take_out(session: Session, account_id: int, post_id: int) -> None:
    """Changes nothing when it is not among them."""
    session.execute(delete(Bookmark).where(Bookmark.account_id == account_id, Bookmark.post_id == post_id))


def _is_there(session: Session, account_id: int, post_id: int) -> bool:
    found = select(Bookmark.id).where(Bookmark.account_id == account_id, Bookmark.post_id == post_id)
    return session.scalar(found) is not None
