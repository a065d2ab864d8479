"""A member says whose news they want to hear, and answers for those whose news waits. Nobody else learns of it."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.basics.errors import NotFound
from app.notifications.models import LetIn, NewsPolicy, Notification
from app.notifications.policy import OPEN, Policy
from app.storage.inserting import insert_missing


def choose(session: Session, account_id: int, policy: Policy) -> None:
    """From now on it is so; what waits goes on waiting for an answer."""
    session.get(Account, account_id, with_for_update=True)  # two at once are one after the other
    session.execute(delete(NewsPolicy).where(NewsPolicy.account_id == account_id))
    if policy != OPEN:
        session.add(
            NewsPolicy(
                account_id=account_id,
                not_following=policy.not_following,
                not_followers=policy.not_followers,
                new_accounts=policy.new_accounts,
            )
        )


def let_in(session: Session, account_id: int, senders: Collection[int]) -> None:
    """Their news that waits is told, as new as it is to the member, and what they do from now on is told at once.

    Raises NotFound when of none of them anything waits; of whom nothing does is not let in.
    """
    found = _those_who_wait(session, account_id, senders)
    session.execute(update(Notification).where(*_waiting(account_id, found)).values(held=False))
    insert_missing(session, LetIn, *({"account_id": account_id, "from_id": one} for one in found))


def set_aside(session: Session, account_id: int, senders: Collection[int]) -> None:
    """Their news that waits is forgotten, and what they do from now on waits as it did. Raises NotFound as above."""
    _those_who_wait(session, account_id, senders)
    session.execute(delete(Notification).where(*_waiting(account_id, senders)))


def let_in_no_longer(session: Session, account_id: int, from_id: int) -> None:
    """Their news is treated like everybody's again. Raises NotFound for whom the member did not let in."""
    found = session.get(LetIn, (account_id, from_id))
    if found is None:
        raise NotFound
    session.delete(found)


def _those_who_wait(session: Session, account_id: int, senders: Collection[int]) -> Sequence[int]:
    found = session.scalars(select(Notification.from_id).where(*_waiting(account_id, senders)).distinct()).all()
    if not found:
        raise NotFound
    return found


def _waiting(account_id: int, senders: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return Notification.account_id == account_id, Notification.held.is_(True), Notification.from_id.in_(senders)
