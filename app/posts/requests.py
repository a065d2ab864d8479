"""Requests for messages: what people wrote whom the reader does not know yet. Read here and nowhere else.

Until the reader says yes such a message is in no list, raises no notification and is in no app.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.apart import unwelcome
from app.accounts.queries import AccountFacts
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.basics.ids import time_of
from app.posts.models import Mention, Post
from app.posts.queries import PostFacts, facts_of, facts_query
from app.posts.readable import readable, stands

MOST = 40


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody who wants to write to the reader, and when they last tried."""

    sender: AccountFacts
    newest: datetime


def anybody_waits(session: Session, viewer: Viewer) -> bool:
    """Whether somebody asks: a dot, never a number."""
    found = select(Post.id).where(_waits_for(viewer)).limit(1)
    return session.scalar(found) is not None


def who_asks(session: Session, viewer: Viewer) -> list[Request]:
    """Who wants to write to the reader, the newest first."""
    newest = func.max(Post.id).label("newest")
    rows = session.execute(
        select(Post.author_id, newest)
        .where(_waits_for(viewer))
        .group_by(Post.author_id)
        .order_by(newest.desc())
        .limit(MOST)
    ).all()
    senders = accounts.several(session, [row[0] for row in rows])
    return [Request(senders[row[0]], time_of(row[1])) for row in rows if row[0] in senders]


def asked_by(session: Session, viewer: Viewer, sender_id: int) -> list[PostFacts]:
    """What one of them wrote, oldest first; raises NotFound when they do not ask."""
    rows = session.execute(
        facts_query(viewer, requested=True)
        .where(_waits_for(viewer), Post.author_id == sender_id)
        .order_by(Post.id.desc())
        .limit(MOST)
    )
    found = [facts_of(row) for row in rows]
    if not found:
        raise NotFound
    return found[::-1]


def _waits_for(viewer: Viewer) -> ColumnElement[bool]:
    """Addressed to the reader and not taken; not from anybody they keep away from, nor past its end.

    Begun at what waits for them, of which there is little, and not at the posts of a whole house.
    """
    me = viewer.account_id or 0
    addressed = select(Mention.post_id).where(Mention.account_id == me, Mention.requested.is_(True))
    wanted = ~unwelcome(me, Post.author_id, Post.foreign_ally_id)
    return and_(Post.id.in_(addressed), wanted, readable(viewer, requested=True), stands())
