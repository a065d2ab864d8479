"""Reactions that may tell many members at once: who asked to hear of somebody's posts, and who boosted what changed."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, delete, exists, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Account, Follow
from app.notifications.models import Notification
from app.notifications.silence import not_to_be_told_of
from app.notifications.telling import note
from app.posts.audience import Audience
from app.posts.models import Boost, Mention, MutedThread, Post

NEW_FOR: Final = timedelta(days=1)


def tell_of_post(session: Session, post_id: int, *, now: datetime) -> None:
    """Followers who want to hear of each post of somebody: not of messages, of answers to others, nor of old posts.

    Whoever is named in it hears of it in any case.
    """
    post = session.get(Post, post_id)
    if post is None or not _is_news(post, now):
        return
    named = select(Mention.account_id).where(Mention.post_id == post_id)
    ring = select(Follow.follower_id).where(
        Follow.followed_id == post.author_id, Follow.accepted, Follow.rings, Follow.follower_id.not_in(named)
    )
    _tell(session, ring, "status", post, now=now)


def tell_of_edit(session: Session, post_id: int, *, now: datetime) -> None:
    """Whoever boosted a post that says something else now, and nobody else; once for the newest of its edits."""
    post = session.get(Post, post_id)
    if post is not None:
        session.execute(delete(Notification).where(Notification.post_id == post_id, Notification.kind == "update"))
        _tell(session, select(Boost.account_id).where(Boost.post_id == post_id), "update", post, now=now)


def _is_news(post: Post, now: datetime) -> bool:
    is_answer = post.reply_to_account_id not in {None, post.author_id} or (
        post.reply_to_uri != "" and post.reply_to_account_id is None
    )
    return post.audience != Audience.MENTIONED and not is_answer and now - post.written_at < NEW_FOR


def _tell(session: Session, whom: Select[int], kind: str, post: Post, *, now: datetime) -> None:
    """As `telling.tell` does for one: members of this house, not of those they keep away from or of muted threads."""
    listener = aliased(Account)
    mutes = exists().where(MutedThread.account_id == listener.id, MutedThread.thread_id == post.thread_id)
    told = exists().where(
        Notification.account_id == listener.id,
        Notification.kind == kind,
        Notification.from_id == post.author_id,
        Notification.post_id == post.id,
    )
    listeners = (
        select(listener.id)
        .join(Account, Account.id == post.author_id)
        .where(
            listener.id.in_(whom),
            listener.host == "",
            listener.id != post.author_id,
            ~mutes,
            ~told,
            ~not_to_be_told_of(listener.id),
        )
    )
    for one in session.scalars(listeners).all():
        note(session, one, kind, post.author_id, post.id, now=now)
