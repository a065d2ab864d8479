"""One case as a moderator reads it, opened. Whoever opens it has been written into the log of reading before (P18)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Account
from app.accounts.rules import must_be_moderator
from app.accounts.viewer import Viewer
from app.allies.models import Ally
from app.basics.errors import NotFound
from app.posts.models import Post
from app.storage.sealing import HouseKey
from moderation.cases import evidence, handling, reporting, ties
from moderation.cases.copies import Kept, PostCopy
from moderation.cases.models import Case, CaseNote, Report
from moderation.cases.ties import AParty, Tie
from moderation.decided import preparing
from moderation.decided.rules import Matter
from moderation.measures import Subject
from moderation.openness import reading
from moderation.policy import clauses
from moderation.policy.clauses import ClauseText

MOST: Final = 100


class NoSuchCase(NotFound):
    """Not there, or its reader is a party to it: said alike, so that nobody learns that they are reported."""

    safe = "There is no such report, or it is about you or by you. Then others look at it."


@dataclass(frozen=True, slots=True)
class Asked:
    """What one person asked for. Never who: nothing here varies with it (P17)."""

    clause_key: int
    words: str
    wish: str
    urgency: int
    asks_hold: bool
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What a moderator wrote to the others; `by` is empty for somebody who is gone."""

    by: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case and all that lies in it. `is_there`: what it is about still is; `has_changed`: it was edited since.

    `cited`: the clauses that people named, the most named first. `matter`: what may be decided depends on it.
    """

    id: int
    number: int
    subject: Subject
    state: str
    urgency: int
    asks_hold: bool
    reports: int
    opened_at: datetime
    closed_at: datetime | None
    account_id: int | None
    post_id: int | None
    about: str
    about_name: str
    about_uri: str
    taken_by: int | None
    taken_name: str
    taken_at: datetime | None
    is_there: bool
    has_changed: bool
    matter: Matter
    asked: tuple[Asked, ...]
    kept: tuple[Kept, ...]
    notes: tuple[NoteFacts, ...]
    in_force: Sequence[ClauseText]
    cited: tuple[int, ...]
    others: dict[int, str]


def open_case(
    session: Session, who: Viewer, number: int, *, key: HouseKey, now: datetime, language: str = ""
) -> CaseFacts:
    """Read a case, and write down that one did. Raises Forbidden; NotFound, also for whoever is a party to it."""
    case = to_look_after(session, who, number, key=key)
    ties.must_be_free(session, who.account_id or 0, case.id, key=key)
    reading.log(session, who, "case", case.id, key=key, now=now)
    handling.note_first_look(session, who, case.id, now=now)
    about, about_name, about_uri = _about(session, case)
    asked, kept = _asked(session, case.id, key), evidence.of_case(session, case.id, key=key)
    live = None if case.post_id is None else session.get(Post, case.post_id)
    return CaseFacts(
        id=case.id,
        number=case.number,
        subject=Subject(case.subject),
        state=case.state,
        urgency=case.urgency,
        asks_hold=case.asks_hold,
        reports=case.reports,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        account_id=case.account_id,
        post_id=case.post_id,
        about=about,
        about_name=about_name,
        about_uri=about_uri,
        taken_by=case.taken_by,
        taken_name=_name(session, case.taken_by),
        taken_at=case.taken_at,
        is_there=case.subject != Subject.POST or live is not None,
        has_changed=live is not None and _has_changed(live, kept),
        matter=preparing.matter_of(session, case, now=now),
        asked=asked,
        kept=kept,
        notes=_notes(session, case.id, key),
        in_force=clauses.in_force(session, now=now, language=language),
        cited=tuple(clause for clause, _ in Counter(one.clause_key for one in asked if one.clause_key).most_common()),
        others=handling.colleagues(session, who),
    )


def to_look_after(session: Session, who: Viewer, number: int, *, key: HouseKey) -> Case:
    """The case of that number; raises Forbidden, NoSuchCase."""
    must_be_moderator(who.role)
    case = session.scalars(select(Case).where(Case.number == number)).first()
    if case is None:
        raise NoSuchCase
    if ties.is_party(session, who.account_id or 0, case, key=key):
        raise NoSuchCase from AParty()
    return case


def id_of(session: Session, who: Viewer, number: int, *, key: HouseKey) -> int:
    """Its id; raises as `to_look_after`."""
    return to_look_after(session, who, number, key=key).id


def ties_to(session: Session, who: Viewer, number: int, *, key: HouseKey) -> tuple[str, tuple[Tie, ...]]:
    """(whom a case is about, what this moderator has to do with them): for them alone."""
    case = to_look_after(session, who, number, key=key)
    return _about(session, case)[0], ties.ties(session, who.account_id or 0, case)


def _about(session: Session, case: Case) -> tuple[str, str, str]:
    """(handle, display name, address), or an ally's host twice; empty where nobody is there any more."""
    if case.ally_id is not None:
        row = session.execute(select(Ally.host, Ally.origin).where(Ally.id == case.ally_id)).first()
        return ("", "", "") if row is None else (row.host, row.host, row.origin)
    found = session.get(Account, case.account_id) if case.account_id else None
    if found is None:
        return "", "", ""
    handle = f"{found.name}@{found.host}" if found.host else found.name
    return handle, found.display_name or found.name, found.uri


def _name(session: Session, account_id: int | None) -> str:
    if account_id is None:
        return ""
    return session.scalar(select(Account.name).where(Account.id == account_id)) or ""


def _has_changed(live: Post, kept: tuple[Kept, ...]) -> bool:
    copies = [one.copy for one in kept if isinstance(one.copy, PostCopy) and one.copy.id == live.id]
    return bool(copies) and copies[-1].edited_at != live.edited_at


def _asked(session: Session, case_id: int, key: HouseKey) -> tuple[Asked, ...]:
    """By their ids, which tell no more than in which order they came."""
    rows = session.scalars(
        select(Report.body_sealed).where(Report.case_id == case_id).order_by(Report.id).limit(MOST)
    ).all()
    bodies = [reporting.body_of(sealed, key) for sealed in rows]
    return tuple(
        Asked(body.clause, body.words, body.wish, body.urgency, body.asks_hold, tuple(body.more)) for body in bodies
    )


def _notes(session: Session, case_id: int, key: HouseKey) -> tuple[NoteFacts, ...]:
    writer = aliased(Account)
    rows = session.execute(
        select(writer.name, CaseNote.sealed, CaseNote.written_at)
        .select_from(CaseNote)
        .outerjoin(writer, writer.id == CaseNote.written_by)
        .where(CaseNote.case_id == case_id)
        .order_by(CaseNote.id.desc())
        .limit(MOST)
    ).all()
    return tuple(
        NoteFacts(name or "", key.open(sealed, handling.NOTE).decode(), at) for name, sealed, at in reversed(rows)
    )
