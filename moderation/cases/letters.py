"""Letters from outside as moderators read and answer them: whoever could look at the case, and nobody else (P15).

Each reading is written down, as at the desk (P18). A letter is shown once it is known what it is about. Those of which
nothing was found are for stewards: nobody can tell whether a moderator has a part in them.
"""

from datetime import datetime

from sqlalchemy import and_, select, true
from sqlalchemy.orm import Session

from app.accounts.rules import must_be_moderator
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.storage.sealing import HouseKey
from moderation.cases import outside, ties
from moderation.cases.models import Case, OutsideLetter
from moderation.cases.outside import LetterShown
from moderation.cases.ties import AParty
from moderation.openness import reading


def letters(
    session: Session, who: Viewer, *, key: HouseKey, now: datetime, before: int | None = None, limit: int = 20
) -> tuple[list[LetterShown], bool]:
    """The newest first, and whether there are older ones; write down that they were read. Raises Forbidden."""
    must_be_moderator(who.role)
    free = and_(OutsideLetter.case_id.is_not(None), *ties.free(who.account_id or 0, key=key))
    theirs = free | OutsideLetter.case_id.is_(None) if who.is_steward else free
    query = select(OutsideLetter).outerjoin(Case, Case.id == OutsideLetter.case_id)
    older = true() if before is None else OutsideLetter.id < before
    query = query.where(OutsideLetter.looked_for_at.is_not(None), theirs, older)
    found = session.scalars(query.order_by(OutsideLetter.id.desc()).limit(limit + 1)).all()
    opened = found[:limit]
    for case_id in dict.fromkeys(row.case_id for row in opened):
        reading.log(session, who, "letters", case_id, key=key, now=now)
    return [outside.shown(session, row, key) for row in opened], len(found) > limit


def answer_letter(session: Session, who: Viewer, letter_id: int, words: str, *, key: HouseKey, now: datetime) -> None:
    """Write back, to be read with the code; raises Forbidden, NotFound (also for a party), Invalid."""
    must_be_moderator(who.role)
    row = session.get(OutsideLetter, letter_id)
    if row is None or row.looked_for_at is None:
        raise NotFound
    _must_be_theirs(session, who, row, key)
    outside.say(session, row, words, from_house=True, key=key, now=now)
    row.answered_at = now


def _must_be_theirs(session: Session, who: Viewer, row: OutsideLetter, key: HouseKey) -> None:
    if row.case_id is None:
        if not who.is_steward:
            raise NotFound
        return
    try:
        ties.must_be_free(session, who.account_id or 0, row.case_id, key=key)
    except AParty as error:
        raise NotFound from error
