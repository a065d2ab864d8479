"""Posting, as the doors do it: whoever posts finds it in their own home at once, before anything else is done."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.posts.actions import writing
from app.posts.actions.writing import Draft
from app.posts.audience import Audience
from app.posts.models import Post
from app.timelines.models import FeedEntry


def post(session: Session, author_id: int, draft: Draft, *, origin: str, now: datetime) -> int:
    """`writing.write_post`, and its place in the author's home in the same transaction; the post's id."""
    post_id = writing.write_post(session, author_id, draft, origin=origin, now=now)
    entry = session.get(FeedEntry, (author_id, post_id))
    if entry is None and session.get_one(Post, post_id).audience != Audience.MENTIONED:
        session.add(FeedEntry(owner_id=author_id, entry_id=post_id, post_id=post_id))
    return post_id
