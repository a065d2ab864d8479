"""Who may hear an appeal: other people than those who decided, and nobody with a part in the matter (P15)."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.errors import Forbidden
from app.storage.sealing import HouseKey
from moderation.appeals.models import Appeal, Hearing
from moderation.cases import ties
from moderation.cases.moderators import moderators
from moderation.decided.models import Agreement, DecisionRow
from moderation.decided.queries import said_by
from moderation.jurors.queries import Part

FEWEST: Final = 3

DECIDED_THEN = "You had a part in this decision, so others hear the appeal."
ABOUT_YOU = "This is about you, so others decide."


def must_have_no_part(session: Session, who: Viewer, decision: DecisionRow, *, key: HouseKey) -> None:
    """Not the subject, not whoever decided, agreed or declined in the case, nor anybody with a tie to it.

    Raises Forbidden with a sentence.
    """
    if who.account_id in _deciders(session, decision):
        raise Forbidden(DECIDED_THEN)
    must_not_be_its_subject_or_tied(session, who, decision, key=key)


def must_not_be_its_subject_or_tied(session: Session, who: Viewer, decision: DecisionRow, *, key: HouseKey) -> None:
    """The same for whoever may have said yes or no to it. Raises Forbidden."""
    if who.account_id == decision.account_id:
        raise Forbidden(ABOUT_YOU)
    if decision.case_id is not None and who.account_id is not None:
        ties.must_be_free(session, who.account_id, decision.case_id, key=key)


def has_no_part(session: Session, who: Viewer, decision: DecisionRow, *, key: HouseKey) -> bool:
    """The same as an answer."""
    if who.account_id in _deciders(session, decision):
        return False
    return _has_no_tie(session, who, decision, key=key)


def enough_moderators(session: Session, decision: DecisionRow, part: Part, missing: int, *, key: HouseKey) -> bool:
    """Whether three moderators have no tie to it, and as many as are missing may take that part.

    Else members are drawn. Of three, one decides, another one agrees, and the third hears the appeal: but where two
    have to hear it, there is one too few.
    """
    without_ties = [one.viewer for one in moderators(session) if _has_no_tie(session, one.viewer, decision, key=key)]
    if len(without_ties) < FEWEST:
        return False
    taken = _deciders(session, decision) | _heard(session, decision) if part == "hear" else _said(session, decision)
    return sum(one.account_id not in taken for one in without_ties) >= missing


def _has_no_tie(session: Session, who: Viewer, decision: DecisionRow, *, key: HouseKey) -> bool:
    try:
        must_not_be_its_subject_or_tied(session, who, decision, key=key)
    except Forbidden:
        return False
    return True


def _deciders(session: Session, decision: DecisionRow) -> set[int | None]:
    """Whoever said anything to it, or to another decision in the same case, a hold among them."""
    theirs = DecisionRow.id == decision.id
    if decision.case_id is not None:
        theirs |= DecisionRow.case_id == decision.case_id
    decided = session.scalars(select(DecisionRow.decided_by).where(theirs))
    agreed = select(Agreement.account_id).join(DecisionRow, DecisionRow.id == Agreement.decision_id).where(theirs)
    return {*decided, *session.scalars(agreed)} - {None}


def _said(session: Session, decision: DecisionRow) -> set[int | None]:
    """Whoever decided first or said yes or no to it."""
    return {decision.decided_by, *said_by(session, decision.id)} - {None}


def _heard(session: Session, decision: DecisionRow) -> set[int | None]:
    heard = select(Hearing.account_id).join(Appeal, Appeal.id == Hearing.appeal_id)
    return set(session.scalars(heard.where(Appeal.decision_id == decision.id)))


def heard_already(session: Session, appeal_id: int) -> set[int]:
    """Who said already what should come of the appeal."""
    return set(session.scalars(select(Hearing.account_id).where(Hearing.appeal_id == appeal_id)))
