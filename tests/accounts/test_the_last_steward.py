"""Two stewards who go in the same moment: one comes first, and the other keeps the house."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.accounts.actions import leaving, pausing
from app.accounts.viewer import Viewer
from app.basics.clock import now
from app.basics.errors import Invalid
from app.deciding import phases
from app.storage.house import House
from moderation.amending import taking_force, terms
from moderation.amending.models import Term
from moderation.standing_down.actions import Choice, stand_down
from tests.world.amending import a_charter, proposes_role
from tests.world.at_once import Act, at_once
from tests.world.cast import Member, join

Going = Callable[[Member, Member], Act]


@pytest.fixture
def vera_and_oda(house: House, a_steward: Member) -> tuple[Member, Member]:
    """Both keep the house, as others do not; terms last a year."""
    a_charter(a_steward)
    join(house, "juno")
    return a_steward, join(house, "oda", "steward")


def leaves(going: Member, _: Member) -> Act:
    return lambda session: leaving.leave_for_good(session, going.id, key=going.house.key, now=now())


def hides(going: Member, _: Member) -> Act:
    return lambda session: pausing.pause(session, going.id)


def is_stood_down(going: Member, by: Member) -> Act:
    key, steward = going.house.key, Viewer.member(by.id, "steward")
    return lambda session: stand_down(session, steward, going.id, Choice(), key=key, now=now())


def comes_to_the_end_of_their_term(going: Member, _: Member) -> Act:
    over = now() - timedelta(hours=1)
    going.house.database.write_now(
        lambda session: session.add(Term(account_id=going.id, role="steward", since=over, ends_at=over))
    )
    return lambda session: terms.carry_on(session, now())


def is_voted_out(going: Member, by: Member) -> Act:
    proposes_role(by, going.name, "member")
    decided = now() + timedelta(days=8)
    going.house.database.write_now(phases.carry_on, decided)
    return lambda session: taking_force.take_force(session, decided)


def stewards(house: House) -> int:
    return house.database.read_now(terms.stewards)


@pytest.mark.parametrize("other", [leaves, hides])
@pytest.mark.parametrize(
    "one", [leaves, hides, is_stood_down, comes_to_the_end_of_their_term, is_voted_out], ids=lambda one: one.__name__
)
def test_of_two_who_go_in_the_same_moment_one_keeps_the_house(
    vera_and_oda: tuple[Member, Member], one: Going, other: Going
):
    vera, oda = vera_and_oda

    with pytest.raises(Invalid) as refused:
        at_once(vera.house, one(vera, oda), other(oda, vera))

    assert refused.value.field == "successor"
    assert stewards(vera.house) == 1


@pytest.mark.parametrize("sweep", [comes_to_the_end_of_their_term, is_voted_out])
@pytest.mark.parametrize("going", [leaves, hides])
def test_nobodys_role_ends_while_the_only_other_steward_goes(
    vera_and_oda: tuple[Member, Member], going: Going, sweep: Going
):
    vera, oda = vera_and_oda

    at_once(vera.house, going(vera, oda), sweep(oda, vera))

    assert stewards(vera.house) == 1


def test_nobody_hands_the_house_to_somebody_who_goes_in_the_same_moment(house: House, a_steward: Member):
    juno, tamsin = join(house, "juno"), join(house, "tamsin")

    def hands_over(session: Session) -> None:
        leaving.leave_for_good(session, a_steward.id, successor="juno", key=house.key, now=now())

    with pytest.raises(Invalid):
        at_once(house, hands_over, leaves(juno, tamsin))

    assert stewards(house) == 1
