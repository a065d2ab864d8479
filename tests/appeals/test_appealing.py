"""The subject's side: what may be appealed, by whom, until when, and what is said in it."""
# ruff: noqa: F811 — fixtures are imported by their names

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.basics.errors import Conflict, Invalid, NotFound, Refused
from moderation import decisions
from moderation.appeals import appealing, rules
from moderation.appeals.lines import lines_of
from moderation.appeals.models import Appeal, AppealLine
from moderation.decided.models import DecisionRow
from moderation.measures import Measure
from tests.appeals.deciding import AGAINST, Governed, a_decision, governed, viewer  # noqa: F401 — a fixture
from tests.world.at_once import at_once
from tests.world.governing import BY_TWO
from tests.world.governing_cases import reports_account


def said(governed: Governed, appeal_id: int) -> list[tuple[bool, str]]:
    return [(one.by_subject, one.words) for one in governed.reads(lines_of, appeal_id)]


def how_many(governed: Governed, of: type) -> int:
    return governed.house.database.read_now(lambda s: s.scalar(select(func.count()).select_from(of))) or 0


def test_whoever_a_decision_is_about_asks_for_another_look_with_their_own_words(governed: Governed):
    _, decision_id = governed.removed()

    appeal_id = governed.appeals(decision_id)

    assert said(governed, appeal_id) == [(True, AGAINST)]
    mine = governed.own(appeal_id)
    assert (mine.outcome, mine.is_heard, mine.reason) == ("", False, "")
    assert mine.answer_by - mine.opened_at == rules.ANSWER_WITHIN


def test_also_while_suspended(governed: Governed):
    decision_id = governed.suspended()
    assert governed.account().suspended

    appeal_id = governed.appeals(decision_id)

    assert governed.own(appeal_id).outcome == ""


def test_what_is_said_is_sealed(governed: Governed):
    appeal_id = governed.appeals(governed.removed()[1])

    kept = governed.house.database.read_now(lambda s: s.scalars(select(AppealLine.sealed)).one())

    assert AGAINST.encode() not in kept
    assert said(governed, appeal_id)[0][1] == AGAINST


def test_more_can_be_said_until_it_has_ended(governed: Governed):
    appeal_id = governed.appeals(governed.removed()[1])

    governed.does(appealing.say, governed.marisol.id, appeal_id, "And I have the messages.")
    assert said(governed, appeal_id) == [(True, AGAINST), (True, "And I have the messages.")]

    governed.does(appealing.withdraw, governed.marisol.id, appeal_id)
    with pytest.raises(Conflict, match="ended"):
        governed.does(appealing.say, governed.marisol.id, appeal_id, "Wait.")


@pytest.mark.parametrize("words", ["", "  \n ", "x" * 5_001])
def test_nothing_and_too_much_are_told_beside_the_field_and_open_nothing(governed: Governed, words: str):
    _, decision_id = governed.removed()

    with pytest.raises(Invalid) as refused:
        governed.appeals(decision_id, words)

    assert refused.value.field == "words"
    assert how_many(governed, Appeal) == 0


def test_nobody_appeals_a_decision_about_somebody_else(governed: Governed):
    _, decision_id = governed.removed()

    for other in (governed.juno, governed.robin, governed.steward):
        with pytest.raises(NotFound):
            governed.does(appealing.appeal, other.id, decision_id, AGAINST)

    assert how_many(governed, Appeal) == 0


def test_nobody_speaks_in_or_withdraws_somebody_elses_appeal(governed: Governed):
    appeal_id = governed.appeals(governed.removed()[1])

    with pytest.raises(NotFound):
        governed.does(appealing.say, governed.juno.id, appeal_id, "Let it be.")
    with pytest.raises(NotFound):
        governed.does(appealing.withdraw, governed.juno.id, appeal_id)

    assert governed.own(appeal_id).outcome == ""
    assert len(said(governed, appeal_id)) == 1


def test_a_decision_is_appealed_once(governed: Governed):
    _, decision_id = governed.removed()
    governed.appeals(decision_id)

    with pytest.raises(Conflict, match="already"):
        governed.appeals(decision_id)

    assert how_many(governed, AppealLine) == 1


def test_there_is_no_appeal_of_an_appeal(governed: Governed):
    _, decision_id = governed.removed()
    appeal_id = governed.appeals(decision_id)
    governed.takes(governed.sasha, appeal_id)
    governed.answers(governed.sasha, appeal_id, overturns=False)

    with pytest.raises(Conflict, match="no appeal of an appeal"):
        governed.appeals(decision_id)


def test_nor_after_one_was_withdrawn(governed: Governed):
    _, decision_id = governed.removed()
    governed.does(appealing.withdraw, governed.marisol.id, governed.appeals(decision_id))

    with pytest.raises(Conflict):
        governed.appeals(decision_id)

    assert governed.row(decision_id).over_at is None, "the decision stands"


def test_two_at_once_are_one(governed: Governed):
    _, decision_id = governed.removed()

    def act(session: Session) -> None:
        appealing.appeal(session, governed.marisol.id, decision_id, AGAINST, key=governed.house.key, now=now())

    with pytest.raises(Conflict):
        at_once(governed.house, act, act)

    assert (how_many(governed, Appeal), how_many(governed, AppealLine)) == (1, 1)


def test_until_the_time_is_over_which_the_clause_gives(governed: Governed):
    _, decision_id = governed.removed()
    until = governed.row(decision_id).appeal_until

    with pytest.raises(Refused, match="time"):
        governed.appeals(decision_id, at=until)

    governed.appeals(decision_id, at=until - timedelta(seconds=1))


def test_what_ran_out_can_still_be_appealed_because_it_was_said(governed: Governed):
    decision_id = a_decision(governed.house, governed.marisol)
    governed.house.database.write_now(lambda s: _is_over(s, decision_id, "ran_out"))

    governed.appeals(decision_id)

    assert how_many(governed, Appeal) == 1


@pytest.mark.parametrize("outcome", ["eased", "overturned"])
def test_what_was_taken_back_cannot(governed: Governed, outcome: str):
    decision_id = a_decision(governed.house, governed.marisol)
    governed.house.database.write_now(lambda s: _is_over(s, decision_id, outcome))

    with pytest.raises(Refused, match="taken back"):
        governed.appeals(decision_id)


def test_where_there_was_no_breach_there_is_nothing_to_appeal(governed: Governed):
    decision_id = governed.is_decided(Measure.NO_BREACH)

    with pytest.raises(Refused, match="Nothing was decided against you"):
        governed.appeals(decision_id)


def test_what_waits_for_a_second_person_is_not_there_yet(governed: Governed):
    case = reports_account(governed.juno, governed.marisol.id)
    draft = decisions.Draft(case, Measure.SUSPEND, BY_TWO, "They follow her around, and will not stop.")
    decision_id = governed.does(decisions.decide, viewer(governed.robin), draft)

    with pytest.raises(NotFound):
        governed.appeals(decision_id)


def test_nobody_fills_an_appeal_for_ever(governed: Governed):
    appeal_id = governed.appeals(governed.removed()[1])
    for _ in range(rules.MOST_LINES - 1):
        governed.does(appealing.say, governed.marisol.id, appeal_id, "Please.")

    with pytest.raises(Refused, match="very many"):
        governed.does(appealing.say, governed.marisol.id, appeal_id, "Please.")

    assert how_many(governed, AppealLine) == rules.MOST_LINES


def _is_over(session: Session, decision_id: int, outcome: str) -> None:
    row = session.get_one(DecisionRow, decision_id)
    row.over_at, row.outcome = now(), outcome
