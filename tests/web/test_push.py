"""Being told of something new: what the pages say before, what they take, and what a browser is given for it."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.models import Account
from app.basics.clock import now
from app.notifications import telling
from app.push import actions
from app.push.models import PushService, PushSubscription
from app.storage.house import House
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member

PAGE, HOUSE = "/settings/push", "/house/push"
MOZILLA = "updates.push.services.mozilla.com"
ENDPOINT = f"https://{MOZILLA}/wpush/v2/Kanarie4711"


@pytest.fixture
def switched_on(house: House) -> None:
    house.database.write_now(actions.switch_on, "steward", MOZILLA, key=house.key)


def asks(browser: Browser, endpoint: str = ENDPOINT) -> Page:
    """What the page's script does with the address that the browser gave it."""
    return browser.submit(browser.get(PAGE), PAGE, endpoint=endpoint)


def told(house: House) -> list[int]:
    return house.database.read_now(lambda session: list(session.scalars(select(PushSubscription.account_id))))


def test_it_is_off_and_a_house_that_switched_nothing_on_says_so(marisol: Browser):
    page = marisol.get(PAGE)

    assert "This house has not switched it on" in page.text
    assert not [form for form in page.forms if form.action.startswith(PAGE)]


def test_without_a_service_no_address_is_taken(lantern: OpenHouse, marisol: Browser):
    token = marisol.get("/settings").values_of("/settings")["csrf"]

    refused = marisol.post(PAGE, [("csrf", token), ("endpoint", ENDPOINT)])

    assert refused.status == 422
    assert "not switched on the push service" in refused.text
    assert told(lantern.house) == []


@pytest.mark.usefixtures("switched_on")
def test_what_it_costs_stands_before_the_switch_and_without_script_there_is_none(marisol: Browser):
    page = marisol.get(PAGE)

    costs, switch = page.text.index("What it costs"), page.text.index("Switch it on here")
    assert costs < switch
    assert "This house uses: Mozilla" in page.text
    assert "This needs script" in page.text
    assert re.search(r"<p class=\"send\" data-with hidden>", page.text)
    assert any(attrs.get("src", "").startswith("/static/push-") for tag, attrs in page.read.tags if tag == "script")


@pytest.mark.usefixtures("switched_on")
def test_it_is_switched_on_here_and_off_again(lantern: OpenHouse, marisol: Browser, a_member: Member):
    on = asks(marisol)

    assert on.location == f"{PAGE}?done=push-on"
    assert "It is on here" in marisol.follow(on).text
    assert told(lantern.house) == [a_member.id]

    off = marisol.submit(marisol.get(PAGE), f"{PAGE}/end")

    assert off.location == f"{PAGE}?done=push-off"
    assert "Switch it on here" in marisol.follow(off).text
    assert told(lantern.house) == []


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize(
    "endpoint", ["", "https://elsewhere.example/1", f"https://{MOZILLA}.elsewhere.example/1", "https://10.0.0.1/1"]
)
def test_an_address_at_any_other_host_is_refused_with_a_sentence(lantern: OpenHouse, marisol: Browser, endpoint: str):
    refused = asks(marisol, endpoint)

    assert refused.status == 422
    assert "push service" in refused.text
    assert 'data-push="refused"' in refused.text  # the script gives the browser's address up
    assert told(lantern.house) == []


@pytest.mark.usefixtures("switched_on")
def test_each_session_has_its_own_and_another_one_can_be_switched_off_from_here(
    lantern: OpenHouse, marisol: Browser, a_member: Member, juno: Browser
):
    phone = lantern.browser_of(a_member)
    asks(marisol)
    asks(phone, ENDPOINT + "-phone")
    page = marisol.get(PAGE)
    [elsewhere] = [form.action for form in page.forms if re.fullmatch(rf"{PAGE}/\d+/end", form.action)]

    juno.post(elsewhere, juno.get(PAGE).form(PAGE).sends())
    assert len(told(lantern.house)) == 2

    marisol.submit(page, elsewhere)
    assert len(told(lantern.house)) == 1
    assert "Switch it on here" in phone.get(PAGE).text
    assert "It is on here" in marisol.get(PAGE).text


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("way", ["/leave", "/sign-out"])
def test_leaving_ends_it(lantern: OpenHouse, marisol: Browser, way: str):
    asks(marisol)

    left = marisol.submit(marisol.get("/more"), way)

    assert left.status == 303
    assert '"storage"' in left.headers["clear-site-data"]  # and with it the worker and the browser's own half
    assert told(lantern.house) == []


