"""Posts that end by themselves: as their author wished, as the house allows, and allies' that nobody here keeps."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Account
from app.allies.models import Ally
from app.basics.ids import id_at
from app.posts.actions.deleting import let_go
from app.posts.models import Bookmark, Boost, Favourite, Post, Quote
from app.storage.sealing import HouseKey

AT_ONCE: Final = 200
ALLIES_POSTS_LAST: Final = timedelta(days=365)


def end_posts(session: Session, now: datetime, *, key: HouseKey) -> bool:
    """A sweep: posts past their end go as if their author had deleted them. Whether there may be more."""
    over = session.scalars(
        select(Post.id).where(Post.ends_at.is_not(None), Post.ends_at <= now).order_by(Post.ends_at).limit(AT_ONCE)
    ).all()
    if over:
        let_go(session, over, key=key, now=now)
    return len(over) == AT_ONCE


def forget_allies_posts(session: Session, now: datetime, *, key: HouseKey) -> bool:
    """A sweep: what came from allies a year ago and nobody here has kept. Nobody is told: it is not ours to delete."""
    before = id_at(now - ALLIES_POSTS_LAST)
    more = False
    for ally_id in session.scalars(select(Ally.id)).all():
        old = session.scalars(
            select(Post.id)
            .where(Post.foreign_ally_id == ally_id, Post.id < before, ~is_kept_here())
            .order_by(Post.id)
            .limit(AT_ONCE)
        ).all()
        if old:
            let_go(session, old, key=key, now=now)
        more = more or len(old) == AT_ONCE
    return more


def is_kept_here() -> ColumnElement[bool]:
    """Whether a member of this house has favoured, bookmarked, boosted, quoted or answered a post."""
    who, answer, quoting = aliased(Account), aliased(Post), aliased(Post)
    return or_(
        exists().where(Favourite.post_id == Post.id, Favourite.account_id == who.id, who.host == ""),
        exists().where(Bookmark.post_id == Post.id),
        exists().where(Boost.post_id == Post.id, Boost.account_id == who.id, who.host == ""),
        exists().where(answer.reply_to_id == Post.id, answer.is_ours),
        exists().where(Quote.quoted_id == Post.id, Quote.post_id == quoting.id, quoting.is_ours),
    )
