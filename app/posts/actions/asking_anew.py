"""Allies' polls that somebody looks at are asked about anew, rarely; never who looks (P20)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from app.jobs.outbox import announce
from app.posts.events import PollShown
from app.posts.models import Poll, Post
from app.posts.polls import ASKED_EVERY


def ask_anew(session: Session, post_ids: Collection[int], *, now: datetime) -> None:
    """Once for each within `ASKED_EVERY`, however many look at it in the same moment."""
    of_allies = select(Post.id).where(Post.id.in_(post_ids), ~Post.is_ours)
    is_old = or_(Poll.asked_at.is_(None), Poll.asked_at <= now - ASKED_EVERY)
    asked = (
        update(Poll)
        .where(Poll.post_id.in_(of_allies), is_old, ~Poll.is_over, Poll.ends_at > now)
        .values(asked_at=now)
        .returning(Poll.post_id)
    )
    for post_id in session.scalars(asked).all():
        announce(session, PollShown(post_id))
