"""What moderators and the sweep do at the same moment comes out as if they had done it one after the other."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.storage.house import House
from moderation.suggestions import actions, reading_lists, rules
from moderation.suggestions.rules import SUGGESTIONS_LAST
from tests.world.advising import an_ally_at, as_who_they_are, brings, kept, ours, waiting
from tests.world.at_once import Act, at_once
from tests.world.cast import Member, join

BEGAN = now()
LATER = BEGAN + SUGGESTIONS_LAST + timedelta(minutes=1)


@pytest.fixture
def robin(house: House) -> Member:
    member = join(house, "robin", "moderator")
    an_ally_at(house)
    return member


def brought(who: Member, text: str, by: str, at: datetime) -> Act:
    viewer, lines, us = as_who_they_are(who), reading_lists.read(text.encode()).lines, ours(who.house)
    return lambda session: actions.take_list(session, viewer, lines, by, ours=us, now=at)


def swept(house: House) -> Act:
    return lambda session: actions.forget_old(session, LATER, ours=ours(house))


ORDERS: dict[str, Callable[[Act, Act], tuple[Act, Act]]] = {
    "the sweep first": lambda sweep, listed: (sweep, listed),
    "the list first": lambda sweep, listed: (listed, sweep),
}


@pytest.mark.parametrize("order", ORDERS)
def test_a_list_is_whole_though_the_sweep_comes_at_the_same_moment(robin: Member, order: str):
    house = robin.house
    brings(robin, "harbour.example\nfar.example\n", at=BEGAN)

    at_once(house, *ORDERS[order](swept(house), brought(robin, "harbour.example\nnew.example\n", "Ana", LATER)))

    assert {rules.opened(row.body_sealed, house.key).address for row in kept(house)} == {
        "harbour.example", "new.example",
    }  # fmt: skip


def test_what_is_set_aside_stays_so_though_the_same_list_comes_at_the_same_moment(robin: Member):
    house, viewer = robin.house, as_who_they_are(robin)
    brings(robin, "harbour.example\n", "Ana")
    [one] = waiting(robin)

    def sets_aside(session: Session) -> None:
        actions.settle(session, viewer, one.id, ours=ours(house))

    at_once(house, sets_aside, brought(robin, "harbour.example\n", "Ana", now()))

    assert waiting(robin) == []
