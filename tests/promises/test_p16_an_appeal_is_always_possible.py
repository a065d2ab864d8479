"""P16: an appeal is always possible; what it is heard on stays until nobody can appeal any more, and is destroyed then.

Under a clause that keeps no pictures they are destroyed at the decision, and the appeal is heard on what was seen.
"""
# ruff: noqa: F811 — fixtures are imported by their names

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import wiring
from app.accounts.models import Account
from app.basics.errors import Invalid
from app.posts.actions import deleting
from app.posts.models import Picture
from moderation import decisions
from moderation.appeals import appealing, hearing, material
from moderation.appeals.hearing import Answer
from moderation.appeals.models import Appeal
from moderation.cases.models import Evidence
from moderation.decided.models import DecisionRow
from moderation.decisions import Draft
from moderation.measures import MILD, ON_ALLIES, Deciders, Measure
from moderation.policy.rules import NewClause
from tests.appeals.deciding import Governed, govern, governed, viewer  # noqa: F401 — a fixture
from tests.promises.test_p11_deleted_is_deleted import hours_pass, on_the_disk, wait_for_counters  # noqa: F401
from tests.world.alliance import Neighbour
from tests.world.cast import join
from tests.world.governing import BY_ONE, CLAUSES, NO_PICTURES, a_policy
from tests.world.governing_cases import reports
from tests.world.peers import AClock
from tests.world.pictures import phone_picture

pytestmark = pytest.mark.anyio

SAID = "the red door on Canal Street"
SEEN = "A photograph of her face beside the street sign."


@pytest.fixture
def house_near(near: Neighbour) -> Governed:
    """The same people, in a house whose clock and jobs the test moves."""
    return govern(near.house)


def kept(governed: Governed) -> list[tuple[str, bytes, str]]:
    """(kind, sealed, name of the files) of all evidence."""
    rows = governed.house.database.read_now(lambda s: s.scalars(select(Evidence).order_by(Evidence.id)).all())
    return [(one.kind, one.sealed, one.blob or "") for one in rows]


async def removed(governed: Governed, near: Neighbour, clause: int, *, described: str = "") -> int:
    """A post with a picture is reported and removed; the decision's id."""
    picture = await near.draws(governed.marisol, phone_picture(), "a street")
    post_id = governed.marisol.posts(SAID, "community", pictures=[picture])
    case, now = reports(governed.juno, post_id), near.envoy.clock()
    await wiring.runner(near.envoy).settle()
    draft = Draft(case, Measure.REMOVE, clause, "It shows where she lives.", described=described)
    decision_id = governed.does(decisions.decide, viewer(governed.robin), draft, at=now)
    await wiring.runner(near.envoy).settle()
    return decision_id


def until(governed: Governed) -> set[datetime]:
    return set(governed.house.database.read_now(lambda s: s.scalars(select(Evidence.until)).all()))


async def at_hour(near: Neighbour, hours: AClock, moment: datetime) -> None:
    hours.moves(seconds=(moment - near.envoy.clock()).total_seconds())
    await wiring.runner(near.envoy).settle()


@pytest.mark.parametrize("measure", sorted(set(Measure) - ON_ALLIES - {Measure.NO_BREACH}))
def test_whatever_is_decided_about_somebody_here_they_can_appeal(governed: Governed, measure: Measure):
    """Also what takes nothing from them: it was said."""
    decision_id = governed.any_decision(measure)

    appeal_id = governed.appeals(decision_id)

    assert governed.own(appeal_id).outcome == ""
    assert measure in MILD or governed.row(decision_id).over_at is None


async def test_the_evidence_stays_as_long_as_the_clause_says_and_no_longer(
    house_near: Governed, near: Neighbour, hours: AClock
):
    decision_id = await removed(house_near, near, BY_ONE)
    end = house_near.row(decision_id).evidence_until
    assert end >= house_near.row(decision_id).appeal_until
    assert until(house_near) == {end}

    await at_hour(near, hours, end - timedelta(minutes=5))
    assert {kind for kind, _, _ in kept(house_near)} == {"post", "picture"}

    await at_hour(near, hours, end + timedelta(hours=2))
    assert kept(house_near) == []


