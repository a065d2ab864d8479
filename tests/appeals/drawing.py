"""A house in which few look after it, and members who consented to be drawn."""
# ruff: noqa: F811 — fixtures are imported by their names

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import Account
from app.basics.clock import now
from moderation.jurors import answering, consenting, drawing
from moderation.jurors.models import Drawn
from tests.appeals.deciding import Governed, governed  # noqa: F401 — a fixture
from tests.world.cast import Member


@pytest.fixture
def small(governed: Governed) -> Governed:
    """The same house with two who look after it: Vera the steward, and Robin."""
    governed.house.database.write_now(lambda s: setattr(s.get_one(Account, governed.sasha.id), "role", "member"))
    return governed


def consents(governed: Governed, *members: Member) -> None:
    for one in members:
        governed.house.database.write_now(consenting.consent, one.id, now=now())


def draws(governed: Governed, *, after: timedelta = timedelta(0)) -> None:
    governed.house.database.write_now(drawing.draw_where_needed, now() + after, key=governed.house.key)


def drawn(governed: Governed) -> dict[int, tuple[str, str]]:
    rows = governed.house.database.read_now(lambda s: s.scalars(select(Drawn)).all())
    return {one.account_id: (one.part, one.answer) for one in rows}


def says(governed: Governed, who: Member, decision_id: int, *, yes: bool) -> None:
    governed.house.database.write_now(answering.answer, who.id, decision_id, yes=yes, now=now())
