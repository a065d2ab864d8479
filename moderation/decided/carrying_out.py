"""What decisions come to once nobody can appeal them any more, and what is forgotten of them. Called by sweeps."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from app.accounts.actions.leaving import leave_for_good
from app.accounts.models import Credential
from app.basics.errors import Invalid
from app.posts.actions.standing import destroy_removed
from app.storage.portions import delete_some
from app.storage.sealing import HouseKey
from moderation.appeals.models import Appeal
from moderation.decided.ages import DONE_AT_ONCE, LASTS
from moderation.decided.models import DecisionRow
from moderation.measures import Measure

log = logging.getLogger("parasol.moderation")

AT_ONCE: Final = 20

_STANDS: Final = (DecisionRow.in_force_at.is_not(None), DecisionRow.over_at.is_(None))
_NOBODY_ASKS: Final = ~exists().where(Appeal.decision_id == DecisionRow.id, Appeal.outcome == "")


def end_accounts(session: Session, now: datetime, *, key: HouseKey) -> bool:
    """Accounts that were to end, once the time to appeal is over and no appeal is open. Whether there may be more."""
    is_still_here = exists().where(Credential.account_id == DecisionRow.account_id)
    due = _due(session, Measure.END_ACCOUNT, DecisionRow.appeal_until <= now, is_still_here)
    for row in due:
        _end_account(session, row, key=key, now=now)
    return len(due) == AT_ONCE


def destroy_removed_posts(session: Session, now: datetime, *, key: HouseKey) -> bool:
    """Removed posts, once nothing is kept of them that an appeal could be heard on. Whether there may be more."""
    due = _due(session, Measure.REMOVE, DecisionRow.evidence_until <= now, DecisionRow.post_id.is_not(None))
    for row in due:
        if row.post_id is not None:
            destroy_removed(session, row.post_id, key=key, now=now)
    return len(due) == AT_ONCE


def forget_old(session: Session, now: datetime) -> bool:
    """What is over for long, or took nothing and was long ago. Whether there may be more."""
    over = DecisionRow.over_at <= now - LASTS
    done = DecisionRow.over_at.is_(None) & DONE_AT_ONCE & (DecisionRow.evidence_until <= now - LASTS)
    return delete_some(session, DecisionRow, or_(over, done))


def _due(session: Session, measure: Measure, *which: ColumnElement[bool]) -> Sequence[DecisionRow]:
    query = select(DecisionRow).where(DecisionRow.measure == measure, *_STANDS, _NOBODY_ASKS, *which)
    return session.scalars(query.order_by(DecisionRow.id).limit(AT_ONCE)).all()


def _end_account(session: Session, row: DecisionRow, *, key: HouseKey, now: datetime) -> None:
    """As if they left by themselves. The last steward stays suspended until there is another one."""
    if row.account_id is None:
        return
    try:
        leave_for_good(session, row.account_id, key=key, now=now)
    except Invalid:
        log.warning("account %s is to end by decision %s, and is the last steward", row.account_id, row.id)
