"""Telling of quotes: an author that they were quoted, and whoever quoted that what they quoted says something else."""

from datetime import datetime

from sqlalchemy import bindparam, delete, exists, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Account
from app.notifications.models import Notification
from app.notifications.silence import not_to_be_told_of
from app.notifications.telling import note, tell
from app.posts.models import MutedThread, Post, Quote
from app.posts.quoting import State
from app.storage import Prepared
from app.storage.tables import AnySelect

KIND, EDITED = "quote", "quoted_update"


def _who_quoted() -> AnySelect:
    """(their own post, they), as `telling.tell` does for one: not of those they keep away from or of muted threads."""
    quoter = aliased(Account)
    mutes = exists().where(MutedThread.account_id == quoter.id, MutedThread.thread_id == Post.thread_id)
    return (
        select(Post.id, quoter.id)
        .join(Quote, Quote.post_id == Post.id)
        .join(quoter, quoter.id == Post.author_id)
        .join(Account, Account.id == bindparam("author_id"))
        .where(
            Quote.quoted_id == bindparam("post_id"),
            Quote.state == State.ALLOWED,
            Post.is_ours,
            quoter.id != Account.id,
            ~mutes,
            ~not_to_be_told_of(quoter.id),
        )
    )


_QUOTED = Prepared(_who_quoted)


def tell_of_quote(session: Session, post_id: int, *, now: datetime) -> None:
    """Whoever is quoted reads what quotes them (`app.posts.quoting.audiences`)."""
    post, quoting = session.get(Post, post_id), session.get(Quote, post_id)
    quoted = quoting and session.get(Post, quoting.quoted_id)
    if post is not None and quoted is not None:
        tell(session, quoted.author_id, KIND, post.author_id, post_id, now=now)


def tell_of_edit(session: Session, post_id: int, *, now: datetime) -> None:
    """Each member who quoted the post that was edited, about their own post; once for the newest of its edits."""
    author_id = session.scalar(select(Post.author_id).where(Post.id == post_id))
    if author_id is None:
        return
    quoting = select(Quote.post_id).where(Quote.quoted_id == post_id)
    session.execute(delete(Notification).where(Notification.kind == EDITED, Notification.post_id.in_(quoting)))
    for own_id, quoter_id in _QUOTED.rows(session, post_id=post_id, author_id=author_id):
        note(session, quoter_id, EDITED, author_id, own_id, now=now)