async def test_while_an_appeal_is_heard_nothing_of_it_goes(house_near: Governed, near: Neighbour, hours: AClock):
    """Under a clause that keeps it no longer than an appeal can be made."""
    shortly = NewClause(
        BY_ONE, "1", "Be good", "Speak well.", "Others read it.", (Measure.REMOVE,), appeal_days=14, evidence_days=14
    )
    a_policy(house_near.house, house_near.steward.id, clauses=(shortly,))
    decision_id = await removed(house_near, near, BY_ONE)
    row = house_near.row(decision_id)
    await at_hour(near, hours, row.appeal_until - timedelta(minutes=5))
    appeal_id = house_near.appeals(decision_id, at=near.envoy.clock())

    await at_hour(near, hours, row.appeal_until + timedelta(days=13))
    assert [kind for kind, _, _ in kept(house_near)] == ["post", "picture"]

    house_near.takes(house_near.sasha, appeal_id)
    house_near.answers(house_near.sasha, appeal_id, overturns=False, at=near.envoy.clock())
    await at_hour(near, hours, near.envoy.clock() + timedelta(hours=2))
    assert kept(house_near) == []


async def test_and_then_no_byte_of_it_is_left(
    house_near: Governed, near: Neighbour, hours: AClock, on_the_disk: Callable[[], bytes]
):
    decision_id = await removed(house_near, near, BY_ONE)
    planted = [part for _, sealed, blob in kept(house_near) for part in (sealed, blob.encode()) if part]
    before = on_the_disk()
    assert all(one in before for one in planted)

    runner = wiring.runner(near.envoy)
    await runner.settle()
    await at_hour(near, hours, house_near.row(decision_id).evidence_until + timedelta(hours=2))
    if not near.house.database.on_sqlite:
        wait_for_counters(near.house, 2, "case_evidence")
    await hours_pass(near, runner, hours, lost=1)

    left = on_the_disk()
    assert [one for one in planted if one in left] == []


async def test_under_a_clause_that_keeps_none_the_pictures_are_gone_at_the_decision(
    house_near: Governed, near: Neighbour
):
    picture = await near.draws(house_near.marisol, phone_picture(), "a street")
    post_id = house_near.marisol.posts(SAID, "community", pictures=[picture])
    case = reports(house_near.juno, post_id)
    await wiring.runner(near.envoy).settle()
    assert [kind for kind, _, _ in kept(house_near)] == ["post", "picture"]
    blob = kept(house_near)[1][2]

    draft = Draft(case, Measure.REMOVE, NO_PICTURES, "It shows where she lives.", described=SEEN)
    house_near.does(decisions.decide, viewer(house_near.robin), draft, at=near.envoy.clock())
    await wiring.runner(near.envoy).settle()

    assert [kind for kind, _, _ in kept(house_near)] == ["post"]
    assert [name for name in near.files() if blob in name] == []


async def test_what_one_alone_removed_keeps_its_pictures_until_somebody_else_agrees(
    house_near: Governed, near: Neighbour
):
    decision_id = await removed_alone(house_near, near)
    assert [kind for kind, _, _ in kept(house_near)] == ["post", "picture"]
    assert len(near.files()) > 0

    tove = join(near.house, "tove", "moderator")
    house_near.does(decisions.agree, viewer(tove), decision_id, at=near.envoy.clock())
    await wiring.runner(near.envoy).settle()

    assert [kind for kind, _, _ in kept(house_near)] == ["post"]
    assert near.files() == []


