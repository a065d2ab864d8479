"""A member wants to be told nothing of a thread any more. Nobody else knows, and it is shown to them as before."""

from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.posts import queries
from app.posts.models import MutedThread, Post


def mute_thread(session: Session, account_id: int, post_id: int, *, now: datetime) -> None:
    """Of the whole thread of a post that one may read, what is to be told at this moment included. Raises NotFound."""
    thread_id = queries.one(session, Viewer.member(account_id), post_id).thread_id
    if session.get(MutedThread, (account_id, thread_id)) is None:
        session.add(MutedThread(account_id=account_id, thread_id=thread_id, muted_at=now))
        session.get_one(Account, account_id).mutes_threads = True
        session.flush()


def end_mute(session: Session, account_id: int, post_id: int) -> None:
    """The member is told of it again; what passed meanwhile is not told afterwards. Raises NotFound."""
    thread_id = queries.one(session, Viewer.member(account_id), post_id).thread_id
    session.execute(delete(MutedThread).where(MutedThread.account_id == account_id, MutedThread.thread_id == thread_id))
    _note_whether_any(session, account_id)


def forget_gone(session: Session, now: datetime) -> None:
    """A sweep: threads of which no post is left."""
    gone = session.execute(
        delete(MutedThread)
        .where(~exists().where(Post.thread_id == MutedThread.thread_id))
        .returning(MutedThread.account_id)
    ).all()
    for account_id in {row[0] for row in gone}:
        _note_whether_any(session, account_id)


def _note_whether_any(session: Session, account_id: int) -> None:
    left = session.scalar(select(MutedThread.account_id).where(MutedThread.account_id == account_id).limit(1))
    session.get_one(Account, account_id).mutes_threads = left is not None
