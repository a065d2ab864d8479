"""What a proposal may change here: the policy's introduction or a clause, the charter, who looks after the house.

`drafted` checks a change against what stands now and puts it as a proposal; `read` reads it again.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.actions.stewards import is_the_last
from app.basics.errors import Invalid, NotFound, Refused
from app.basics.ids import new_token
from app.deciding import queries as proposals
from app.deciding.proposing import Draft
from moderation.amending import charter
from moderation.amending.charter import Wanted
from moderation.policy import clauses as policy
from moderation.policy import rules as policy_rules
from moderation.policy.queries import newest, newest_number
from moderation.policy.rules import NewClause

CLAUSE, INTRODUCTION, CHARTER, ROLE = "clause", "intro", "charter", "role"
ROLES = ("member", "moderator", "steward")

NO_CLAUSE = "There is no such clause in the policy any more."
NO_INTRODUCTION = "Please write what stands before the clauses."
SAME_NUMBER_PROPOSED = "Another proposal under way would use this number."
NOTHING_CHANGES = "This is what it says already."
NO_CHARTER = "This house has no charter yet, so stewards decide. Once there is one, every member can propose."
NO_ROLE = "Please choose what they are to be."
NOBODY = "No member of this house has that name."
LAST_STEWARD = "They are the only steward. Propose somebody to keep the house first."


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause, as it was when this was proposed and as it is to be: without the first it is new, without the other
    it goes.
    """

    before: NewClause | None
    after: NewClause | None

    @property
    def key(self) -> int:
        """0 for one that is new."""
        return self.before.key if self.before else 0


@dataclass(frozen=True, slots=True)
class IntroductionChange:
    """What stands before the clauses, as it was when this was proposed and as it is to be."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CharterChange:
    """The charter, as it was and as it is to be."""

    before: Wanted
    after: Wanted


@dataclass(frozen=True, slots=True)
class RoleChange:
    """What somebody is to be, for a term; `member` ends what they are."""

    role: str


Change = ClauseChange | IntroductionChange | CharterChange | RoleChange
_TYPES: dict[str, type[Change]] = {
    CLAUSE: ClauseChange, INTRODUCTION: IntroductionChange, CHARTER: CharterChange, ROLE: RoleChange,
}  # fmt: skip


def read(kind: str, change: str) -> Change:
    """What a proposal of that kind would change."""
    return msgspec.json.decode(change, type=_TYPES[kind])


def clause_drafted(
    session: Session, key: int, after: NewClause | None, reason: str, force_days: int, *, subject: str = ""
) -> Draft:
    """To change the clause of that key, to add one (0), or to take it out (no `after`).

    `subject`: of the proposal that is said otherwise, if it is one. Raises NotFound, Invalid for a field of the clause,
    Refused where nothing would change.
    """
    standing = standing_clauses(session)
    before = next((one for one in standing if one.key == key), None)
    if before is None and (key or after is None):
        raise NotFound(NO_CLAUSE)
    _must_be_publishable(session, standing, key, adds=before is None, removes=after is None)
    subject = f"clause {key}" if key else subject or f"new {new_token(12)}"
    if after is not None:
        after = replace(policy_rules.checked_clause(after), key=key)
        policy_rules.must_differ(after.label, (one.label for one in standing if one.key != key))
        _must_be_proposed_once(session, after.label, subject)
    if after == before:
        raise Refused(NOTHING_CHANGES)
    shown = after or before
    title = f"{shown.label} {shown.title}" if shown else ""
    return _draft(CLAUSE, subject, title, ClauseChange(before, after), reason, force_days)


def introduction_drafted(session: Session, source: str, reason: str, force_days: int) -> Draft:
    """To begin the policy otherwise. Raises Invalid for none and for an endless one, Refused where nothing changes."""
    before, after = standing_introduction(session), policy_rules.checked_introduction(source)
    if not after:
        raise Invalid("introduction", NO_INTRODUCTION)
    if after == before:
        raise Refused(NOTHING_CHANGES)
    return _draft(INTRODUCTION, "introduction", "", IntroductionChange(before, after), reason, force_days)


def charter_drafted(session: Session, after: Wanted, reason: str, force_days: int, *, now: datetime) -> Draft:
    """To decide otherwise from then on. Raises Refused without a charter or where nothing would change, Invalid."""
    before = charter.in_force(session)
    if before is None:
        raise Refused(NO_CHARTER)
    charter.must_be_workable(session, after, now=now)
    if before.says == after:
        raise Refused(NOTHING_CHANGES)
    return _draft(CHARTER, CHARTER, "", CharterChange(before.says, after), reason, force_days)


def role_drafted(session: Session, name: str, role: str, reason: str, force_days: int) -> Draft:
    """To give somebody a role for a term, or to end theirs (`member`). They have to take a new one on themselves.

    Raises Invalid for nobody of that name, Refused where nothing would change or nobody would keep the house.
    """
    if role not in ROLES:
        raise Invalid("role", NO_ROLE)
    found = accounts.by_name(session, name.strip().removeprefix("@").lower())
    if found is None:
        raise Invalid("name", NOBODY)
    if found.role == role == "member":
        raise Refused(NOTHING_CHANGES)
    if role != "steward" and is_the_last(session, found.id):
        raise Refused(LAST_STEWARD)
    draft = _draft(ROLE, f"role {found.id}", "", RoleChange(role), reason, force_days)
    return replace(draft, concerns=found.id, asks_them=role != "member")


def standing_clauses(session: Session) -> list[NewClause]:
    """The clauses that a change would begin with: of the newest version, also when its day has not come."""
    return [one.as_new() for one in policy.of_version(session, newest_number(session))]


def standing_introduction(session: Session) -> str:
    """The same of what stands before them; empty while there is none."""
    version = newest(session)
    return version.source if version else ""


def _must_be_publishable(session: Session, standing: list[NewClause], key: int, *, adds: bool, removes: bool) -> None:
    """What would be asked when it takes force is asked before anybody talks it over; raises Invalid."""
    if adds:
        policy_rules.must_be_room(len(standing))
    if removes:
        left = [one for one in standing if one.key != key]
        policy_rules.must_say_something(standing_introduction(session), left)


def _must_be_proposed_once(session: Session, label: str, subject: str) -> None:
    """Of two clauses with one number the second could not take force."""
    for other, kept in proposals.changes_under_way(session, CLAUSE):
        change = read(CLAUSE, kept)
        if other != subject and isinstance(change, ClauseChange) and change.after and change.after.label == label:
            raise Invalid("label", SAME_NUMBER_PROPOSED)


def _draft(kind: str, subject: str, title: str, change: Change, reason: str, force_days: int) -> Draft:
    return Draft(kind, subject, title, msgspec.json.encode(change).decode(), reason, force_days)
