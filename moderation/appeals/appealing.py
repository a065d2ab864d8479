"""The subject's side of an appeal. Nothing here asks whether they are suspended: they always may (P16)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.basics.errors import Conflict, NotFound
from app.basics.ids import new_id
from app.jobs.outbox import announce
from app.storage.sealing import HouseKey
from moderation.appeals import evidence, rules
from moderation.appeals.ending import end
from moderation.appeals.events import Appealed
from moderation.appeals.lines import add_line
from moderation.appeals.models import Appeal
from moderation.decided.models import DecisionRow
from moderation.jurors.answering import has_days_again
from moderation.measures import Measure


def appeal(session: Session, account_id: int, decision_id: int, words: str, *, key: HouseKey, now: datetime) -> int:
    """Ask for another look, with what speaks against the decision; the appeal's id.

    Raises NotFound for somebody else's decision, Refused, Conflict for a second one, Invalid.
    """
    decision = decision_about(session, account_id, decision_id)
    rules.must_be_the_first(session.scalar(select(Appeal.outcome).where(Appeal.decision_id == decision_id)))
    rules.must_be_appealable(
        Measure(decision.measure), decision.outcome,
        in_force=decision.in_force_at is not None, until=decision.appeal_until, now=now,
    )  # fmt: skip
    rules.checked_words("words", words)
    opened = Appeal(id=new_id(now), decision_id=decision_id, opened_at=now, answer_by=now + rules.ANSWER_WITHIN)
    _add_alone(session, opened)
    add_line(session, opened.id, words, by_subject=True, key=key, now=now)
    evidence.keep_as_long_as_needed(session, decision.case_id, now=now)
    announce(session, Appealed(opened.id))
    return opened.id


def say(session: Session, account_id: int, appeal_id: int, words: str, *, key: HouseKey, now: datetime) -> None:
    """Another line by the subject. Raises NotFound, Conflict, Invalid."""
    found = appeal_by(session, account_id, appeal_id)
    rules.must_go_on(found.outcome)
    add_line(session, appeal_id, words, by_subject=True, key=key, now=now)
    has_days_again(session, found.decision_id, now=now)


def withdraw(session: Session, account_id: int, appeal_id: int, *, key: HouseKey, now: datetime) -> None:
    """The subject lets the decision stand. There is no second appeal afterwards. Raises NotFound, Conflict."""
    found = appeal_by(session, account_id, appeal_id)
    rules.must_go_on(found.outcome)
    end(session, found, "withdrawn", key=key, now=now)


def decision_about(session: Session, account_id: int, decision_id: int) -> DecisionRow:
    """A decision about this member; anybody else's is not there. Raises NotFound."""
    found = session.get(DecisionRow, decision_id)
    if found is None or found.account_id != account_id:
        raise NotFound
    return found


def appeal_by(session: Session, account_id: int, appeal_id: int) -> Appeal:
    """This member's own appeal, held until this is done; raises NotFound."""
    found = session.get(Appeal, appeal_id, with_for_update=True)
    if found is None:
        raise NotFound
    decision_about(session, account_id, found.decision_id)
    return found


def _add_alone(session: Session, opened: Appeal) -> None:
    """Two of the same at once: the database takes one."""
    try:
        with session.begin_nested():
            session.add(opened)
    except IntegrityError as error:
        raise Conflict(rules.APPEALED) from error
