"""What whoever reported hears: what came of it since they did, and never what others had reported before (P17)."""

from datetime import datetime, timedelta

import pytest

from app.storage.house import House
from moderation import decisions
from moderation.cases import handling
from moderation.cases.reporting import report_account, reporters_mark
from moderation.cases.telling import Outcome, Reported, reported_by
from moderation.jurors import answering, consenting, drawing
from moderation.measures import Measure
from tests.world.cast import NOON, Member, join
from tests.world.deciding import Decider
from tests.world.governing import BY_TWO, a_policy
from tests.world.governing_cases import telling

HOUR = timedelta(hours=1)


@pytest.fixture
def vera(house: House, a_steward: Member) -> Decider:
    """The only one who looks after this house, which has a policy."""
    a_policy(house, a_steward.id)
    return Decider(a_steward, "steward")


@pytest.fixture
def oda(house: House) -> Member:
    """Who reports second."""
    return join(house, "oda")


def tells(reporter: Member, about: Member, at: datetime) -> int:
    """Reports an account; its case."""
    house = reporter.house
    return house.database.write_now(report_account, reporter.viewer, about.id, telling(), key=house.key, now=at)


def hears(reporter: Member) -> Reported:
    """The one thing that they reported, as they find it."""
    house = reporter.house
    [found] = house.database.read_now(reported_by, reporters_mark(reporter.id, house.key))
    return found


def test_that_somebody_looked_before_is_not_told_to_whoever_reports_later(
    house: House, vera: Decider, a_member: Member, another_member: Member, oda: Member
):
    case_id = tells(a_member, another_member, NOON)
    house.database.write_now(handling.note_first_look, vera.viewer, case_id, now=NOON + HOUR)
    tells(oda, another_member, NOON + 2 * HOUR)

    assert (hears(a_member).looked_at, hears(oda).looked_at) == (True, False)


def test_what_was_decided_before_is_not_told_to_whoever_reports_later_until_it_is_over(
    house: House, vera: Decider, a_member: Member, another_member: Member, oda: Member
):
    tove = join(house, "tove")
    house.database.write_now(consenting.consent, tove.id, now=NOON)
    case_id = tells(a_member, another_member, NOON)
    made = vera.decides(case_id, Measure.PAUSE_POSTING, BY_TWO, at=NOON + HOUR)
    tells(oda, another_member, NOON + 2 * HOUR)
    while_it_waits = hears(a_member).outcomes, hears(oda).outcomes

    house.database.write_now(drawing.draw_where_needed, NOON + 3 * HOUR, key=house.key)
    house.database.write_now(answering.answer, tove.id, made, yes=True, now=NOON + 3 * HOUR)
    house.database.write_now(
        decisions.agree, Decider(tove, "member").viewer, made, key=house.key, now=NOON + 3 * HOUR
    )  # fmt: skip

    assert while_it_waits == ((Outcome.ACCOUNT,), ())
    assert hears(a_member).outcomes == hears(oda).outcomes == (Outcome.ACCOUNT,)
    assert hears(oda).looked_at


def test_what_was_taken_back_before_is_not_told_to_whoever_reports_later(
    house: House, vera: Decider, a_member: Member, another_member: Member, oda: Member
):
    made = vera.decides(tells(a_member, another_member, NOON), Measure.PAUSE_POSTING, BY_TWO, at=NOON + HOUR)
    house.database.write_now(decisions.overturn, made, key=house.key, now=NOON + HOUR)
    tells(oda, another_member, NOON + 2 * HOUR)

    assert (hears(a_member).outcomes, hears(oda).outcomes) == ((Outcome.TAKEN_BACK,), ())
