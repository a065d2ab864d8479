"""The charter: how this house decides. Stewards set the first; from then on it changes as it says itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.rules import must_be_steward
from app.basics.errors import Conflict, Invalid
from app.deciding import electorate
from app.deciding.rules import Method, Way
from moderation.amending.models import Charter
from moderation.cases.moderators import moderators
from moderation.policy.queries import coming

MOST: Final = 200
TALK_DAYS: Final = (1, 60)
BALLOT_DAYS: Final = (1, 30)
TERM_DAYS: Final = (30, 1_095)

STANDS_ALREADY = (
    "This house has a charter by now. It changes as it says itself: propose what it should say, and everybody decides."
)
MORE_THAN_ALL = "Nobody can reach more than all of them: please choose between 0 and 100 per cent."
NOBODY_VOTES = "Nobody here is past probation yet, so nobody could reach any quorum. Please wait until somebody is."
POLICY_WAITS = (
    "A version of the policy still waits for its day. Please set the charter once it is in force, or publish a version "
    "that is in force at once."
)
OVERTAKEN = "The charter was changed meanwhile."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a charter is to say. `term_days`: 0 for no end."""

    method: Method
    quorum: int
    talk_days: int
    ballot_days: int
    term_days: int


@dataclass(frozen=True, slots=True)
class CharterFacts:
    """A version of the charter."""

    number: int
    says: Wanted
    since: datetime
    proposal_id: int | None

    @property
    def way(self) -> Way:
        """How a proposal made now is decided."""
        return Way(self.says.method, self.says.quorum, self.says.talk_days, self.says.ballot_days)


def in_force(session: Session) -> CharterFacts | None:
    """How this house decides; None while stewards decide."""
    row = session.scalars(select(Charter).order_by(Charter.number.desc()).limit(1)).one_or_none()
    return None if row is None else _facts(row)


def versions(session: Session) -> Sequence[CharterFacts]:
    """Every version, newest first."""
    return [_facts(row) for row in session.scalars(select(Charter).order_by(Charter.number.desc()).limit(MOST))]


def stands(session: Session) -> bool:
    """Whether members decide here; without a charter stewards do."""
    return session.scalar(select(func.max(Charter.number))) is not None


def must_not_stand(session: Session, sentence: str = STANDS_ALREADY) -> None:
    """What stewards did alone before they do no more; raises Conflict."""
    if stands(session):
        raise Conflict(sentence)


class NeedsAnother(Conflict):
    """Several keep this house: nobody of them says alone how it decides."""

    safe = "Others keep this house as well, so one of them has to say yes to this charter first."


def set_first(
    session: Session, steward_id: int, role: str, wanted: Wanted, *, written_by: int = 0, now: datetime
) -> None:
    """A steward sets the first charter, where several keep the house one that another of them wrote (`written_by`).

    Raises NeedsAnother where none did, Forbidden, Invalid for a field, Conflict once there is one, and while a version
    of the policy waits for its day: published far ahead it would hold up every amendment until then.
    """
    must_be_steward(role)
    must_not_stand(session)
    if coming(session, now=now) is not None:
        raise Conflict(POLICY_WAITS)
    must_be_workable(session, wanted, now=now)
    others = other_stewards(session, steward_id)
    if others and written_by not in others:
        raise NeedsAnother
    add(session, wanted, based_on=0, now=now, set_by=steward_id)


def other_stewards(session: Session, steward_id: int) -> frozenset[int]:
    """Who keeps the house beside this one, and acts as a steward now."""
    return frozenset(one.id for one in moderators(session) if one.role == "steward") - {steward_id}


def must_be_workable(session: Session, wanted: Wanted, *, now: datetime) -> None:
    """Whether a house can decide anything like this; raises Invalid for a field."""
    checked(wanted)
    if electorate.how_many(session, now) == 0:
        raise Invalid("quorum", NOBODY_VOTES)


def checked(wanted: Wanted) -> Wanted:
    """Raises Invalid for the first field that is wrong."""
    if not 0 <= wanted.quorum <= 100:
        raise Invalid("quorum", MORE_THAN_ALL)
    _must_lie_in(wanted.talk_days, TALK_DAYS, "talk_days", "It is talked over for 1 to 60 days.")
    _must_lie_in(wanted.ballot_days, BALLOT_DAYS, "ballot_days", "A ballot lasts 1 to 30 days.")
    if wanted.term_days:
        _must_lie_in(wanted.term_days, TERM_DAYS, "term_days", "A term lasts 30 to 1,095 days, or has no end (0).")
    return wanted


def checked_method(word: str) -> Method:
    """Raises Invalid for a way that is not offered."""
    try:
        return Method(word)
    except ValueError as error:
        raise Invalid("method", "Please choose how this house decides.") from error


def add(
    session: Session, wanted: Wanted, *, based_on: int, now: datetime, set_by: int | None = None,
    proposal_id: int | None = None,
) -> None:  # fmt: skip
    """The next version, in force from now on; raises Conflict when somebody was quicker."""
    row = Charter(
        number=based_on + 1, method=wanted.method, quorum=wanted.quorum, talk_days=wanted.talk_days,
        ballot_days=wanted.ballot_days, term_days=wanted.term_days, since=now, set_by=set_by, proposal_id=proposal_id,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        raise Conflict(OVERTAKEN) from error


def _must_lie_in(value: int, bounds: tuple[int, int], field: str, sentence: str) -> None:
    if not bounds[0] <= value <= bounds[1]:
        raise Invalid(field, sentence)


def _facts(row: Charter) -> CharterFacts:
    says = Wanted(Method(row.method), row.quorum, row.talk_days, row.ballot_days, row.term_days)
    return CharterFacts(row.number, says, row.since, row.proposal_id)
