"""What calls moderators to the desk on every page: a dot, for those alone in whose own queue it lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.storage.sealing import HouseKey
from moderation.cases.models import Case, Recusal, Report
from moderation.cases.reporting import reporters_mark

FORCED: Final = 1
MOST: Final = 50
"""Of more than so many the newest of the most urgent call: one is enough."""


@dataclass(frozen=True, slots=True)
class Urgent:
    """A case in which somebody may be in danger or forced, and which nobody has taken.

    `about`: whose it is. `marks`: of those who reported. `kept_out`: who said that they are too close.
    """

    about: int | None
    marks: frozenset[bytes]
    kept_out: frozenset[int]


def urgent(session: Session) -> tuple[Urgent, ...]:
    """All that any moderator may be called to; one SELECT while there is nothing."""
    waiting = Case.closed_at.is_(None), Case.urgency >= FORCED, Case.taken_by.is_(None)
    newest = Case.urgency.desc(), Case.opened_at.desc()
    rows = session.execute(select(Case.id, Case.account_id).where(*waiting).order_by(*newest).limit(MOST)).all()
    found = {row.id: row.account_id for row in rows}
    if not found:
        return ()
    marks: dict[int, set[bytes]] = {case_id: set() for case_id in found}
    kept_out: dict[int, set[int]] = {case_id: set() for case_id in found}
    reported = select(Report.case_id, Report.reporter_mark).where(Report.case_id.in_(found))
    for case_id, mark in session.execute(reported.where(Report.reporter_mark.is_not(None))):
        marks[case_id].add(mark or b"")
    for case_id, account_id in session.execute(
        select(Recusal.case_id, Recusal.account_id).where(Recusal.case_id.in_(found))
    ):
        kept_out[case_id].add(account_id)
    return tuple(Urgent(found[one], frozenset(marks[one]), frozenset(kept_out[one])) for one in found)


def calls(found: Sequence[Urgent], who: Viewer, *, key: HouseKey) -> bool:
    """Whether any of it lies in this viewer's own queue: a dot over an empty one would tell what is kept from them."""
    if not found or not who.is_moderator or who.account_id is None:
        return False
    mine = reporters_mark(who.account_id, key)
    return any(
        one.about != who.account_id and who.account_id not in one.kept_out and mine not in one.marks for one in found
    )
