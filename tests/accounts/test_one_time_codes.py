"""A code from a device: once, for half a minute, and a little for a clock that is wrong."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Event

import pytest
from pyotp.totp import TOTP
from sqlalchemy.orm import Session

from app.accounts import one_time
from app.accounts.actions import second_factor
from app.accounts.actions.second_factor import WrongSecond
from app.basics.clock import now
from app.storage.house import House
from tests.world.cast import NOON, Member

STEP = timedelta(seconds=one_time.SECONDS)


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_a_code_that_somebody_read_over_a_shoulder_is_soon_worth_nothing(steps: int):
    secret = one_time.new_secret()
    seen = TOTP(secret).at(NOON + steps * STEP)

    assert one_time.step_meant(secret, seen, now=NOON, after=0) is None


def test_of_two_who_send_one_code_at_once_one_comes_in(house: House, a_member: Member):
    """Whoever sees the code being typed sends it in the same moment."""
    secret, database, moment = one_time.new_secret(), house.database, now()
    before, code = TOTP(secret).at(moment - STEP), TOTP(secret).at(moment)
    database.write_now(second_factor.begin_codes, a_member.id, secret, before, key=house.key, now=moment - STEP)
    used, go_on = Event(), Event()

    def use(session: Session) -> None:
        second_factor.use_code(session, a_member.id, code, key=house.key, now=moment)

    def slowly(session: Session) -> None:
        use(session)
        used.set()
        go_on.wait(5)

    with ThreadPoolExecutor(2) as both:
        first = both.submit(database.write_now, slowly)
        used.wait(5)
        second = both.submit(database.write_now, use)
        wait([second], timeout=0.3)
        go_on.set()

    first.result()
    with pytest.raises(WrongSecond):
        second.result()
