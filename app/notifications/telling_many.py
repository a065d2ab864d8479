"""Reactions that may tell many members at once: who asked to hear of somebody's posts, and who boosted what changed."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, bindparam, delete, exists, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Account, Follow
from app.notifications.models import Notification
from app.notifications.silence import not_to_be_told_of
from app.notifications.telling import note
from app.posts.audience import Audience
from app.posts.models import Boost, Mention, MutedThread, Post
from app.storage import Prepared
from app.storage.tables import AnySelect

NEW_FOR: Final = timedelta(days=1)


def _listeners(whom: Select[int], kind: str) -> AnySelect:
    """As `telling.tell` does for one: members of this house, not of those they keep away from or of muted threads."""
    listener = aliased(Account)
    mutes = exists().where(MutedThread.account_id == listener.id, MutedThread.thread_id == Post.thread_id)
    told = exists().where(
        Notification.account_id == listener.id,
        Notification.kind == kind,
        Notification.from_id == Post.author_id,
        Notification.post_id == Post.id,
    )
    return (
        select(listener.id)
        .join(Post, Post.id == bindparam("post_id"))
        .join(Account, Account.id == Post.author_id)
        .where(
            listener.id.in_(whom),
            listener.host == "",
            listener.id != Post.author_id,
            ~mutes,
            ~told,
            ~not_to_be_told_of(listener.id),
        )
    )


def _who_asked_to_hear() -> AnySelect:
    named = select(Mention.account_id).where(Mention.post_id == bindparam("post_id"))
    ring = select(Follow.follower_id).where(
        Follow.followed_id == bindparam("author_id"), Follow.accepted, Follow.rings, Follow.follower_id.not_in(named)
    )
    return _listeners(ring, "status")


def _who_boosted() -> AnySelect:
    return _listeners(select(Boost.account_id).where(Boost.post_id == bindparam("post_id")), "update")


_ASKED_TO_HEAR = Prepared(_who_asked_to_hear)
_BOOSTED = Prepared(_who_boosted)


def tell_of_post(session: Session, post_id: int, *, now: datetime) -> None:
    """Followers who want to hear of each post of somebody: not of messages, of answers to others, nor of old posts.

    Whoever is named in it hears of it in any case.
    """
    post = session.get(Post, post_id)
    if post is None or post.held or post.removed or not _is_news(post, now):
        return
    for (one,) in _ASKED_TO_HEAR.rows(session, post_id=post_id, author_id=post.author_id):
        note(session, one, "status", post.author_id, post_id, now=now)


def tell_of_edit(session: Session, post_id: int, *, now: datetime) -> None:
    """Whoever boosted a post that says something else now, and nobody else; once for the newest of its edits."""
    post = session.get(Post, post_id)
    if post is None:
        return
    session.execute(delete(Notification).where(Notification.post_id == post_id, Notification.kind == "update"))
    for (one,) in _BOOSTED.rows(session, post_id=post_id):
        note(session, one, "update", post.author_id, post_id, now=now)


def _is_news(post: Post, now: datetime) -> bool:
    is_answer = post.reply_to_account_id not in {None, post.author_id} or (
        post.reply_to_uri != "" and post.reply_to_account_id is None
    )
    return post.audience != Audience.MENTIONED and not is_answer and now - post.written_at < NEW_FOR
