"""Where very many letters come from outside: whoever has little room left loses none of it, and homes count as one."""

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from moderation.cases import outside
from moderation.cases.models import OutsideLetter
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.web.test_report_outside import WRONG, reads, writes


@pytest.fixture(autouse=True)
def crowded(lantern: OpenHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """The door is open, and two have written already: that is a lot."""
    house = lantern.house
    house.database.write_now(outside.hear_outside, "steward", True)
    monkeypatch.setattr(outside, "A_LOT_A_DAY", 2)
    for _ in range(2):
        writes(lantern.browser(), "@nobody")
    lantern.counts()


def answers_from(lantern: OpenHouse, addresses: list[str]) -> list[int]:
    """One letter from each."""
    clients = [TestClient(lantern.app, base_url=lantern.house.settings.origin, client=(one, 4711)) for one in addresses]
    return [writes(Browser(client, lantern.house.settings.origin), "@nobody").status for client in clients]


def kept(lantern: OpenHouse) -> int:
    return lantern.house.database.read_now(lambda session: session.scalar(select(func.count(OutsideLetter.id)))) or 0


def test_each_network_has_little_room_and_loses_nothing(lantern: OpenHouse):
    stranger = lantern.browser()

    answers = [writes(stranger, "@nobody") for _ in range(3)]

    assert [one.status for one in answers] == [200, 200, 429]
    assert WRONG in answers[-1].text
    assert reads(stranger, "aaaa-bbbb-cccc-dddd").status == 422, "reading an answer is not writing"


@pytest.mark.parametrize(
    "slip", [{"about": ""}, {"about": "x" * 501}, {"words": ""}, {"words": "x" * 5001}, {"urgency": "9"}]
)
def test_slips_take_nothing_of_the_room_for_the_right_letter(lantern: OpenHouse, slip: dict[str, str]):
    somebody = lantern.browser()
    letter = {"about": "@juno", "words": WRONG, "urgency": "2"}

    slips = [writes(somebody, **letter | slip).status for _ in range(3)]

    assert slips == [422] * 3
    assert writes(somebody, **letter).status == 200


def test_a_full_day_takes_nothing_of_the_room_for_the_next(lantern: OpenHouse, monkeypatch: pytest.MonkeyPatch):
    somebody = lantern.browser()
    with monkeypatch.context() as full:
        full.setattr(outside, "MOST_A_DAY", 2)
        refused = [writes(somebody, "@juno") for _ in range(3)]

    assert [one.status for one in refused] == [429] * 3
    assert "Nothing was kept" in refused[-1].text
    assert writes(somebody, "@juno").status == 200


def test_all_the_networks_of_a_home_have_the_room_of_one(lantern: OpenHouse):
    home = [f"2001:db8:1:7{network:02x}::1" for network in (0, 9, 0xFF, 0x10)]
    before = kept(lantern)

    assert answers_from(lantern, home) == [200, 200, 429, 429]
    assert kept(lantern) == before + 2


def test_a_neighbour_writes_still_and_a_whole_neighbourhood_has_a_bound(lantern: OpenHouse):
    homes = [f"2001:db8:1:{home:x}00::1" for home in range(1, 12)]
    noisy = [homes[0]] * 20

    assert answers_from(lantern, noisy)[2:] == [429] * 18
    assert answers_from(lantern, homes[1:]) == [200] * 8 + [429] * 2
    assert answers_from(lantern, ["2001:db8:2:100::1"]) == [200]


def test_before_it_is_crowded_a_network_has_more_room(lantern: OpenHouse, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outside, "A_LOT_A_DAY", 100)

    assert answers_from(lantern, ["2001:db8:1:700::1"] * 21) == [200] * 20 + [429]
