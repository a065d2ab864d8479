"""What may leave now: decided anew at the last moment, because much may have happened since it rang."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account, Community
from app.jobs import queue
from app.notifications.queries import anything_new
from app.push.actions import KEY_SEAL
from app.push.models import PushKey, PushSubscription
from app.push.ringing import QUEUE
from app.push.sealed import Where, opened
from app.storage.sealing import HouseKey


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody is to be told: where, and with what key the house shows itself. `language` is theirs, or empty."""

    where: Where
    title: str
    language: str
    private: bytes
    public: bytes


@dataclass(frozen=True, slots=True)
class Ready:
    """The job at the head of a lane. Without a `call` there is nothing (any more) to say."""

    job: queue.Waiting
    call: Call | None


def first(session: Session, lane: int, *, key: HouseKey) -> Ready | None:
    """None for an empty lane."""
    waiting = queue.head_of(session, QUEUE, lane, most=1)
    return Ready(waiting[0], _call(session, lane, key)) if waiting else None


def _call(session: Session, subscription_id: int, key: HouseKey) -> Call | None:
    """Nothing for somebody who hides, or who has looked in the meantime: exactly what the dot on the bell says."""
    asked = session.get(PushSubscription, subscription_id)
    account = None if asked is None else session.get(Account, asked.account_id)
    ours = session.get(PushKey, 1)
    if asked is None or account is None or ours is None or not account.is_there:
        return None
    if not anything_new(session, account.id):
        return None
    title = session.scalar(select(Community.neutral_title)) or ""
    private = key.open(ours.private_sealed, KEY_SEAL)
    return Call(opened(asked.sealed, key), title, account.language, private, ours.public)
