"""Posts that stand first on their author's page."""

from datetime import datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.basics.errors import Forbidden, Refused
from app.posts import queries, rules
from app.posts.models import Post
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


def unpin_post(session: Session, author_id: int, post_id: int) -> None:
    """It stands in its place in time again; changes nothing for what is not pinned. Raises NotFound, Forbidden."""
    if queries.one(session, Viewer.member(author_id), post_id).author_id != author_id:
        raise Forbidden("Only its author may unpin a post.")
    session.execute(update(Post).where(Post.id == post_id).values(pinned_at=None))


def _pinned(author_id: int) -> AnySelect:
    return select(Post.id).where(Post.author_id == author_id, Post.pinned_at.is_not(None), queries.stands())
