"""A lock that was let go of is free at once: one command may follow another without a pause."""

from app.storage import locks
from app.storage.house import House


def test_the_house_is_free_as_soon_as_the_command_before_has_ended(house: House):
    house.close()

    for _ in range(100):
        with locks.shared(house.settings):
            pass
        with locks.for_oneself(house.settings):
            pass
