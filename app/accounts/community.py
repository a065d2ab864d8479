"""This house itself: its name and its two secrets."""

import os
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import secrets
from app.accounts.models import Community
from app.accounts.rules import Admission
from app.basics.errors import Conflict, Invalid
from app.basics.text import one_line
from app.storage.sealing import SIZE, HouseKey

_ADDRESS_KEY = "address key"
INSTANCE_KEY = "instance key"

DEFAULT_EXIT = "https://www.wikipedia.org/"


@dataclass(frozen=True, slots=True)
class CommunityFacts:
    """The house as its doors know it; `private_key` is PKCS#8 PEM and never leaves this process."""

    name: str
    neutral_title: str
    exit_address: str
    set_up: bool
    address_key: bytes
    private_key: bytes
    public_key: str
    admission: Admission = Admission.INVITATION
    vouches_needed: int = 2
    probation_days: int = 90
    policy_is_open: bool = False
    door_closed_until: datetime | None = None
    slow_until: datetime | None = None

    def takes_nobody_in(self, now: datetime) -> bool:
        """Whether people here have closed the door for a while."""
        return self.door_closed_until is not None and now < self.door_closed_until

    def is_slow(self, now: datetime) -> bool:
        """Whether people here have slowed everybody down for a while."""
        return self.slow_until is not None and now < self.slow_until


def founded(session: Session, key: HouseKey) -> CommunityFacts:
    """The house's row, made with fresh secrets on the very first start."""
    row = session.get(Community, 1)
    if row is None:
        private, public = secrets.new_signing_key()
        row = Community(
            id=1,
            name="A new house",
            neutral_title="Notes",
            exit_address=DEFAULT_EXIT,
            address_key_sealed=key.seal(os.urandom(SIZE), _ADDRESS_KEY),
            private_key_sealed=key.seal(private, INSTANCE_KEY),
            public_key=public,
        )
        session.add(row)
        session.flush()
    return _facts(row, key)


def read(session: Session, key: HouseKey) -> CommunityFacts | None:
    """The house as it stands; None before its first start."""
    row = session.scalars(select(Community)).one_or_none()
    return None if row is None else _facts(row, key)


def in_turn(session: Session) -> None:
    """Whoever decides by what others in the house may change in the same moment asks here, before anything is written.

    Of two at once one comes first, and the other sees what came of it.
    """
    session.execute(select(Community.id).with_for_update())


def slow_until(session: Session) -> datetime | None:
    """Until when everybody is slowed down, if they are."""
    return session.scalar(select(Community.slow_until))


def name_house(session: Session, name: str, neutral_title: str, exit_address: str) -> None:
    """What the first steward chose on the setup page; an empty exit is a page of our own.

    Raises Invalid for a field, Conflict the second time.
    """
    row = session.get_one(Community, 1)
    if row.set_up:
        raise Conflict("This house is set up already.")
    row.name = _checked(name, "community", 80)
    row.neutral_title = _checked(neutral_title, "neutral_title", 40)
    row.exit_address = _checked_exit(exit_address)
    row.set_up = True


def _checked(value: str, field: str, most: int) -> str:
    tidy = one_line(value)
    if not tidy:
        raise Invalid(field, "Please write something here.")
    if len(tidy) > most:
        raise Invalid(field, "This is too long.")
    return tidy


def _checked_exit(value: str) -> str:
    address = value.strip()
    if not address:
        return ""
    if not address.startswith(("https://", "http://")) or len(address) > 300 or any(c.isspace() for c in address):
        raise Invalid("exit_address", "An address begins with https://")
    return address


def _facts(row: Community, key: HouseKey) -> CommunityFacts:
    return CommunityFacts(
        name=row.name,
        neutral_title=row.neutral_title,
        exit_address=row.exit_address,
        set_up=row.set_up,
        address_key=key.open(row.address_key_sealed, _ADDRESS_KEY),
        private_key=key.open(row.private_key_sealed, INSTANCE_KEY),
        public_key=row.public_key,
        admission=Admission(row.admission),
        vouches_needed=row.vouches_needed,
        probation_days=row.probation_days,
        policy_is_open=row.policy_is_open,
        door_closed_until=row.door_closed_until,
        slow_until=row.slow_until,
    )
