"""Yes and no to what somebody else decided, and who may say it (P15)."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.errors import Conflict, Forbidden, NotSignedIn
from app.storage.sealing import HouseKey
from moderation.cases.handling import must_be_free
from moderation.decided import queries, rules
from moderation.decided.models import Agreement, DecisionRow
from moderation.jurors.queries import took_part


def waits(row: DecisionRow) -> bool:
    """Whether it needs another person: to take force, or to hold for longer than one person's word does."""
    return row.over_at is None and (row.in_force_at is None or row.alone_until is not None)


def must_be_asked(session: Session, who: Viewer, row: DecisionRow, *, key: HouseKey) -> None:
    """Moderators, and whoever was drawn for it: not who decided, nobody with a part in it, and each once.

    Raises Forbidden; Conflict where it waits for nobody.
    """
    if not (who.is_moderator or took_part(session, who, row.id, "agree")):
        raise Forbidden(rules.NOT_YOURS)
    _must_be_free(session, who, row, key=key)
    if not waits(row):
        raise Conflict(rules.OVER)
    rules.must_be_another(_me(who), row.decided_by, queries.said_by(session, row.id))


def must_look_after(session: Session, who: Viewer, row: DecisionRow, *, key: HouseKey) -> None:
    """Moderators with no part in it: for what lifts or leaves a decision. Raises Forbidden."""
    rules.must_decide(who)
    _must_be_free(session, who, row, key=key)


def say(session: Session, who: Viewer, row: DecisionRow, *, agrees: bool, now: datetime) -> None:
    """Write it down; raises Conflict where they were said to have said it already."""
    try:
        with session.begin_nested():
            session.add(Agreement(decision_id=row.id, account_id=_me(who), agrees=agrees, said_at=now))
    except IntegrityError as error:
        raise Conflict(rules.TWICE) from error


def begin(session: Session, row: DecisionRow, *, now: datetime) -> None:
    """In force from now on: the time to appeal begins now, and not when it was proposed."""
    later = now - row.decided_at
    row.in_force_at = now
    row.appeal_until += later
    row.evidence_until += later
    session.flush()


def _must_be_free(session: Session, who: Viewer, row: DecisionRow, *, key: HouseKey) -> None:
    if _me(who) == row.account_id:
        raise Forbidden(rules.YOURSELF)
    if row.case_id is not None:
        must_be_free(session, who, row.case_id, key=key)


def _me(who: Viewer) -> int:
    if who.account_id is None:
        raise NotSignedIn
    return who.account_id
