"""Deciding and standing somebody down in the same moment: one waits for the other, and neither is refused for that."""
# ruff: noqa: F811 — fixtures are imported by their names

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.basics.clock import now
from app.basics.errors import Conflict, Forbidden
from moderation import decisions
from moderation.appeals import appealing, hearing
from moderation.appeals.hearing import Answer
from moderation.cases import handling
from moderation.decided import closing
from moderation.decisions import Draft
from moderation.measures import Measure
from moderation.standing_down import actions
from moderation.standing_down.actions import Choice
from tests.appeals.deciding import AGAINST, WHY, Governed, governed, viewer  # noqa: F401 — a fixture
from tests.world.cast import join
from tests.world.governing import BY_ONE, BY_TWO
from tests.world.governing_cases import reports, reports_account

OFTEN = 4
Act = Callable[[Session], object]


@pytest.fixture
def kind() -> str:
    """SQLite has one writer."""
    return "postgres"


@pytest.fixture(autouse=True)
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each holds what it has taken for a moment before it asks for the next, so that they meet every time."""
    for room, name in ((closing, "held_case"), (decisions.queries, "held"), (hearing, "appeal_for")):
        act = getattr(room, name)
        monkeypatch.setattr(room, name, lambda *given, _act=act, **named: _then_wait(_act(*given, **named)))
    everybody = actions._all_held
    monkeypatch.setattr(actions, "_all_held", lambda session: _then_wait(everybody(session)))


def _then_wait(found: object) -> object:
    time.sleep(0.1)
    return found


def both(governed: Governed, *acts: Act) -> None:
    """At once; what one of them finds changed by the other is an answer like any other."""
    begin = Barrier(len(acts))

    def does(act: Act) -> None:
        begin.wait()
        with suppress(Conflict, Forbidden):
            governed.house.database.write_now(act)

    with ThreadPoolExecutor(len(acts)) as many:
        for done in [many.submit(does, act) for act in acts]:
            done.result()


def stands_robin_down(governed: Governed) -> Act:
    key = governed.house.key
    return lambda session: actions.stand_down(
        session, viewer(governed.steward), governed.robin.id, Choice(), key=key, now=now()
    )


def is_moderator_again(governed: Governed) -> None:
    governed.house.database.write_now(
        lambda session: setattr(session.get_one(Account, governed.robin.id), "role", "moderator")
    )


def test_who_decides_while_they_are_stood_down(governed: Governed):
    for number in range(OFTEN):
        case = reports(governed.juno, governed.marisol.posts(f"Ask @juno about {number}", "community"))
        governed.does(handling.take, viewer(governed.robin), case)
        draft, robin = Draft(case, Measure.REMOVE, BY_ONE, WHY), viewer(governed.robin)

        both(
            governed,
            lambda session, robin=robin, draft=draft: decisions.decide(
                session, robin, draft, key=governed.house.key, now=now()
            ),
            stands_robin_down(governed),
        )

        is_moderator_again(governed)


def test_who_agrees_to_what_takes_a_moderators_voice_while_another_is_stood_down(governed: Governed):
    """Sasha is to be limited; Robin, who has the case, is stood down while Vera agrees."""
    for _ in range(OFTEN):
        case = reports_account(governed.juno, governed.sasha.id)
        governed.does(handling.take, viewer(governed.robin), case)
        decision_id = governed.does(decisions.decide, viewer(governed.robin), Draft(case, Measure.LIMIT, BY_TWO, WHY))
        vera = viewer(governed.steward)

        both(
            governed,
            lambda session, vera=vera, decision_id=decision_id: decisions.agree(
                session, vera, decision_id, key=governed.house.key, now=now()
            ),
            stands_robin_down(governed),
        )

        assert governed.row(decision_id).in_force_at is not None
        governed.does(decisions.ease, vera, decision_id)
        is_moderator_again(governed)


def test_who_answers_an_appeal_while_they_are_stood_down(governed: Governed):
    for number in range(OFTEN):
        post_id = governed.marisol.posts(f"Ask @juno about {number}", "community")
        draft = Draft(reports(governed.juno, post_id), Measure.REMOVE, BY_ONE, WHY)
        decision_id = governed.does(decisions.decide, viewer(governed.sasha), draft)
        appeal_id, robin = governed.appeals(decision_id), viewer(governed.robin)
        governed.takes(governed.robin, appeal_id)

        both(
            governed,
            lambda session, robin=robin, appeal_id=appeal_id: hearing.answer(
                session, robin, appeal_id, Answer(True, WHY), key=governed.house.key, now=now()
            ),
            stands_robin_down(governed),
        )

        is_moderator_again(governed)


def test_who_lifts_what_was_decided_about_a_moderator_while_they_are_stood_down(governed: Governed):
    """Sasha, a moderator, appeals; Robin hears it."""
    nao = join(governed.house, "nao", "moderator")
    case = reports_account(governed.juno, governed.sasha.id)
    decision_id = governed.does(decisions.decide, viewer(governed.steward), Draft(case, Measure.LIMIT, BY_TWO, WHY))
    governed.does(decisions.agree, viewer(nao), decision_id)
    appeal_id = governed.does(appealing.appeal, governed.sasha.id, decision_id, AGAINST)
    governed.takes(governed.robin, appeal_id)
    robin = viewer(governed.robin)

    both(
        governed,
        lambda session: hearing.answer(session, robin, appeal_id, Answer(True, WHY), key=governed.house.key, now=now()),
        stands_robin_down(governed),
    )


def test_who_takes_a_case_over_while_whoever_had_it_is_stood_down(governed: Governed):
    for number in range(OFTEN):
        case = reports(governed.juno, governed.marisol.posts(f"Ask @juno about {number}", "community"))
        governed.does(handling.take, viewer(governed.robin), case, at=now())
        sasha = viewer(governed.sasha)

        both(
            governed,
            lambda session, sasha=sasha, case=case: handling.take(
                session, sasha, case, key=governed.house.key, now=now() + handling.HAS_IT_FOR[0]
            ),
            stands_robin_down(governed),
        )

        is_moderator_again(governed)
