"""Posting, as the doors do it: whoever posts finds it in their own home at once, before anything else is done."""

from datetime import datetime

from sqlalchemy import bindparam, literal, select
from sqlalchemy.orm import Session

from app.posts.actions import writing
from app.posts.actions.writing import Draft
from app.posts.audience import Audience
from app.posts.models import Post
from app.storage.sealing import HouseKey
from app.timelines.inserting import Spreading

_INTO_OWN_HOME = Spreading(
    select(Post.author_id, Post.id, Post.id, literal(None)).where(
        Post.id == bindparam("post_id"), Post.audience != Audience.MENTIONED
    )
)


def post(session: Session, author_id: int, draft: Draft, *, origin: str, key: HouseKey, now: datetime) -> int:
    """`writing.write_post`, and its place in the author's home in the same transaction; the post's id."""
    post_id = writing.write_post(session, author_id, draft, origin=origin, key=key, now=now)
    _INTO_OWN_HOME.run(session, post_id=post_id)
    return post_id
