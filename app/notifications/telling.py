"""Reactions that tell a member of this house something."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from app import live
from app.accounts.models import Account
from app.basics.ids import new_id
from app.jobs.outbox import announce
from app.live.news import Told
from app.notifications.events import Rang
from app.notifications.models import LetIn, Notification
from app.notifications.policy import Treatment
from app.notifications.silence import not_to_be_told_of
from app.notifications.weighing import weigh
from app.posts.models import Boost, Mention, Post
from app.posts.muted import is_muted
from app.storage import Prepared

KEPT_FOR = timedelta(days=30)

_NAMED = Prepared(lambda: select(Mention.account_id).where(Mention.post_id == bindparam("post_id"), ~Mention.requested))
_HAS_PUSH = Prepared(lambda: select(Account.id).where(Account.id == bindparam("me"), Account.has_push.is_(True)))


def tell_mentioned(session: Session, post_id: int, *, now: datetime) -> None:
    """Everybody here whom a post is addressed to, and who need not be asked before it is among their messages.

    Of what is held they are told once it is not.
    """
    post = session.get(Post, post_id)
    if post is not None and not post.held and not post.removed:
        for (account_id,) in _NAMED.rows(session, post_id=post_id):
            tell(session, account_id, "mention", post.author_id, post_id, now=now)


def tell_newly_named(session: Session, post_id: int, named: Sequence[int], *, now: datetime) -> None:
    """Those whom an edit named: the others were told when it was written."""
    post = session.get(Post, post_id)
    for account_id in named if post is not None else ():
        mention = session.get(Mention, (post_id, account_id))
        if post is not None and mention is not None and not mention.requested:
            tell(session, account_id, "mention", post.author_id, post_id, now=now)


def tell_author(session: Session, kind: str, from_id: int, post_id: int, *, now: datetime) -> None:
    """The author of a post that was boosted or favoured."""
    author = session.scalar(select(Post.author_id).where(Post.id == post_id))
    if author is not None:
        tell(session, author, kind, from_id, post_id, now=now)


def tell_of_boost(session: Session, boost_id: int, *, now: datetime) -> None:
    boost = session.get(Boost, boost_id)
    if boost is not None:
        tell_author(session, "reblog", boost.account_id, boost.post_id, now=now)


def tell(session: Session, account_id: int, kind: str, from_id: int, post_id: int | None, *, now: datetime) -> None:
    """Once for the same; never of oneself, of those one keeps away from or of a thread that one muted; only members."""
    if account_id == from_id or _told(session, account_id, kind, from_id, post_id):
        return
    if not wants_to_hear(session, account_id, post_id):
        return
    if session.scalar(select(Account.id).where(Account.id == from_id, not_to_be_told_of(account_id))) is not None:
        return
    match weigh(session, account_id, kind, from_id, post_id, now=now):
        case Treatment.ACCEPT:
            note(session, account_id, kind, from_id, post_id, now=now)
        case Treatment.FILTER:
            session.add(_notification(account_id, kind, from_id, post_id, now, held=True))
        case Treatment.DROP:
            return


def note(
    session: Session,
    account_id: int,
    kind: str,
    from_id: int,
    post_id: int | None,
    *,
    now: datetime,
    decision_id: int | None = None,
) -> None:
    """Write it down, and let whoever listens for them hear. Whether they want it is for the caller to ask."""
    told = _notification(account_id, kind, from_id, post_id, now)
    told.decision_id = decision_id
    session.add(told)
    live.tell(session, Told(account_id, told.id))
    _ring(session, account_id, kind, from_id)


def _ring(session: Session, account_id: int, kind: str, from_id: int) -> None:
    """Say so to whoever tells them elsewhere. Of those who did not ask for that nothing is written.

    Asked without a flush: of many who are told at once, their notifications are written at once.
    """
    with session.no_autoflush:
        asked = _HAS_PUSH.rows(session, me=account_id)
    if asked:
        announce(session, Rang(account_id, kind, from_id))


def wants_to_hear(session: Session, account_id: int, post_id: int | None) -> bool:
    """Whether it is a member of this house, who has not muted the thread of that post, at this moment."""
    mutes = session.scalar(select(Account.mutes_threads).where(Account.id == account_id, Account.host == ""))
    return mutes is not None and not (mutes and post_id is not None and is_muted(session, account_id, post_id))


def untell(session: Session, account_id: int, kind: str, from_id: int) -> None:
    """A question was taken back or answered."""
    session.execute(
        delete(Notification).where(
            Notification.account_id == account_id, Notification.kind == kind, Notification.from_id == from_id
        )
    )


def untell_of_post(session: Session, kind: str, from_id: int, post_id: int) -> None:
    """A thank-you was taken back."""
    session.execute(
        delete(Notification).where(
            Notification.kind == kind, Notification.from_id == from_id, Notification.post_id == post_id
        )
    )


def untell_between(session: Session, one_id: int, other_id: int) -> None:
    """A block: whatever either was told of the other, and that either had let the other's news in."""
    pairs = ((one_id, other_id), (other_id, one_id))
    for account_id, from_id in pairs:
        session.execute(
            delete(Notification).where(Notification.account_id == account_id, Notification.from_id == from_id)
        )
        session.execute(delete(LetIn).where(LetIn.account_id == account_id, LetIn.from_id == from_id))


def untell_of_house(session: Session, account_id: int, ally_id: int) -> None:
    """A member wants nothing of an ally's people."""
    people = select(Account.id).where(Account.ally_id == ally_id)
    for table in (Notification, LetIn):
        session.execute(delete(table).where(table.account_id == account_id, table.from_id.in_(people)))


def forget_old(session: Session, now: datetime) -> None:
    """A sweep: what was told more than thirty days ago."""
    session.execute(delete(Notification).where(Notification.told_at <= now - KEPT_FOR))


def _notification(
    account_id: int, kind: str, from_id: int, post_id: int | None, now: datetime, *, held: bool = False
) -> Notification:
    return Notification(
        id=new_id(now), account_id=account_id, kind=kind, from_id=from_id, post_id=post_id, told_at=now, held=held
    )


def _told(session: Session, account_id: int, kind: str, from_id: int, post_id: int | None) -> bool:
    query = select(Notification.id).where(
        Notification.account_id == account_id,
        Notification.kind == kind,
        Notification.from_id == from_id,
        Notification.post_id.is_not_distinct_from(post_id),
    )
    return session.scalar(query) is not None
