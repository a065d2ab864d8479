"""Rows of what people decide, of the log of it and of who read what: for the tests of their ages."""

from typing import TYPE_CHECKING

from app.accounts.viewer import Viewer
from moderation.measures import Measure
from moderation.openness import log, reading
from tests.appeals.deciding import a_decision
from tests.world.cast import join
from tests.world.deciding import Decider, a_case
from tests.world.governing import BY_TWO, a_policy

if TYPE_CHECKING:
    from tests.world.planting import Ground


def a_decision_that_is_over(ground: "Ground") -> None:
    nao = _a_moderator(ground)
    held = nao.decides(a_case(ground.near.house, post_id=ground.member.posts()), Measure.HOLD, at=ground.now)
    nao.eases(held, at=ground.now)


def a_word_in_private(ground: "Ground") -> None:
    _a_moderator(ground).decides(a_case(ground.near.house, account_id=ground.member.id), Measure.WORD, at=ground.now)


def a_decision_that_nobody_agreed_to(ground: "Ground") -> None:
    nao, case = _a_moderator(ground), a_case(ground.near.house, account_id=ground.member.id)
    join(ground.near.house, "robin", "moderator")
    proposed = nao.decides(case, Measure.SUSPEND, clause_key=BY_TWO, at=ground.now)
    nao.declines(proposed, at=ground.now)


def _a_moderator(ground: "Ground") -> Decider:
    """Nao, with a policy to decide by."""
    house = ground.near.house
    a_policy(house, join(house, "vera", "steward").id)
    return Decider(join(house, "nao", "moderator"))


def a_summary_that_waits(ground: "Ground") -> None:
    decision = a_decision(ground.near.house, ground.member, at=ground.now)
    ground.writes(log.record, decision, "decided", now=ground.now)


def a_reading(ground: "Ground") -> None:
    reader, key = Viewer.member(ground.member.id, "moderator"), ground.near.house.key
    ground.writes(reading.log, reader, "case", 1, key=key, now=ground.now)
