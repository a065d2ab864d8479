"""Reactions to what rings a member's bell: something is said later, once, until they have been here again."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.models import Account, Follow
from app.basics.clock import day_of
from app.jobs import queue
from app.notifications.events import Rang
from app.push import rules
from app.push.models import PushSubscription
from app.push.sealed import Where, opened
from app.storage.sealing import HouseKey

QUEUE = "push"
KIND = "ring"


def ring(session: Session, rang: Rang, *, key: HouseKey, now: datetime) -> None:
    """Everywhere this member is told, in a while, unless it was said there already or does not count there."""
    session.get(Account, rang.account_id, with_for_update=True)  # whoever asks in this moment is not taken for nobody
    asked = session.scalars(select(PushSubscription).where(PushSubscription.account_id == rang.account_id)).all()
    if not asked:
        _mark(session, rang.account_id, has_push=False, rung=False)
        return
    telling = [one for one in asked if not one.rung and _counts(session, rang, opened(one.sealed, key))]
    for one in telling:
        one.rung = True
        _say_later(session, one.id, now=now)
    if telling:
        _mark(session, rang.account_id, rung=True)


def note_opened(session: Session, account_id: int, *, now: datetime) -> None:
    """The member is here: whatever rings from now on is worth saying again."""
    of_theirs = PushSubscription.account_id == account_id
    _mark(session, account_id, rung=False)  # the account first, as wherever both are written: nobody waits in a ring
    session.execute(update(PushSubscription).where(of_theirs).values(rung=False, used_on=day_of(now)))


def _say_later(session: Session, subscription_id: int, *, now: datetime) -> None:
    """One job in a lane of its own, at a moment that only chance knows; one that waits already is enough."""
    if queue.depth(session, QUEUE, subscription_id):
        return
    queue.enqueue(session, QUEUE, subscription_id, KIND, b"", now=now)
    queue.wait_until(session, QUEUE, subscription_id, now + rules.wait())


def _counts(session: Session, rang: Rang, where: Where) -> bool:
    """By the alerts that an app asked for, and its policy, in Mastodon's words."""
    if not rules.wants(where.alerts, rang.kind):
        return False
    match where.policy:
        case "followed":
            return _follows(session, rang.account_id, rang.from_id)
        case "follower":
            return _follows(session, rang.from_id, rang.account_id)
        case policy:
            return policy == "all"


def _follows(session: Session, follower_id: int, followed_id: int) -> bool:
    follow = session.get(Follow, (follower_id, followed_id))
    return follow is not None and follow.accepted


def _mark(session: Session, account_id: int, **marks: bool) -> None:
    session.execute(update(Account).where(Account.id == account_id).values(**marks))
