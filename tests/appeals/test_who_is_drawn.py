"""Whom the lot falls on, and when it is cast at all: those who may take the part are counted, and nobody else (P15)."""
# ruff: noqa: F811 — fixtures are imported by their names

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions import pausing
from app.basics.clock import now
from app.basics.errors import NotFound
from app.basics.ids import new_id
from moderation import decisions
from moderation.appeals import queries
from moderation.appeals.models import Appeal
from moderation.appeals.rules import ANSWER_WITHIN
from moderation.decisions import Draft
from moderation.jurors.models import Drawn
from moderation.measures import Measure
from moderation.standing_down.models import StoodDown
from tests.appeals.deciding import WHY, Governed, a_decision, governed, viewer  # noqa: F401 — a fixture
from tests.appeals.drawing import consents, drawn, draws, says, small  # noqa: F401 — a fixture
from tests.world.cast import Member, join
from tests.world.governing import BY_TWO
from tests.world.governing_cases import reports_account


def restricts(governed: Governed, who: Member, measure: Measure) -> int:
    """Robin and Vera decide it about somebody else here; the decision's id."""
    case = reports_account(governed.juno, who.id)
    decision_id = governed.does(decisions.decide, viewer(governed.robin), Draft(case, measure, BY_TWO, WHY))
    governed.does(decisions.agree, viewer(governed.steward), decision_id)
    return decision_id


def test_where_those_who_decided_leave_too_few_to_hear_it_somebody_is_drawn(governed: Governed):
    """Of three, two suspended somebody: to leave it as it is takes two more, and only one is there."""
    tove, oda = join(governed.house, "tove"), join(governed.house, "oda")
    consents(governed, tove, oda)
    decision_id = governed.suspended()
    governed.appeals(decision_id)

    draws(governed)

    assert drawn(governed) == {tove.id: ("hear", ""), oda.id: ("hear", "")}


@pytest.mark.parametrize("measure", [Measure.SUSPEND, Measure.LIMIT, None])
def test_whoever_does_not_act_as_a_moderator_now_is_not_counted_as_one(governed: Governed, measure: Measure | None):
    tove = join(governed.house, "tove")
    consents(governed, tove)
    governed.appeals(governed.removed()[1])
    if measure is None:
        governed.house.database.write_now(pausing.pause, governed.sasha.id)
    else:
        restricts(governed, governed.sasha, measure)

    draws(governed)

    assert drawn(governed) == {tove.id: ("hear", "")}


@pytest.mark.parametrize("measure", [Measure.SUSPEND, Measure.LIMIT])
def test_nobody_is_drawn_against_whom_people_decided_something(small: Governed, measure: Measure):
    tove, oda = join(small.house, "tove"), join(small.house, "oda")
    consents(small, tove)
    small.appeals(small.removed()[1])
    restricts(small, tove, measure)
    draws(small)
    assert drawn(small) == {}

    consents(small, oda)
    draws(small)

    assert drawn(small) == {oda.id: ("hear", "")}


@pytest.mark.parametrize("measure", [Measure.SUSPEND, Measure.LIMIT])
def test_whoever_took_it_and_is_restricted_since_takes_no_part_and_somebody_else_is_asked(
    small: Governed, measure: Measure
):
    tove, oda = join(small.house, "tove"), join(small.house, "oda")
    consents(small, tove)
    decision_id = small.removed()[1]
    appeal_id = small.appeals(decision_id)
    draws(small)
    says(small, tove, decision_id, yes=True)
    consents(small, oda)

    restricts(small, tove, measure)
    draws(small)

    with pytest.raises(NotFound):
        small.takes(tove, appeal_id)
    assert drawn(small) == {tove.id: ("hear", "yes"), oda.id: ("hear", "")}


@pytest.mark.parametrize("by_themselves", [True, False])
def test_whoever_was_stood_down_by_another_is_not_drawn(small: Governed, by_themselves: bool):
    """Somebody else may have their phone."""
    consents(small, small.sasha)
    by = small.sasha if by_themselves else small.steward
    gone = StoodDown(id=1, account_id=small.sasha.id, stood_down_by=by.id, role="moderator", at=now())
    small.house.database.write_now(Session.add, gone)
    small.appeals(small.removed()[1])

    draws(small)

    assert drawn(small) == ({small.sasha.id: ("hear", "")} if by_themselves else {})


def test_nothing_waits_behind_what_cannot_be_helped(small: Governed):
    """Tove alone can be drawn, and the first sixty are about Tove."""
    tove = join(small.house, "tove")
    consents(small, tove)
    for part in ("agree", "hear"):
        for _ in range(60):
            waits(small, tove, part)
    last = [waits(small, small.marisol, part) for part in ("agree", "hear")]

    draws(small)

    rows = small.house.database.read_now(lambda session: session.scalars(select(Drawn)).all())
    assert sorted(one.decision_id for one in rows) == sorted(last)


def test_an_appeal_is_found_behind_many_that_others_hear(governed: Governed):
    for _ in range(60):
        appeal_id = appealed(governed, waits(governed, governed.marisol, "hear"))
        governed.house.database.write_now(
            lambda session, one=appeal_id: setattr(session.get_one(Appeal, one), "heard_by", governed.steward.id)
        )
    last = appealed(governed, waits(governed, governed.marisol, "hear"))

    found = governed.reads(queries.to_hear, viewer(governed.sasha))

    assert [one.id for one in found] == [last]


def waits(governed: Governed, about: Member, part: str) -> int:
    """A decision of Robin's in no case, which waits for a second person or for its appeal; its id."""
    more = {"needed": 2, "in_force_at": None} if part == "agree" else {}
    decision_id = a_decision(governed.house, about, decided_by=governed.robin.id, **more)
    if part == "hear":
        at = now()
        appeal = Appeal(id=new_id(at), decision_id=decision_id, opened_at=at, answer_by=at + ANSWER_WITHIN)
        governed.house.database.write_now(Session.add, appeal)
    return decision_id


def appealed(governed: Governed, decision_id: int) -> int:
    """Its appeal's id."""
    found = select(Appeal.id).where(Appeal.decision_id == decision_id)
    return governed.house.database.read_now(lambda session: session.scalar(found)) or 0
