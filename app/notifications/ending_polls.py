"""A poll has ended: its author and whoever voted here are told, and who voted is forgotten in the same moment."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.notifications import telling
from app.posts import polls
from app.posts.actions import polling
from app.posts.models import Post

KIND = "poll"


def end_polls(session: Session, now: datetime) -> bool:
    """A sweep; whether there may be more."""
    found = polling.due(session, now)
    for post_id in found:
        _tell(session, post_id, now=now)
        polling.end(session, post_id)
    return len(found) == polling.AT_ONCE


def _tell(session: Session, post_id: int, *, now: datetime) -> None:
    """Nobody of one that ends with its post: there is nothing to look at. Nor of one that people keep from readers."""
    post = session.get(Post, post_id)
    if post is None or (post.ends_at is not None and post.ends_at <= now):
        return
    _tell_author(session, post, now=now)
    if post.held or post.removed:
        return
    for voter in polls.voters_of(session, post_id):
        telling.tell(session, voter, KIND, post.author_id, post_id, now=now)


def _tell_author(session: Session, post: Post, *, now: datetime) -> None:
    """Of their own poll, which `telling.tell` would take for news of oneself."""
    me = post.author_id
    if telling.wants_to_hear(session, me, post.id):
        telling.note(session, me, KIND, me, post.id, now=now)
