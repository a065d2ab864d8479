"""Looking whether the log of reading is whole (P18): each link against the one before, details against their link.

Whoever can write in the database can make a whole new chain. What shows that is a head written down elsewhere before.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.storage.sealing import HouseKey, SealBroken
from app.storage.tables import AnySelect
from moderation.openness.ages import DETAILS_LAST
from moderation.openness.models import Reading, ReadingDetails
from moderation.openness.reading import BEFORE_THE_FIRST, DETAILS, commitment_of, head_after

_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many links there are, and the hash over all of them (32 bytes)."""

    number: int
    value: bytes

    @property
    def words(self) -> str:
        """As people write it down: `214-9f3a22b1…`, 16 bytes in hexadecimal digits."""
        return f"{self.number}-{self.value[:16].hex()}"


def head(session: Session) -> Head:
    """The newest head; of an empty chain number 0."""
    row = session.execute(select(Reading.number, Reading.head).order_by(Reading.number.desc()).limit(1)).first()
    return Head(0, BEFORE_THE_FIRST) if row is None else Head(row[0], row[1])


def head_at(session: Session, moment: datetime) -> Head:
    """The end that the chain had at that moment, of the last year: when something was read is told by its details.

    A row that comes late can still move the end at a moment forward, and nothing moves it back.
    """
    later = select(func.min(ReadingDetails.number)).where(ReadingDetails.until >= moment + DETAILS_LAST)
    first_later = session.scalar(later)
    query = select(Reading.number, Reading.head).order_by(Reading.number.desc()).limit(1)
    row = session.execute(query if first_later is None else query.where(Reading.number < first_later)).first()
    return Head(0, BEFORE_THE_FIRST) if row is None else Head(row[0], row[1])


def was_end_by(session: Session, head: bytes, moment: datetime) -> bool:
    """Whether these 32 bytes were the chain's end at that moment or at one before."""
    if head == BEFORE_THE_FIRST:
        return True
    number = session.scalar(select(Reading.number).where(Reading.head == head).limit(1))
    return number is not None and number <= head_at(session, moment).number


def first_broken(session: Session, *, key: HouseKey) -> int | None:
    """The number of the first link that does not hold, or is missing; None while the chain is whole."""
    expected, before = 1, BEFORE_THE_FIRST
    query: AnySelect = (
        select(Reading.number, Reading.commitment, Reading.head, ReadingDetails.sealed)
        .outerjoin(ReadingDetails, ReadingDetails.number == Reading.number)
        .order_by(Reading.number)
    )
    for number, commitment, after, sealed in session.execute(query).yield_per(_AT_ONCE):
        if number != expected or after != head_after(before, commitment):
            return expected
        if sealed is not None and not _fit(sealed, commitment, key):
            return number
        expected, before = number + 1, after
    return None


def holds(session: Session, number: int, start_of_head: str) -> bool:
    """Whether the link of that number has the head that somebody wrote down."""
    found = session.scalar(select(Reading.head).where(Reading.number == number))
    return found is not None and len(start_of_head) >= 2 * 4 and found.hex().startswith(start_of_head.lower())


def _fit(sealed: bytes, commitment: bytes, key: HouseKey) -> bool:
    try:
        details = json.loads(key.open(sealed, DETAILS))
        return commitment_of(bytes.fromhex(details.pop("salt")), details) == commitment
    except (SealBroken, ValueError, KeyError):
        return False
