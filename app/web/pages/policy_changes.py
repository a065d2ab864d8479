"""`/policy/{number}/changes`: a version beside an earlier one, and the draft beside what it follows on."""

from collections.abc import Iterator, Sequence

from fastapi import Request, Response

from app.accounts.rules import must_be_steward
from app.doors.access import Access
from app.storage import Session
from app.web import forms
from app.web.answering import page
from app.web.measures import DECIDERS, MEASURES
from app.web.routing import page_door
from app.web.side_by_side import part_change
from app.web.views.policy import ChangesPage, ClauseChange, PartChange, Terms
from app.web.visiting import member
from moderation.policy import differences, drafted, queries
from moderation.policy.clauses import of_version
from moderation.policy.differences import Change
from moderation.policy.rules import NewClause

door = page_door()

Text = tuple[str, Sequence[NewClause]]


@door.get("/policy/draft/changes", access=Access.MEMBER)
async def show_changes_of_draft(request: Request) -> Response:
    """The draft beside the newest version."""
    who = await member(request)
    must_be_steward(who.me.role)
    return await page(who, "policy/changes.html", await who.house.database.read(_of_draft), place="more")


@door.get("/policy/{number}/changes", access=Access.MEMBER)
async def show_changes(request: Request, number: str) -> Response:
    """`?from=` another version; without it the one before."""
    who = await member(request)
    to = forms.the_id(number)
    since = forms.the_id(request.query_params.get("from") or str(max(to - 1, 0)))
    return await page(who, "policy/changes.html", await who.house.database.read(_of_version, since, to), place="more")


def _of_draft(session: Session) -> ChangesPage:
    draft = drafted.begun(session)
    since = queries.newest_number(session)
    after = draft.introduction, [clause for clause, _ in draft.clauses]
    return ChangesPage(since, 0, tuple(_changes(_text(session, since), after)))


def _of_version(session: Session, since: int, to: int) -> ChangesPage:
    changes = _changes(_text(session, since), _text(session, to))
    others = tuple(number for number, _ in queries.numbers(session) if number not in {since, to})
    return ChangesPage(since, to, tuple(changes), others)


def _text(session: Session, number: int) -> Text:
    """Version 0 is that nothing was written yet; raises NotFound for one that is none."""
    if not number:
        return "", ()
    return queries.version(session, number).source, [one.as_new() for one in of_version(session, number)]


def _changes(before: Text, after: Text) -> Iterator[ClauseChange]:
    if before[0] != after[0]:
        yield ClauseChange("introduction", "", "", "", tuple(_parts(("introduction", before[0], after[0]))))
    for change in differences.between(before[1], after[1]):
        yield _clause_change(change)


def _clause_change(change: Change) -> ClauseChange:
    old, new = change.before, change.after
    kind = "new" if old is None else "gone" if new is None else "changed"
    parts = _parts(
        ("title", old.title if old else "", new.title if new else ""),
        ("asks", old.asks if old else "", new.asks if new else ""),
        ("why", old.why if old else "", new.why if new else ""),
    )
    return ClauseChange(
        kind,
        old.label if old else "",
        new.label if new else "",
        change.title,
        tuple(parts),
        moved=change.moved,
        terms_before=_terms(old) if old and change.terms_differ else None,
        terms_after=_terms(new) if new and (change.terms_differ or old is None) else None,
    )


def _parts(*texts: tuple[str, str, str]) -> Iterator[PartChange]:
    for name, before, after in texts:
        if before != after:
            yield part_change(name, before, after)


def _terms(clause: NewClause) -> Terms:
    return Terms(
        tuple(MEASURES[one] for one in clause.measures),
        DECIDERS[clause.deciders],
        clause.appeal_days,
        clause.evidence_days,
        clause.keeps_pictures,
    )
