"""Setting up: the one-time link, the house's name, its first steward."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app import main, wiring
from app.accounts.actions import joining
from app.basics.clock import now
from app.storage.house import House
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import PASSPHRASE

YOU = {"name": "vera", "passphrase": PASSPHRASE, "again": PASSPHRASE}


@pytest.fixture
def new_house(house: House) -> Iterator[OpenHouse]:
    """A house that nobody has set up yet."""
    envoy = wiring.envoy_of(house)
    app = main.build(envoy, works=False)
    with TestClient(app, base_url=house.settings.origin, follow_redirects=False) as client:
        yield OpenHouse(envoy, app, client)


def the_link(new_house: OpenHouse) -> str:
    return "/setup/" + new_house.house.database.write_now(joining.renew_setup_link, now=now())


def sets_up(browser: Browser, link: str, **filled: str) -> Page:
    return browser.submit(browser.get(link), link, **{"community": "Lantern House", **YOU, **filled})


def test_the_first_steward_names_the_house_and_gets_recovery_codes(new_house: OpenHouse):
    vera = new_house.browser()

    answer = sets_up(vera, the_link(new_house), title="Recipes", exit="https://weather.example/")

    assert answer.text.count("<li><code>") == 8
    assert "Lantern House" in vera.get("/").text
    assert "<title>Recipes</title>" in vera.get("/").text
    assert "Say yes to another house" in vera.get("/allies").text
    assert 'data-exit="https://weather.example/"' in vera.get("/").text


def test_without_an_exit_leaving_ends_on_an_empty_page_of_the_house(new_house: OpenHouse):
    vera = new_house.browser()

    sets_up(vera, the_link(new_house), exit="")

    assert 'data-exit="/left"' in vera.get("/").text
    assert "refresh" not in new_house.browser().get("/left").text


def test_a_setup_link_works_once(new_house: OpenHouse):
    link = the_link(new_house)
    page = new_house.browser().get(link)
    sets_up(new_house.browser(), link)

    again = new_house.browser().submit(page, link, community="Mine now", **{**YOU, "name": "mallory"})

    assert (again.status, new_house.browser().get(link).status) == (404, 404)
    assert "This link is over" in again.text


def test_a_second_link_cannot_name_the_house_anew(new_house: OpenHouse):
    vera = new_house.browser()
    sets_up(vera, the_link(new_house))

    answer = sets_up(new_house.browser(), the_link(new_house), community="Mine now", name="mallory")

    assert "This link is over" in answer.text
    assert "Lantern House" in vera.get("/").text


def test_the_setup_link_is_no_invitation(new_house: OpenHouse):
    path = the_link(new_house).replace("/setup/", "/join/")

    assert new_house.browser().get(path).status == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [("community", " "), ("community", "x" * 81), ("title", ""), ("exit", "javascript:alert(1)"), ("name", "v")],
)
def test_a_mistake_is_said_beside_its_field_and_everything_typed_stays(new_house: OpenHouse, field: str, value: str):
    vera, link = new_house.browser(), the_link(new_house)
    typed = {"community": "Lantern House", "title": "Recipes", "exit": "https://weather.example/", "name": "vera"}

    answer = sets_up(vera, link, **{**typed, field: value})

    assert answer.status == 422
    assert f'id="{field}-fault"' in answer.text
    assert {name: answer.values_of(link)[name] for name in typed} == {**typed, field: value}
    assert sets_up(vera, link, **typed).status == 200