async def test_and_is_whole_again_with_them_when_nobody_does(house_near: Governed, near: Neighbour):
    decision_id = await removed_alone(house_near, near)

    later = near.envoy.clock() + timedelta(hours=73)
    near.house.database.write_now(decisions.run_out, later, key=near.house.key)
    await wiring.runner(near.envoy).settle()

    post_id = house_near.row(decision_id).post_id
    pictures = near.house.database.read_now(
        lambda s: s.scalars(select(Picture.description).where(Picture.post_id == post_id)).all()
    )
    assert list(pictures) == ["a street"]
    assert [kind for kind, _, _ in kept(house_near)] == ["post", "picture"]


async def removed_alone(governed: Governed, near: Neighbour) -> int:
    """By Robin, whom nobody stands beside any more, under a clause that takes two and keeps no pictures."""

    def leave_it_to_robin(session: Session) -> None:
        for one in (governed.steward, governed.sasha):
            session.get_one(Account, one.id).role = "member"

    by_two = replace(CLAUSES[NO_PICTURES - 1], deciders=Deciders.TWO)
    a_policy(near.house, governed.steward.id, clauses=(by_two,))
    near.house.database.write_now(leave_it_to_robin)
    decision_id = await removed(governed, near, NO_PICTURES, described=SEEN)
    assert governed.row(decision_id).alone_until is not None
    return decision_id


async def test_without_a_description_it_is_not_decided(house_near: Governed, near: Neighbour):
    with pytest.raises(Invalid) as refused:
        await removed(house_near, near, NO_PICTURES)

    assert refused.value.field == "described"
    assert [kind for kind, _, _ in kept(house_near)] == ["post", "picture"]


async def test_and_the_appeal_is_heard_on_what_the_decider_saw(house_near: Governed, near: Neighbour):
    decision_id = await removed(house_near, near, NO_PICTURES, described=SEEN)
    now = near.envoy.clock()
    appeal_id = house_near.appeals(decision_id, at=now)

    heard = house_near.does(material.of_appeal, viewer(house_near.sasha), appeal_id, at=now)

    assert heard.matter.notice.described == SEEN
    assert [one.pictures for one in heard.matter.copies] == [()]
    assert SAID in heard.matter.copies[0].copy.content  # type: ignore[union-attr]


async def test_it_is_heard_also_after_its_author_deleted_the_post(house_near: Governed, near: Neighbour):
    decision_id = await removed(house_near, near, BY_ONE)
    now = near.envoy.clock()
    appeal_id = house_near.appeals(decision_id, at=now)
    post_id = house_near.row(decision_id).post_id

    house_near.house.database.write_now(
        deleting.delete_post, house_near.marisol.id, post_id, key=house_near.house.key, now=now
    )
    await wiring.runner(near.envoy).settle()

    heard = house_near.does(material.of_appeal, viewer(house_near.sasha), appeal_id, at=now)
    assert SAID in heard.matter.copies[0].copy.content  # type: ignore[union-attr]
    house_near.takes(house_near.sasha, appeal_id)
    assert house_near.answers(house_near.sasha, appeal_id, overturns=True, at=now)


def test_what_is_said_and_answered_is_sealed(governed: Governed):
    """Whoever has the database alone reads none of it (P10)."""
    appeal_id = governed.appeals(governed.removed()[1], "She told me to wait behind the lanternworks.")
    governed.takes(governed.sasha, appeal_id)
    governed.does(hearing.ask, viewer(governed.sasha), appeal_id, "Behind the lanternworks?")
    governed.does(appealing.say, governed.marisol.id, appeal_id, "Yes, the lanternworks.")
    given = Answer(overturns=True, reason="It was about the lanternworks.")
    governed.does(hearing.answer, viewer(governed.sasha), appeal_id, given)

    assert b"lanternworks" not in governed.house.database.read_now(everything_kept)


def everything_kept(session: Session) -> bytes:
    """Every row of every table of appeals and decisions, as the database has it."""
    tables = [Appeal.__table__, DecisionRow.__table__, *(Appeal.metadata.tables[name] for name in ("appeal_lines",))]
    return b"\n".join(
        value if isinstance(value, bytes) else str(value).encode()
        for table in tables
        for row in session.execute(select(table))
        for value in row
    )
