"""Conversations: where a message is filed, what somebody has read of one, and putting one away."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import case, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.basics.errors import NotFound
from app.basics.ids import untimed_id
from app.posts.models import Post, Said, Talk, Talker
from app.storage.inserting import insert_missing


def file_message(session: Session, post: Post, people: Iterable[int]) -> None:
    """Put a message that was just stored into the conversation among its writer and whom it is addressed to.

    It comes to the top of the list of everybody in it who lives here, of those too who had put it away.
    """
    among = sorted({post.author_id, *people})
    talk_id = _talk(session, post.thread_id, among)
    session.add(Said(talk_id=talk_id, post_id=post.id))
    session.flush()
    here = select(Account.id).where(Account.id.in_(among), Account.host == "")
    newest = case((or_(Talker.listed_at.is_(None), Talker.listed_at < post.id), post.id), else_=Talker.listed_at)
    session.execute(
        update(Talker)
        .where(Talker.talk_id == talk_id, Talker.account_id.in_(here))
        .values(listed_at=newest, unread=Talker.account_id != post.author_id)
    )


def mark_read(session: Session, account_id: int, talk_id: int, *, unread: bool = False) -> None:
    """The member has read it, or wants to see it as new. Raises NotFound for a conversation they are not in."""
    _change(session, account_id, talk_id, unread=unread)


def put_away(session: Session, account_id: int, talk_id: int) -> None:
    """Out of the member's own list until something new comes. Nobody else's list changes. Raises NotFound."""
    _change(session, account_id, talk_id, listed_at=None, unread=False)


def forget_empty(session: Session, now: datetime) -> None:
    """A sweep: conversations of which no message is left."""
    session.execute(delete(Talk).where(~exists().where(Said.talk_id == Talk.id)))


def among_hash(among: Iterable[int]) -> bytes:
    """The same for the same people, in whichever order."""
    return blake2b(",".join(map(str, sorted(among))).encode(), digest_size=16).digest()


def _talk(session: Session, thread_id: int, among: list[int]) -> int:
    """The conversation of a thread among these people, begun if it is not there."""
    wanted = select(Talk.id).where(Talk.thread_id == thread_id, Talk.among == among_hash(among))
    found = session.scalar(wanted)
    if found is not None:
        return found
    insert_missing(session, Talk, {"id": untimed_id(), "thread_id": thread_id, "among": among_hash(among)})
    begun = session.scalars(wanted).one()
    people = ({"talk_id": begun, "account_id": one, "listed_at": None, "unread": False} for one in among)
    insert_missing(session, Talker, *people)
    return begun


def _change(session: Session, account_id: int, talk_id: int, **values: object) -> None:
    changed = session.execute(
        update(Talker)
        .where(Talker.talk_id == talk_id, Talker.account_id == account_id)
        .values(**values)
        .returning(Talker.talk_id)
    ).first()
    if changed is None:
        raise NotFound
