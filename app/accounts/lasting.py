"""How long a member's posts stay when nothing shorter is said: as they wish, and at most as the house allows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.accounts import rules
from app.accounts.models import Account, Community
from app.basics.errors import Invalid
from app.storage import Prepared

# A day, a week, a month, a year.
CHOICES = (1, 7, 30, 365)


@dataclass(frozen=True, slots=True)
class Usual:
    """In days; None is for as long as the member lets them stand."""

    own: int | None = None
    house: int | None = None

    @property
    def days(self) -> int | None:
        """What holds for a post of which nothing is said."""
        return shortest(self.own, self.house)

    @property
    def is_the_houses(self) -> bool:
        """Whether it is the house that says so, not the member."""
        return self.house is not None and self.days == self.house and self.own != self.house


_usual = Prepared(
    lambda: (
        select(Account.posts_last_days, Community.posts_last_days)
        .outerjoin(Community, Community.id == 1)
        .where(Account.id == bindparam("account_id"))
    )
)


def usual(session: Session, account_id: int) -> Usual:
    """What holds for this member. Asked with every post, so it is prepared."""
    rows = _usual.rows(session, account_id=account_id)
    return Usual(*rows[0]) if rows else Usual()


def shortest(*days: int | None) -> int | None:
    """The shortest of what several say; None when nobody says anything."""
    return min((each for each in days if each is not None), default=None)


def shorter_than(limit: int | None) -> tuple[int, ...]:
    """What one may still choose where something is the longest."""
    return tuple(days for days in CHOICES if limit is None or days < limit)


def chosen(word: str, field: str = "lasts") -> int | None:
    """The number of days in a form's word; empty is none. Raises Invalid for anything that is not offered."""
    if not word:
        return None
    if word not in {str(days) for days in CHOICES}:
        raise Invalid(field, "Please choose how long it stays.")
    return int(word)


def let_my_posts_last(session: Session, account_id: int, days: int | None) -> None:
    """The member's own wish, for what they write from now on."""
    session.get_one(Account, account_id).posts_last_days = days


def let_posts_last(session: Session, role: str, days: int | None) -> None:
    """The longest that a post may stay in this house, for what is written from now on; raises Forbidden."""
    rules.must_be_steward(role)
    session.get_one(Community, 1).posts_last_days = days


def longest_in_house(session: Session) -> int | None:
    """How long a post may stay here at most, in days; None for no limit."""
    return session.scalar(select(Community.posts_last_days))


def note_ends_at(session: Session, account_id: int) -> datetime | None:
    """When the member's own note goes by itself."""
    return session.scalar(select(Account.about_ends_at).where(Account.id == account_id))
