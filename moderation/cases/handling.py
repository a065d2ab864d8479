"""Who looks at a case: taking it, handing it over, keeping out of it, and what moderators write to each other."""

from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from app.accounts.rules import must_be_moderator
from app.accounts.viewer import Viewer
from app.basics.errors import Conflict, Invalid, NotSignedIn, Refused
from app.basics.ids import new_id
from app.basics.text import tidy
from app.storage.inserting import insert_missing
from app.storage.sealing import HouseKey
from moderation.cases import ties
from moderation.cases.desk_models import StandsClear
from moderation.cases.models import Case, CaseNote, Recusal
from moderation.cases.moderators import moderators

NOTE: Final = "case note"
LONGEST_NOTE: Final = 5_000
# How long whoever took a case has it for themselves, by its urgency: nobody waits for somebody who is away.
HAS_IT_FOR: Final = {0: timedelta(hours=24), 1: timedelta(hours=2), 2: timedelta(hours=1)}

TAKEN = "Somebody else has taken this. Nothing was changed: write them a note, or take another one."
CLOSED = "This case is closed. Nothing was changed."
NOT_YOURS = "You do not have this case: somebody else may have taken it over. Nothing was changed."
NO_SUCH_PERSON = "Please choose who is to have it."
NOT_THEM = "This person does not take it. Please choose somebody else."
NO_WORDS = "Please write something first."
TOO_LONG = "This is too long: at most 5,000 characters."


def must_be_free(session: Session, who: Viewer, case_id: int, *, key: HouseKey) -> None:
    """Raises Forbidden for whoever reported, is reported, wrote it, keeps out of it, or is tied and did not answer."""
    ties.must_be_free(session, _me(who), case_id, key=key)


def take(session: Session, who: Viewer, case_id: int, *, key: HouseKey, now: datetime) -> None:
    """Have it for oneself, also from somebody who has had it for long; twice changes nothing.

    Raises Forbidden, NotFound; Conflict where somebody else has it, or it is closed.
    """
    _must_look_after(session, who, case_id, key=key)
    case = _open_case(session, case_id)
    if case.taken_by == who.account_id:
        return
    if case.taken_by is not None and not may_be_taken_over(case.taken_at, case.urgency, now):
        raise Conflict(TAKEN)
    _gives(session, case, _me(who), now=now)
    note_first_look(session, who, case_id, now=now)


def hand_over(session: Session, who: Viewer, case_id: int, to_id: int, *, key: HouseKey, now: datetime) -> None:
    """Give it to another moderator by id; raises Invalid for whoever cannot have it, Conflict when it is not one's own.

    Nothing tells why somebody cannot: they keep out of it, or have a part in it. Before it is tried all look alike.
    """
    _must_look_after(session, who, case_id, key=key)
    case = _open_case(session, case_id)
    if case.taken_by != who.account_id:
        raise Conflict(NOT_YOURS)
    if to_id not in colleagues(session, who):
        raise Invalid("to", NO_SUCH_PERSON)
    if not ties.may_be_handed(session, to_id, case_id, key=key):
        raise Invalid("to", NOT_THEM)
    _gives(session, case, to_id, now=now)


def give_back(session: Session, who: Viewer, case_id: int, *, key: HouseKey, now: datetime) -> None:
    """Put it back among those that nobody has; raises Conflict when it is not one's own."""
    _must_look_after(session, who, case_id, key=key)
    case = _open_case(session, case_id)
    if case.taken_by != who.account_id:
        raise Conflict(NOT_YOURS)
    _gives(session, case, None, now=now)


def give_back_all(session: Session, account_id: int, *, to_id: int | None = None, key: HouseKey, now: datetime) -> None:
    """What somebody had goes to another moderator as far as they can have it, and else back to the others."""
    held = session.scalars(select(Case).where(Case.taken_by == account_id, Case.closed_at.is_(None))).all()
    for case in held:
        fits = to_id is not None and ties.may_be_handed(session, to_id, case.id, key=key)
        _gives(session, case, to_id if fits else None, now=now)


def recuse(session: Session, who: Viewer, case_id: int, *, now: datetime) -> None:
    """Keep out of it from now on, and have it no more; why is not asked. Raises Forbidden, NotFound."""
    must_be_moderator(who.role)
    case = ties.the_case(session, case_id)
    me = _me(who)
    insert_missing(session, Recusal, {"case_id": case_id, "account_id": me, "since": now})
    if case.taken_by == me and case.closed_at is None:
        _gives(session, case, None, now=now)


def stand_clear(session: Session, who: Viewer, case_id: int, *, now: datetime) -> None:
    """Say that one knows somebody in it and can judge it all the same."""
    must_be_moderator(who.role)
    ties.the_case(session, case_id)
    insert_missing(session, StandsClear, {"case_id": case_id, "account_id": _me(who), "since": now})


def add_note(session: Session, who: Viewer, case_id: int, words: str, *, key: HouseKey, now: datetime) -> int:
    """Write something for the other moderators, sealed; its id. Raises Forbidden, NotFound, Invalid."""
    _must_look_after(session, who, case_id, key=key)
    text = tidy(words)
    if not text:
        raise Invalid("words", NO_WORDS)
    if len(text) > LONGEST_NOTE:
        raise Invalid("words", TOO_LONG)
    note = CaseNote(
        id=new_id(now), case_id=case_id, written_by=_me(who), sealed=key.seal(text.encode(), NOTE), written_at=now
    )
    session.add(note)
    session.flush()
    return note.id


def note_first_look(session: Session, who: Viewer, case_id: int, *, now: datetime) -> None:
    """A person has looked: written down once."""
    must_be_moderator(who.role)
    session.execute(update(Case).where(Case.id == case_id, Case.looked_at.is_(None)).values(looked_at=now))


def colleagues(session: Session, who: Viewer) -> dict[int, str]:
    """The other moderators who act here, by id, with their names: the same for every case, whoever reported it."""
    return {one.id: one.name for one in moderators(session) if one.id != who.account_id}


def may_be_taken_over(taken_at: datetime | None, urgency: int, now: datetime) -> bool:
    """Whether whoever has it has had it long enough that somebody else may take it."""
    return taken_at is None or now - taken_at >= HAS_IT_FOR[urgency]


def _must_look_after(session: Session, who: Viewer, case_id: int, *, key: HouseKey) -> None:
    must_be_moderator(who.role)
    must_be_free(session, who, case_id, key=key)


def _open_case(session: Session, case_id: int) -> Case:
    case = ties.the_case(session, case_id)
    if case.closed_at is not None:
        raise Refused(CLOSED)
    return case


def _gives(session: Session, case: Case, to_id: int | None, *, now: datetime) -> None:
    """Raises Conflict when somebody was faster: whoever has it is still who had it when it was read."""
    has_it = Case.taken_by.is_(None) if case.taken_by is None else Case.taken_by == case.taken_by
    state = case.state
    if state in {"open", "taken"}:
        state = "open" if to_id is None else "taken"
    changed = cast(
        "CursorResult[Any]",
        session.execute(
            update(Case)
            .where(Case.id == case.id, Case.closed_at.is_(None), has_it)
            .values(taken_by=to_id, taken_at=None if to_id is None else now, state=state)
            .execution_options(synchronize_session=False)
        ),
    )
    if changed.rowcount != 1:
        raise Conflict(TAKEN)
    session.refresh(case)


def _me(who: Viewer) -> int:
    if who.account_id is None:
        raise NotSignedIn
    return who.account_id
