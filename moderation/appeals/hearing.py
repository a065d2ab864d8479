"""The side that hears an appeal: take it, ask, give it back, answer. Others than those who decided (P15).

To lift a measure one person is enough. That a severe one stays is said by two; where they differ, it is lifted.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts.community import in_turn
from app.accounts.viewer import Viewer
from app.basics.errors import Conflict, Forbidden, NotFound
from app.storage.sealing import HouseKey
from moderation.appeals import rules
from moderation.appeals.ending import end
from moderation.appeals.free import heard_already, must_have_no_part
from moderation.appeals.lines import add_line
from moderation.appeals.models import Appeal, Hearing
from moderation.decided.models import DecisionRow
from moderation.decided.telling import tell_subject
from moderation.jurors.answering import has_days_again
from moderation.jurors.queries import took_part
from moderation.measures import Measure

REASON: Final = "answer to an appeal"

TAKEN = "Somebody else hears this appeal by now."
NOT_YOURS = "Somebody else hears this appeal. Nothing of what you wrote was sent."
SAID_YOURS = "You have said what should come of this appeal. Now another person has to look."


@dataclass(frozen=True, slots=True)
class Answer:
    """What should come of an appeal, and why, in words that its subject reads."""

    overturns: bool
    reason: str


def take(session: Session, who: Viewer, appeal_id: int, *, key: HouseKey, now: datetime) -> None:
    """From now on they hear it. Raises NotFound, Forbidden, Conflict when somebody else was faster."""
    found = appeal_for(session, who, appeal_id, key=key)
    rules.must_go_on(found.outcome)
    if found.heard_by == who.account_id:
        return
    taken = session.execute(
        update(Appeal)
        .where(Appeal.id == appeal_id, Appeal.heard_by.is_(None), Appeal.outcome == "")
        .values(heard_by=who.account_id)
        .returning(Appeal.id)
    )
    if not taken.all():
        raise Conflict(TAKEN)
    has_days_again(session, found.decision_id, now=now)


def give_back(session: Session, who: Viewer, appeal_id: int, *, key: HouseKey, now: datetime) -> None:
    """Somebody else hears it; what was said stays. Raises NotFound, Forbidden, Conflict."""
    found = _in_their_hands(session, who, appeal_id, key=key)
    if heard_already(session, appeal_id):
        raise Conflict(SAID_YOURS)
    found.heard_by = None
    has_days_again(session, found.decision_id, now=now)


def ask(session: Session, who: Viewer, appeal_id: int, words: str, *, key: HouseKey, now: datetime) -> None:
    """A line to the subject. Raises NotFound, Forbidden, Conflict, Invalid."""
    found = _in_their_hands(session, who, appeal_id, key=key)
    add_line(session, appeal_id, words, by_subject=False, key=key, now=now)
    has_days_again(session, found.decision_id, now=now)
    tell_subject(session, session.get_one(DecisionRow, found.decision_id), now=now)


def answer(session: Session, who: Viewer, appeal_id: int, given: Answer, *, key: HouseKey, now: datetime) -> bool:
    """Say what should come of it; whether the appeal has ended with that.

    It has not where a severe measure should stay and another person must say so as well. Raises NotFound, Forbidden,
    Conflict, Invalid.
    """
    in_turn(session)  # as whoever decides
    found = appeal_for(session, who, appeal_id, key=key)
    rules.must_go_on(found.outcome)
    if not given.overturns:
        rules.must_be_answered_in_time(found.answer_by, now)
    said_before = heard_already(session, appeal_id)
    _must_be_their_turn(found, who, said_before)
    if given.overturns or not said_before:
        found.reason_sealed = key.seal(rules.checked_reason(given.reason).encode(), REASON)
    session.add(Hearing(appeal_id=appeal_id, account_id=who.account_id or 0, overturns=given.overturns, said_at=now))
    session.flush()
    measure = Measure(session.get_one(DecisionRow, found.decision_id).measure)
    if not given.overturns and len(said_before) + 1 < rules.to_uphold(measure):
        has_days_again(session, found.decision_id, now=now)
        return False
    end(session, found, "overturned" if given.overturns else "upheld", key=key, now=now)
    return True


def appeal_for(session: Session, who: Viewer, appeal_id: int, *, key: HouseKey) -> Appeal:
    """An appeal that this person may hear, held until this is done.

    Raises NotFound for whoever is neither a moderator nor drawn for it, Forbidden for whoever has a part in it.
    """
    found = session.get(Appeal, appeal_id, with_for_update=True)
    if found is None or not (who.is_moderator or took_part(session, who, found.decision_id, "hear")):
        raise NotFound
    must_have_no_part(session, who, session.get_one(DecisionRow, found.decision_id), key=key)
    return found


def _in_their_hands(session: Session, who: Viewer, appeal_id: int, *, key: HouseKey) -> Appeal:
    found = appeal_for(session, who, appeal_id, key=key)
    rules.must_go_on(found.outcome)
    if found.heard_by != who.account_id:
        raise Forbidden(NOT_YOURS)
    return found


def _must_be_their_turn(found: Appeal, who: Viewer, said_before: set[int]) -> None:
    """The first is whoever took it; the second anybody else."""
    if who.account_id in said_before:
        raise Conflict(SAID_YOURS)
    if not said_before and found.heard_by != who.account_id:
        raise Forbidden(NOT_YOURS)
