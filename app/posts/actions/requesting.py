"""The answer to somebody who wants to write messages: yes to all of theirs, or none of it is kept for the reader."""

from collections.abc import Sequence

from sqlalchemy import Select, delete, exists, select, update
from sqlalchemy.orm import Session

from app.accounts.actions.reach import correspond
from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.posts.actions.deleting import orphan_blobs
from app.posts.models import Mention, Post, PostKey
from app.posts.readable import readable


def accept_requests(session: Session, reader_id: int, sender_id: int) -> None:
    """All of theirs move to the reader's messages, and what they write next arrives there. Raises NotFound."""
    if not _waiting(session, reader_id, sender_id):
        raise NotFound
    take_messages_of(session, reader_id, sender_id)


def take_messages_of(session: Session, reader_id: int, other_id: int) -> None:
    """From now on the reader writes with somebody; what waited of them waits no longer."""
    correspond(session, reader_id, other_id)
    session.execute(
        update(Mention)
        .where(Mention.account_id == reader_id, Mention.requested, Mention.post_id.in_(_written_by(other_id)))
        .values(requested=False)
    )


def decline_requests(session: Session, reader_id: int, sender_id: int) -> None:
    """The reader's copies go, and of an ally's message that nobody else here has, everything. The sender is not told.

    Raises NotFound when they did not ask.
    """
    waiting = _waiting(session, reader_id, sender_id)
    if not waiting:
        raise NotFound
    for table in (Mention, PostKey):
        session.execute(delete(table).where(table.account_id == reader_id, table.post_id.in_(waiting)))
    for post_id in _for_nobody_here(session, waiting):
        orphan_blobs(session, post_id)
        session.execute(delete(Post).where(Post.id == post_id))


def _waiting(session: Session, reader_id: int, sender_id: int) -> Sequence[int]:
    """What the reader is shown as asked for: of somebody with whom they are apart by now there is nothing."""
    asked = select(Mention.post_id).where(Mention.account_id == reader_id, Mention.requested)
    is_shown = readable(Viewer.member(reader_id), requested=True)
    theirs = Post.author_id == sender_id, Post.id.in_(asked)
    return session.scalars(select(Post.id).where(*theirs, is_shown)).all()


def _written_by(account_id: int) -> Select[int]:
    return select(Post.id).where(Post.author_id == account_id)


def _for_nobody_here(session: Session, post_ids: Sequence[int]) -> Sequence[int]:
    """Those of the messages that came from an ally and are addressed to no member of this house any more."""
    somebody = exists().where(Mention.post_id == Post.id, Mention.account_id == Account.id, Account.host == "")
    return session.scalars(select(Post.id).where(Post.id.in_(post_ids), ~Post.is_ours, ~somebody)).all()
