"""Reports by people who are no members: somebody pictured or named here, who has nothing but a case code.

Writing, and reading with a code, are answered alike whatever is named and whether it is here (P6): what was meant is
looked for by a job, afterwards.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final

import msgspec
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.accounts import secrets
from app.accounts.models import Community
from app.accounts.rules import must_be_steward
from app.basics.errors import Invalid, TooMany
from app.basics.ids import new_id
from app.basics.text import one_line, tidy
from app.jobs.outbox import announce
from app.storage.sealing import HouseKey
from moderation.cases.events import LetterWritten
from moderation.cases.models import Case, OutsideLetter, OutsideLine
from moderation.cases.telling import Outcome, outcomes

LONGEST_ABOUT: Final = 500
LONGEST_WORDS: Final = 5_000
MOST_A_DAY: Final = 2_000
A_LOT_A_DAY: Final = 100
"""From so many on each home has little room, so that few of them fill the rest."""
MOST_LINES: Final = 50
MOST_IN_A_ROW: Final = 5

NO_SUCH_CODE = "No letter has this code. Please look at it again: four groups of four letters and digits."
FULL = "Very many have written today. Nothing was kept: please come back in some hours."
ENOUGH = "There is a lot in this letter already. Please wait for an answer."

_SEAL, _CODE, _LINE = "letter from outside", "case code", "line to a letter"


class Letter(msgspec.Struct, frozen=True):
    """What somebody wrote. `about`: which post or account, as they call it."""

    about: str
    words: str

    def __repr__(self) -> str:
        return "Letter(…)"


@dataclass(frozen=True, slots=True)
class Line:
    from_house: bool
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LetterShown:
    """A letter with what was said since. `case_number`: for moderators, where what it names was found."""

    id: int
    letter: Letter
    urgency: int
    at: datetime
    lines: tuple[Line, ...]
    outcomes: tuple[Outcome, ...] = ()
    case_number: int | None = None


def hears_outside(session: Session) -> bool:
    """Whether stewards have opened this door."""
    return bool(session.scalar(select(Community.hears_outside)))


def hear_outside(session: Session, role: str, wanted: bool) -> None:
    """Open or close it; raises Forbidden."""
    must_be_steward(role)
    session.execute(update(Community).values(hears_outside=wanted))


def write_letter(session: Session, about: str, words: str, urgency: int, *, key: HouseKey, now: datetime) -> str:
    """Keep a letter sealed; its code, shown once and kept nowhere. Raises Invalid with its field, TooMany."""
    letter = as_kept(about, words, urgency)
    _must_have_room(session, now)
    code, letter_id = secrets.new_recovery_codes()[0], new_id(now)
    sealed = key.seal(msgspec.json.encode(letter), _SEAL)
    row = OutsideLetter(id=letter_id, code_hash=code_hash(code, key), urgency=urgency, body_sealed=sealed, made_at=now)
    session.add(row)
    announce(session, LetterWritten(letter_id))
    return code


def as_kept(about: str, words: str, urgency: int) -> Letter:
    """What would be kept of it; raises Invalid with its field."""
    letter = Letter(one_line(about), tidy(words))
    if not letter.about or len(letter.about) > LONGEST_ABOUT:
        raise Invalid("about", "Please write which post or whose page it is: its address, or the name.")
    _must_say_something(letter.words)
    if urgency not in {0, 1, 2}:
        raise Invalid("urgency", "Please choose one of these.")
    return letter


def many_write(session: Session, now: datetime) -> bool:
    """Whether so many wrote within a day that it may be one who wants to shut the door for others; raises TooMany."""
    return _must_have_room(session, now) >= A_LOT_A_DAY


def code_hash(code: str, key: HouseKey) -> bytes:
    return key.keyed_hash(secrets.tidy_code(code).encode("utf-8", "surrogatepass"), _CODE, size=32)


def read_letter(session: Session, code: str, *, key: HouseKey) -> LetterShown:
    """With its code; raises Invalid, alike for every code that is none."""
    return shown(session, _by_code(session, code, key), key)


def add_words(session: Session, code: str, words: str, *, key: HouseKey, now: datetime) -> None:
    """Its writer says more; raises Invalid."""
    row = _by_code(session, code, key)
    say(session, row, words, from_house=False, key=key, now=now)
    row.answered_at = None


def letter_of(row: OutsideLetter, key: HouseKey) -> Letter:
    """Raises SealBroken."""
    return msgspec.json.decode(key.open(row.body_sealed, _SEAL), type=Letter)


def shown(session: Session, row: OutsideLetter, key: HouseKey) -> LetterShown:
    """Opened, with what was said since; raises SealBroken."""
    said = session.scalars(select(OutsideLine).where(OutsideLine.letter_id == row.id).order_by(OutsideLine.id)).all()
    case = None if row.case_id is None else session.get(Case, row.case_id)
    return LetterShown(
        row.id,
        letter_of(row, key),
        row.urgency,
        row.made_at,
        tuple(Line(one.from_house, key.open(one.sealed, _LINE).decode(), one.said_at) for one in said),
        _told_outside(session, row, case, answered=any(one.from_house for one in said)),
        None if case is None else case.number,
    )


def say(session: Session, row: OutsideLetter, words: str, *, from_house: bool, key: HouseKey, now: datetime) -> None:
    """One of both sides says more; raises Invalid."""
    words = tidy(words)
    _must_say_something(words)
    said = session.scalars(
        select(OutsideLine.from_house).where(OutsideLine.letter_id == row.id).order_by(OutsideLine.id.desc())
    ).all()
    in_a_row = len(list(takewhile(lambda by_house: not by_house, said)))
    if len(said) >= MOST_LINES or (not from_house and in_a_row >= MOST_IN_A_ROW):
        raise Invalid("words", ENOUGH)
    sealed = key.seal(words.encode(), _LINE)
    session.add(OutsideLine(id=new_id(now), letter_id=row.id, from_house=from_house, sealed=sealed, said_at=now))


def _must_have_room(session: Session, now: datetime) -> int:
    """How many wrote within a day; raises TooMany where no more of them are kept."""
    lately = OutsideLetter.made_at > now - timedelta(days=1)
    written = session.scalar(select(func.count()).select_from(OutsideLetter).where(lately)) or 0
    if written >= MOST_A_DAY:
        raise TooMany(FULL, retry_after=3600)
    return written


def _by_code(session: Session, code: str, key: HouseKey) -> OutsideLetter:
    row = session.scalars(select(OutsideLetter).where(OutsideLetter.code_hash == code_hash(code, key))).one_or_none()
    if row is None:
        raise Invalid("code", NO_SUCH_CODE)
    return row


def _must_say_something(words: str) -> None:
    if not words:
        raise Invalid("words", "Please write what is wrong.")
    if len(words) > LONGEST_WORDS:
        raise Invalid("words", "This is too long: at most 5,000 characters.")


def _told_outside(session: Session, row: OutsideLetter, case: Case | None, *, answered: bool) -> tuple[Outcome, ...]:
    """What came of it after they wrote, once somebody has looked: a letter is no way to ask what was decided before."""
    if case is None or not (answered or case.closed_at is not None):
        return ()
    return outcomes(session, [(row.made_at, case)], only_since=True)[0]
