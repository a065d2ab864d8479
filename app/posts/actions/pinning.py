"""Posts that stand first on their author's page."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.basics.errors import Forbidden, Refused
from app.jobs.outbox import announce
from app.posts import queries, rules
from app.posts.audience import Audience
from app.posts.events import Pinned, Unpinned
from app.posts.models import Post
from app.posts.readable import stands
from app.storage.tables import AnySelect

TOO_MANY: Final = "Five posts are pinned already. Unpin one of them first."


def pin_post(session: Session, author_id: int, post_id: int, *, now: datetime) -> None:
    """Stand it first on one's own page, for whoever may read it; twice changes nothing.

    Raises NotFound for what one may not read, Forbidden for somebody else's, Refused for a message or a sixth.
    """
    facts = queries.one(session, Viewer.member(author_id), post_id)
    if facts.author_id != author_id:
        raise Forbidden("Only its author may pin a post.")
    if not rules.may_pin(facts.audience):
        raise Refused("A message stands on no page, so it cannot be pinned.")
    session.get(Account, author_id, with_for_update=True)  # two at once are counted one after the other
    pinned = session.scalars(_pinned(author_id)).all()
    if post_id in pinned:
        return
    if len(pinned) >= rules.MOST_PINNED:
        raise Refused(TOO_MANY)
    session.execute(update(Post).where(Post.id == post_id).values(pinned_at=now))
    announce(session, Pinned(post_id))


def unpin_post(session: Session, author_id: int, post_id: int) -> None:
    """It stands in its place in time again; changes nothing for what is not pinned. Raises NotFound, Forbidden."""
    if queries.one(session, Viewer.member(author_id), post_id).author_id != author_id:
        raise Forbidden("Only its author may unpin a post.")
    if session.scalar(select(Post.pinned_at).where(Post.id == post_id)) is not None:
        session.execute(update(Post).where(Post.id == post_id).values(pinned_at=None))
        announce(session, Unpinned(post_id))


def pin_of_ally(session: Session, author_id: int, post_id: int, *, now: datetime) -> None:
    """An ally's member put their own post first. As many as here: what they pinned longest ago makes room."""
    pinned = [one for one in session.scalars(_pinned(author_id).order_by(Post.pinned_at.desc())) if one != post_id]
    keep_pins_of_ally(session, author_id, [post_id, *pinned], now=now)


def unpin_of_ally(session: Session, author_id: int, post_id: int) -> None:
    """No longer. Changes nothing for what is not pinned, or not theirs."""
    session.execute(update(Post).where(Post.id == post_id, Post.author_id == author_id).values(pinned_at=None))


def keep_pins_of_ally(session: Session, author_id: int, post_ids: Sequence[int], *, now: datetime) -> None:
    """These of their posts stand first, the first of them on top, and no others; messages never."""
    session.execute(update(Post).where(Post.author_id == author_id, Post.pinned_at.is_not(None)).values(pinned_at=None))
    for place, post_id in enumerate(post_ids[: rules.MOST_PINNED]):
        theirs = (Post.id == post_id, Post.author_id == author_id, Post.audience != Audience.MENTIONED)
        session.execute(update(Post).where(*theirs).values(pinned_at=now - place * timedelta(milliseconds=1)))


def _pinned(author_id: int) -> AnySelect:
    return select(Post.id).where(Post.author_id == author_id, Post.pinned_at.is_not(None), stands())
