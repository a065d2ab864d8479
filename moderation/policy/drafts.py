"""The draft of the next version: one in a house, on which several stewards may work. Nothing of it is in force.

Whoever saved before somebody else did is never written over: each page carries the edition that it showed.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.accounts.rules import must_be_steward
from app.basics.errors import Conflict
from moderation.amending import charter
from moderation.policy import drafted, queries, rules
from moderation.policy.clauses import of_version
from moderation.policy.models import DraftClause, PolicyDraft
from moderation.policy.publishing import next_key, publish_clauses
from moderation.policy.rules import NewClause
from moderation.policy.starting import StartingText

CHANGED_MEANWHILE = (
    "Another steward changed this while your page was open. Nothing was kept yet: what you typed is still here, and "
    "theirs stands above. Send it again, and yours takes its place."
)
BEGUN_ALREADY = "Somebody began the next version already. Nothing of it was touched."
DECIDED_TOGETHER = "This house has a charter: what the policy says is proposed to everybody, and decided by all."


def begin(session: Session, role: str, *, language: str, text: StartingText | None = None, now: datetime) -> None:
    """A draft with our text in it, or with the newest version, or empty. Raises Forbidden, Conflict."""
    must_be_steward(role)
    charter.must_not_stand(session, DECIDED_TOGETHER)
    if session.get(PolicyDraft, 1) is not None:
        raise Conflict(BEGUN_ALREADY)
    based_on = queries.newest_number(session)
    introduction, language, clauses = _beginning(session, based_on, language, text)
    session.add(PolicyDraft(id=1, based_on=based_on, language=language, introduction=introduction, changed_at=now))
    session.add_all(drafted.as_kept(clause, place) for place, clause in enumerate(clauses, 1))


def write_introduction(session: Session, role: str, source: str, language: str, edition: int, *, now: datetime) -> None:
    """Raises Forbidden, NotFound without a draft, Invalid, Conflict when somebody else wrote it meanwhile."""
    must_be_steward(role)
    draft = drafted.draft_row(session)
    text = rules.checked_introduction(source)
    if draft.edition != edition:
        raise Conflict(CHANGED_MEANWHILE)
    draft.introduction, draft.language = text, language
    draft.edition, draft.changed_at = edition + 1, now


def add_clause(session: Session, role: str, clause: NewClause, *, now: datetime) -> int:
    """A clause at the end; its key. Raises Forbidden, NotFound without a draft, Invalid."""
    must_be_steward(role)
    draft = drafted.draft_row(session)
    others = drafted.rows(session)
    checked = rules.checked_clause(clause)
    rules.must_be_room(len(others))
    rules.must_differ(checked.label, (other.label for other in others))
    made = drafted.as_kept(replace(checked, key=next_key(session)), others[-1].position + 1 if others else 1)
    session.add(made)
    draft.changed_at = now
    return made.key


def write_clause(session: Session, role: str, clause: NewClause, edition: int, *, now: datetime) -> None:
    """The clause as sent. Raises Forbidden, NotFound, Invalid, Conflict when somebody else wrote it meanwhile."""
    must_be_steward(role)
    draft, row = drafted.draft_row(session), drafted.row(session, clause.key)
    checked = rules.checked_clause(clause)
    rules.must_differ(checked.label, (other.label for other in drafted.rows(session) if other.key != clause.key))
    if row.edition != edition:
        raise Conflict(CHANGED_MEANWHILE)
    drafted.write(row, checked)
    row.edition, draft.changed_at = edition + 1, now


def move_clause(session: Session, role: str, key: int, *, up: bool, now: datetime) -> None:
    """Past its neighbour, unless it stands at that end; it keeps its number. Raises Forbidden, NotFound."""
    must_be_steward(role)
    draft, row = drafted.draft_row(session), drafted.row(session, key)
    clauses = drafted.rows(session)
    place = clauses.index(row) + (-1 if up else 1)
    if 0 <= place < len(clauses):
        row.position, clauses[place].position = clauses[place].position, row.position
        draft.changed_at = now


def take_clause_out(session: Session, role: str, key: int, *, now: datetime) -> None:
    """Raises Forbidden, NotFound."""
    must_be_steward(role)
    draft = drafted.draft_row(session)
    session.delete(drafted.row(session, key))
    draft.changed_at = now


def throw_away(session: Session, role: str) -> None:
    """No draft any more; raises Forbidden."""
    must_be_steward(role)
    session.execute(delete(DraftClause))
    session.execute(delete(PolicyDraft))


def go_on_from(session: Session, role: str, number: int, *, now: datetime) -> None:
    """The draft follows on that version, which a steward compared it with; raises Forbidden, NotFound, Conflict."""
    must_be_steward(role)
    draft = drafted.draft_row(session)
    rules.must_follow_on(queries.newest_number(session), number)
    draft.based_on, draft.changed_at = number, now


def publish_draft(session: Session, role: str, *, by: int, in_force_at: datetime | None, now: datetime) -> int:
    """The draft becomes the next version, in force at once or from then on; its number.

    Raises Forbidden, NotFound without a draft, Invalid, and Conflict when another version came meanwhile.
    """
    must_be_steward(role)
    charter.must_not_stand(session, DECIDED_TOGETHER)
    draft = drafted.draft_row(session)
    number = publish_clauses(
        session,
        draft.introduction,
        [drafted.as_new(row) for row in drafted.rows(session)],
        by=by,
        based_on=draft.based_on,
        language=draft.language,
        in_force_at=in_force_at or now,
        now=now,
    )
    throw_away(session, role)
    return number


def _beginning(
    session: Session, based_on: int, language: str, text: StartingText | None
) -> tuple[str, str, Sequence[NewClause]]:
    """The introduction, its language, and the clauses. Those of our text are new in this house."""
    if text is not None:
        first = next_key(session)
        return text.introduction, text.language, [replace(one, key=first + n) for n, one in enumerate(text.clauses)]
    if not based_on:
        return "", language, ()
    before = queries.version(session, based_on)
    return before.source, before.language or language, [one.as_new() for one in of_version(session, based_on)]
