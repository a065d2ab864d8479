"""Reports on one thing are one case, however many people make them at once."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import case as either
from sqlalchemy import select, true, update
from sqlalchemy.orm import Session

from app.basics.errors import Unavailable
from app.basics.ids import new_id
from app.storage.inserting import insert_missing
from moderation.cases.models import Case
from moderation.measures import Subject

NUMBERS: Final = range(1, 1_000_000)
"""Numbers are drawn by lot: one after the other they would tell how many cases there are, and that one is hidden."""

_TRIES: Final = 20


@dataclass(frozen=True, slots=True)
class About:
    """What a case is about, and whose it is."""

    subject: Subject
    id: int
    account_id: int | None = None
    post_id: int | None = None
    ally_id: int | None = None


def open_case(session: Session, about: About) -> int | None:
    """The case of that thing that is not closed, if there is one."""
    of_it = Case.subject == about.subject.value, Case.subject_id == about.id
    return session.scalar(select(Case.id).where(*of_it, Case.closed_at.is_(None)))


def join(session: Session, about: About, *, urgency: int, asks_hold: bool, now: datetime) -> int:
    """The open case of that thing, opened if there was none, at least as urgent as this; held until the commit.

    Two who report at once, or while somebody closes it, get one open case all the same.
    """
    for _ in range(_TRIES):
        case_id = open_case(session, about) or _opened(session, about, now)
        if case_id is not None and _raised(session, case_id, urgency, asks_hold):
            return case_id
    raise Unavailable


def count_one_more(session: Session, case_id: int) -> None:
    session.execute(update(Case).where(Case.id == case_id).values(reports=Case.reports + 1))


def _opened(session: Session, about: About, now: datetime) -> int | None:
    """None where somebody else was there first, or the number is taken: then it is tried again."""
    number = secrets.choice(NUMBERS)
    insert_missing(
        session,
        Case,
        {
            "id": new_id(now), "number": number, "subject": about.subject.value, "subject_id": about.id,
            "account_id": about.account_id, "post_id": about.post_id, "ally_id": about.ally_id, "state": "open",
            "urgency": 0, "asks_hold": False, "reports": 0, "opened_at": now,
        },
    )  # fmt: skip
    return open_case(session, about)


def _raised(session: Session, case_id: int, urgency: int, asks_hold: bool) -> bool:
    """False where it was closed in this moment."""
    changed = session.execute(
        update(Case)
        .where(Case.id == case_id, Case.closed_at.is_(None))
        .values(
            urgency=either((Case.urgency < urgency, urgency), else_=Case.urgency),
            asks_hold=true() if asks_hold else Case.asks_hold,
        )
        .execution_options(synchronize_session=False)
    )
    return changed.rowcount == 1  # type: ignore[attr-defined]
