"""Who decides here: two who look after a house whose policy stands."""

import pytest

from app.storage.house import House
from tests.world.cast import Member, join
from tests.world.deciding import Decider
from tests.world.governing import a_policy


@pytest.fixture
def moderator(house: House, a_steward: Member) -> Decider:
    """Nao, who looks after the house; its policy stands."""
    a_policy(house, a_steward.id)
    return Decider(join(house, "nao", "moderator"))


@pytest.fixture
def second(house: House) -> Decider:
    """Ines, who looks after it too."""
    return Decider(join(house, "ines", "moderator"))
