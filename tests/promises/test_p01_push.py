"""P1: of a browser that asked to be told, its address at the push service is kept, sealed, and nothing else."""
# ruff: noqa: F811 — fixtures are imported by their names

import logging

import msgspec
import pytest
from sqlalchemy import select

from app.push import actions
from app.push.models import PushSubscription
from app.push.sealed import opened
from tests.promises.test_p01_nothing_to_hand_over import (
    ADDRESS,
    CANARY,
    Careless,
    assert_nothing_of,
    careless,  # noqa: F401 — a fixture
    everything_kept,
)
from tests.web.conftest import COOKIE, OpenHouse, lantern  # noqa: F401 — a fixture
from tests.world.cast import Member

SERVICE = "push.example.org"
ENDPOINT = f"https://{SERVICE}/up/{CANARY}-at-the-service"
# What browsers put beside the address, and what an app's form might hold: nobody here asks for it.
BESIDE = {
    "expirationTime": CANARY, "keys[p256dh]": CANARY, "subscription[endpoint]": CANARY, "device": CANARY,
    "user_agent": CANARY,
}  # fmt: skip


@pytest.mark.usefixtures("careless")
def test_the_address_lies_sealed_and_nothing_that_came_with_it_is_kept(
    lantern: OpenHouse, a_member: Member, careless: Careless, caplog: pytest.LogCaptureFixture, capfd
):
    house = lantern.house
    house.database.write_now(actions.switch_on, "steward", SERVICE, key=house.key)
    careless.cookies[COOKIE] = a_member.signs_in()
    caplog.set_level(logging.DEBUG)

    asked = careless.submit(careless.get("/settings/push"), "/settings/push", endpoint=ENDPOINT, **BESIDE)

    assert asked.status == 303
    kept = everything_kept(lantern)
    assert_nothing_of(CANARY, kept, caplog.text, *capfd.readouterr())
    assert_nothing_of(ADDRESS, kept, caplog.text)
    [one] = house.database.read_now(lambda session: list(session.scalars(select(PushSubscription))))
    where = opened(one.sealed, house.key)
    assert msgspec.structs.asdict(where) == {
        "endpoint": ENDPOINT, "p256dh": b"", "auth": b"", "alerts": None, "policy": "all"
    }  # fmt: skip
