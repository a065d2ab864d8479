"""Those who look after the house in these tests, and what lies on their desk."""

from datetime import datetime
from itertools import count

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.clock import now
from app.basics.ids import new_id
from app.storage.house import House
from moderation.cases.models import Case
from tests.world.cast import Member, join

_numbers = count(214)


def as_moderator(member: Member) -> Viewer:
    """What a moderator acts as."""
    return Viewer.member(member.id, "moderator")


def a_case(
    house: House, about: Member, *, post_id: int | None = None, urgency: int = 0, opened_at: datetime | None = None
) -> int:
    """A case about a member, or a post of theirs, that nobody has taken; its id.."""
    opened = opened_at or now()
    case = Case(
        id=new_id(opened), number=next(_numbers), subject="account" if post_id is None else "post",
        subject_id=about.id if post_id is None else post_id, account_id=about.id, post_id=post_id, urgency=urgency,
        opened_at=opened, reports=1,
    )  # fmt: skip
    house.database.write_now(Session.add, case)
    return house.database.read_now(Session.scalar, select(Case.id).where(Case.number == case.number))


def the_row(house: House, case_id: int) -> Case:
    """The case as it stands."""
    return house.database.read_now(lambda session: session.get_one(Case, case_id))


@pytest.fixture
def a_moderator(house: House) -> Member:
    """Robin, who looks after the house."""
    return join(house, "robin", "moderator")


@pytest.fixture
def another_moderator(house: House) -> Member:
    """Sasha, who looks after the house as well."""
    return join(house, "sasha", "moderator")
