"""Whoever was drawn, said yes and does nothing is let go after some days, and somebody else is drawn (P15)."""
# ruff: noqa: F811 — fixtures are imported by their names

from datetime import timedelta

import pytest

from app.basics.clock import now
from app.basics.errors import Conflict, Forbidden, NotFound
from moderation import decisions
from moderation.appeals import appealing, hearing
from moderation.decisions import Draft
from moderation.jurors import queries as jurors
from moderation.jurors.answering import ACT_WITHIN
from moderation.measures import Measure
from tests.appeals.deciding import WHY, Governed, governed, viewer  # noqa: F401 — a fixture
from tests.appeals.drawing import consents, drawn, draws, says, small  # noqa: F401 — a fixture
from tests.world.cast import Member, join
from tests.world.governing import BY_TWO
from tests.world.governing_cases import reports_account

A_MINUTE = timedelta(minutes=1)
FOUR_DAYS = ACT_WITHIN["hear"]


@pytest.fixture
def tove(small: Governed) -> Member:
    """A member who consented to be drawn."""
    tove = join(small.house, "tove")
    consents(small, tove)
    return tove


@pytest.fixture
def oda(small: Governed, tove: Member) -> Member:
    """Another one, who consents later."""
    return join(small.house, "oda")


def an_appeal_taken_on(small: Governed, tove: Member, *also: Member) -> tuple[int, int]:
    """Tove was drawn to hear it and said yes; the decision's id and the appeal's. Then the others consent."""
    _, decision_id = small.removed()
    appeal_id = small.appeals(decision_id)
    draws(small)
    says(small, tove, decision_id, yes=True)
    consents(small, *also)
    return decision_id, appeal_id


def test_whoever_does_nothing_for_four_days_is_let_go_and_another_is_drawn(small: Governed, tove: Member, oda: Member):
    an_appeal_taken_on(small, tove, oda)

    draws(small, after=FOUR_DAYS - A_MINUTE)
    assert drawn(small) == {tove.id: ("hear", "yes")}

    draws(small, after=FOUR_DAYS + A_MINUTE)
    assert drawn(small) == {tove.id: ("hear", "let"), oda.id: ("hear", "")}


def test_it_is_told_to_them_alone_and_neither_asked_nor_open_to_them_any_more(
    small: Governed, tove: Member, oda: Member
):
    decision_id, appeal_id = an_appeal_taken_on(small, tove, oda)
    small.takes(tove, appeal_id)
    draws(small, after=FOUR_DAYS + A_MINUTE)

    told = small.house.database.read_now(jurors.drawn_for, tove.id, now=now())
    assert [(one.decision_id, one.answer) for one in told] == [(decision_id, "let")]
    with pytest.raises(NotFound):
        small.does(hearing.ask, viewer(tove), appeal_id, "When was that?")
    for yes in (True, False):
        with pytest.raises(Conflict, match="others were asked"):
            says(small, tove, decision_id, yes=yes)
    assert small.house.database.read_now(jurors.drawn_for, oda.id, now=now())[0].answer == ""


def test_what_they_had_taken_is_there_for_the_next(small: Governed, tove: Member, oda: Member):
    decision_id, appeal_id = an_appeal_taken_on(small, tove, oda)
    small.takes(tove, appeal_id)

    draws(small, after=FOUR_DAYS + A_MINUTE)

    assert small.appeal(appeal_id).heard_by is None
    says(small, oda, decision_id, yes=True)
    small.takes(oda, appeal_id)
    assert small.answers(oda, appeal_id, overturns=True)


@pytest.mark.parametrize("act", ["takes", "asks", "is answered"])
def test_each_act_in_it_gives_four_days_more(small: Governed, tove: Member, oda: Member, act: str):
    _, appeal_id = an_appeal_taken_on(small, tove, oda)
    later = now() + timedelta(days=3)
    if act != "takes":
        small.takes(tove, appeal_id)
    match act:
        case "takes":
            small.does(hearing.take, viewer(tove), appeal_id, at=later)
        case "asks":
            small.does(hearing.ask, viewer(tove), appeal_id, "When was that?", at=later)
        case _:
            small.house.database.write_now(
                appealing.say, small.marisol.id, appeal_id, "In May.", key=small.house.key, now=later
            )

    draws(small, after=timedelta(days=3) + FOUR_DAYS - A_MINUTE)
    assert drawn(small) == {tove.id: ("hear", "yes")}

    draws(small, after=timedelta(days=3) + FOUR_DAYS + A_MINUTE)
    assert drawn(small)[tove.id] == ("hear", "let")


def test_whoever_waits_for_the_first_to_answer_keeps_their_place(small: Governed, tove: Member, oda: Member):
    consents(small, oda)
    decision_id = small.suspended()
    appeal_id = small.appeals(decision_id)
    draws(small)
    for one in (tove, oda):
        says(small, one, decision_id, yes=True)
    small.does(hearing.take, viewer(tove), appeal_id, at=now() + timedelta(days=2))
    nao = join(small.house, "nao")
    consents(small, nao)

    draws(small, after=FOUR_DAYS + A_MINUTE)
    assert drawn(small) == {tove.id: ("hear", "yes"), oda.id: ("hear", "yes")}

    answered = now() + timedelta(days=5, hours=23)
    assert not small.answers(tove, appeal_id, overturns=False, at=answered)
    draws(small, after=timedelta(days=5, hours=23) + FOUR_DAYS - A_MINUTE)
    assert drawn(small)[oda.id] == ("hear", "yes")

    draws(small, after=timedelta(days=5, hours=23) + FOUR_DAYS + A_MINUTE)
    assert drawn(small) == {tove.id: ("hear", "yes"), oda.id: ("hear", "let"), nao.id: ("hear", "")}


def test_the_second_to_decide_is_let_go_after_a_day_so_that_there_is_time_for_another(
    small: Governed, tove: Member, oda: Member
):
    case = reports_account(small.juno, small.marisol.id)
    decision_id = small.does(decisions.decide, viewer(small.robin), Draft(case, Measure.SUSPEND, BY_TWO, WHY))
    draws(small)
    says(small, tove, decision_id, yes=True)
    consents(small, oda)

    draws(small, after=ACT_WITHIN["agree"] - A_MINUTE)
    assert drawn(small) == {tove.id: ("agree", "yes")}

    draws(small, after=ACT_WITHIN["agree"] + A_MINUTE)
    assert drawn(small) == {tove.id: ("agree", "let"), oda.id: ("agree", "")}
    with pytest.raises(Forbidden):
        small.does(decisions.agree, viewer(tove), decision_id)


def test_whoever_has_said_what_they_think_is_not_let_go(small: Governed, tove: Member):
    case = reports_account(small.juno, small.marisol.id)
    decision_id = small.does(decisions.decide, viewer(small.robin), Draft(case, Measure.SUSPEND, BY_TWO, WHY))
    draws(small)
    says(small, tove, decision_id, yes=True)
    small.does(decisions.agree, viewer(tove), decision_id)

    draws(small, after=timedelta(days=13))

    assert drawn(small) == {tove.id: ("agree", "yes")}