@pytest.mark.usefixtures("switched_on")
def test_whoever_comes_by_may_be_told_again_and_nothing_is_written_otherwise(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member
):
    asks(marisol)
    house = lantern.house
    house.database.write_now(telling.tell, a_member.id, "follow", another_member.id, None, now=now())
    lantern.settles()
    assert rung(house) == (True, True)

    marisol.get("/community")

    assert rung(house) == (False, False)


@pytest.mark.usefixtures("switched_on")
def test_it_is_sent_by_the_houses_own_runner_and_by_no_page(lantern: OpenHouse, marisol: Browser, a_member: Member):
    """The service is not there in this test, and no request of a member's waits for it."""
    asks(marisol)
    lantern.house.database.write_now(telling.note, a_member.id, "poll", a_member.id, None, now=now())
    lantern.settles()

    lantern.settles_at(now() + timedelta(minutes=11))

    assert marisol.get("/").status == 200
    assert told(lantern.house) == [a_member.id]


def test_stewards_switch_services_on_and_off_and_read_what_each_learns(
    lantern: OpenHouse, vera: Browser, marisol: Browser
):
    page = vera.get(HOUSE)
    assert "a court can make it tell" in page.text
    assert all(word in page.text for word in ("Mozilla", "Google", "Apple", "Microsoft", MOZILLA))

    switched = switches(vera, MOZILLA, on=True)

    assert switched.location == f"{HOUSE}?done=push-services"
    assert services(lantern.house) == [MOZILLA]
    asks(marisol)
    switches(vera, MOZILLA, on=False)
    assert services(lantern.house) == []
    assert told(lantern.house) == []


def test_a_host_is_typed_in_and_what_is_none_comes_back_with_a_sentence(lantern: OpenHouse, vera: Browser):
    refused = switches(vera, "https://push.example/up?x", on=True)

    assert refused.status == 422
    assert 'value="https://push.example/up?x"' in refused.text
    assert "Write the name of a host alone" in refused.text
    assert switches(vera, "Push.Example.org", on=True).status == 303
    assert services(lantern.house) == ["push.example.org"]
    assert "push.example.org" in vera.get(HOUSE).text


def test_nobody_but_stewards_sees_or_switches_them(lantern: OpenHouse, vera: Browser, marisol: Browser):
    form = [*marisol.get(PAGE).form("/leave").sends(), ("host", MOZILLA), ("on", "1")]

    assert marisol.get(HOUSE).status == 403
    assert marisol.post(HOUSE, form).status == 403
    assert services(lantern.house) == []
    assert HOUSE in vera.get("/more").links()
    assert HOUSE not in marisol.get("/more").links()


def test_the_privacy_page_names_them_and_to_strangers_only_what_everybody_knows(
    lantern: OpenHouse, vera: Browser, stranger: Browser
):
    assert "No service that sends notifications" in stranger.get("/privacy").text

    switches(vera, MOZILLA, on=True)
    switches(vera, "push.lantern.example", on=True)

    for_a_member, for_a_stranger = vera.get("/privacy").text, stranger.get("/privacy").text
    assert "No service that sends notifications" not in for_a_member
    assert MOZILLA in for_a_member
    assert MOZILLA in for_a_stranger
    assert "push.lantern.example" in for_a_member
    assert "push.lantern.example" not in for_a_stranger
    assert "another one, which members read here" in for_a_stranger


def test_the_worker_shows_the_neutral_name_and_the_same_words_to_everybody(lantern: OpenHouse, marisol: Browser):
    script = marisol.get("/worker.js").text
    [title, icon, said] = re.search(r"const title = (.*?), icon = (.*?), said = (.*)\n", script).groups()  # type: ignore[union-attr]

    assert json.loads(title) == "Notes"
    assert json.loads(said)["en"] == "Something new"
    assert lantern.client.get(json.loads(icon)).status_code == 200
    assert "Lantern" not in script
    assert "event.data" not in script  # whatever came with a push is not looked at


def switches(steward: Browser, host: str, *, on: bool) -> Page:
    form = steward.get(HOUSE).form(HOUSE).sends(host=host)
    return steward.post(HOUSE, [*form, ("on", "1" if on else "0")])


def services(house: House) -> list[str]:
    return house.database.read_now(lambda session: list(session.scalars(select(PushService.host))))


def rung(house: House) -> tuple[bool, bool]:
    """Whether the account is marked, and whether a place where it is told."""
    marked = select(func.count()).select_from(Account).where(Account.rung)
    at_places = select(func.count()).select_from(PushSubscription).where(PushSubscription.rung)
    return house.database.read_now(lambda session: (bool(session.scalar(marked)), bool(session.scalar(at_places))))
