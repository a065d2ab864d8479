"""The allies' desk: stewards say yes and no; members read the list; nothing happens without a person."""

from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from app import main, wiring
from app.doors.limits import Limits
from federation.envoy import Envoy
from federation.reach import Reachable
from federation.signatures import fingerprint
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.alliance import Net, NetFetcher
from tests.world.cast import Member, join
from tests.world.peers import AClock

HARBOUR = "https://harbour.example"


@pytest.fixture
def two_houses(make_house: Callable[..., object]) -> Iterator[tuple[OpenHouse, OpenHouse]]:
    """Lantern House and Harbour House, whole, on one net."""
    net, hours, opened = Net(), AClock(), []
    for label in ("lantern", "harbour"):
        envoy = wiring.envoy_of(make_house(label))  # type: ignore[arg-type]
        envoy = Envoy(envoy.house, envoy.community, NetFetcher(net, Reachable(envoy.house.database), hours), hours)
        app = main.build(envoy, works=False)
        app.state.limits = Limits(on=False)
        net.doors[envoy.origin] = app
        client = TestClient(app, base_url=envoy.origin, follow_redirects=False)
        opened.append(OpenHouse(envoy, app, client.__enter__()))
    yield opened[0], opened[1]
    for house in opened:
        house.client.__exit__(None, None, None)


def a_steward_of(house: OpenHouse, name: str) -> Browser:
    return house.browser_of(join(house.house, name, "steward"))


def knocks(browser: Browser, origin: str = HARBOUR, **filled: str | list[str]) -> Page:
    return browser.submit(browser.get("/allies"), "/allies", origin=origin, **filled)


def form_ending(page: Page, ending: str):
    return next(form for form in page.forms if form.action.startswith("/allies/") and form.action.endswith(ending))


def answers(browser: Browser, word: str, **filled: str | list[str]) -> Page:
    page = browser.get("/allies")
    return browser.submit(page, form_ending(page, "/answer").action, answer=word, **filled)


def test_two_stewards_make_an_alliance_and_compare_the_same_fingerprints(two_houses: tuple[OpenHouse, OpenHouse]):
    lantern, harbour = two_houses
    vera, hana = a_steward_of(lantern, "vera"), a_steward_of(harbour, "hana")

    knocked = vera.follow(knocks(vera))
    at_the_door = hana.get("/allies")
    accepted = hana.follow(answers(hana, "accept"))
    lantern.settles()

    assert "We knocked" in knocked.text
    assert "waiting for their answer" in knocked.text
    assert "waiting for your answer" in at_the_door.text
    for group in fingerprint(lantern.envoy.community.public_key).split():
        assert f"<span>{group}</span>" in at_the_door.text
    assert "You are allies." in accepted.text
    assert ">allied<" in vera.get("/allies").text


def test_a_steward_declines_and_nothing_of_it_is_kept(two_houses: tuple[OpenHouse, OpenHouse]):
    lantern, harbour = two_houses
    vera, hana = a_steward_of(lantern, "vera"), a_steward_of(harbour, "hana")
    knocks(vera)

    answer = answers(hana, "decline")

    assert "Declined" in hana.follow(answer).text
    assert "lantern.example" not in hana.get("/allies").text


def test_an_alliance_is_paused_resumed_and_ended_with_the_consequences_said_first(
    two_houses: tuple[OpenHouse, OpenHouse],
):
    lantern, harbour = two_houses
    vera, hana = a_steward_of(lantern, "vera"), a_steward_of(harbour, "hana")
    knocks(vera)
    answers(hana, "accept")

    for ending, state in (("/pause", "paused"), ("/resumption", "allied")):
        page = hana.get("/allies")
        shown = hana.follow(hana.submit(page, form_ending(page, ending).action))
        assert f">{state}<" in shown.text
    parting = next(link for link in hana.get("/allies").links() if link.endswith("/parting"))
    consequences = hana.get(parting)
    ended = hana.follow(hana.submit(consequences, parting))

    assert "Parting can&#39;t be undone" in consequences.text
    assert ">parting<" in ended.text


def test_a_member_finds_somebody_at_an_ally_and_asks_to_follow(two_houses: tuple[OpenHouse, OpenHouse]):
    lantern, harbour = two_houses
    knocks(a_steward_of(lantern, "vera"))
    answers(a_steward_of(harbour, "hana"), "accept")
    nightdesk = join(harbour.house, "nightdesk")
    marisol = lantern.browser_of(join(lantern.house, "marisol"))

    found = marisol.submit(marisol.get("/more"), "/lookups", who="@nightdesk@harbour.example")
    marisol.submit(marisol.follow(found), f"{found.location}/follow", follow="1")
    lantern.settles()
    harbour.settles()

    assert found.location == "/@nightdesk@harbour.example"
    assert "marisol@lantern.example" in harbour.browser_of(nightdesk).get("/follow-requests").text


@pytest.mark.parametrize(
    "origin", ["", "harbor", "http://harbour.example", "https://harbour.example/@x", "https://lantern.example", "https://nowhere.example"]
)  # fmt: skip
def test_an_address_that_is_no_house_is_said_beside_the_field(two_houses: tuple[OpenHouse, OpenHouse], origin: str):
    vera = a_steward_of(two_houses[0], "vera")

    answer = knocks(vera, origin)

    assert answer.status in {409, 422, 503}
    assert 'id="origin-fault"' in answer.text
    assert answer.values_of("/allies")["origin"] == origin
    assert "waiting for their answer" not in vera.get("/allies").text


def test_other_software_is_allied_with_by_hand(lantern: OpenHouse, vera: Browser):
    answer = knocks(vera, "https://masto.example", by_hand="1", scopes=["posts"])

    assert "You are allies." in vera.follow(answer).text
    assert "only our own yes can be proved" in vera.get("/allies").text


def test_a_member_reads_the_list_and_decides_nothing(lantern: OpenHouse, vera: Browser, marisol: Browser):
    knocks(vera, "https://masto.example", by_hand="1")
    desk = vera.get("/allies")
    actions = {"/allies", *(form.action for form in desk.forms if form.action.startswith("/allies/"))}
    token = marisol.get("/write").values_of("/posts")["csrf"]

    seen = marisol.get("/allies")

    assert "masto.example" in seen.text
    assert {form.action for form in seen.forms} == {"/leave"}
    for action in actions:
        assert marisol.post(action, [("csrf", token), ("origin", HARBOUR)]).status == 403
    for link in (link for link in desk.links() if link.endswith("/parting")):
        assert marisol.get(link).status == 403
        assert marisol.post(link, [("csrf", token)]).status == 403
    assert ">allied<" in vera.get("/allies").text


def test_the_desk_takes_no_form_from_elsewhere(lantern: OpenHouse, vera: Browser, stranger: Browser):
    page = vera.get("/allies")

    filled = {"origin": "https://masto.example", "by_hand": "1"}

    assert vera.submit(page, "/allies", headers={"origin": "https://evil.example"}, **filled).status == 403
    assert vera.submit(page, "/allies", csrf="", **filled).status == 403
    assert stranger.submit(page, "/allies", **filled).location == "/sign-in"
    assert "No allies yet" in vera.get("/allies").text


def test_an_ally_that_is_not_there_is_not_there(vera: Browser, a_member: Member):
    token = vera.get("/write").values_of("/posts")["csrf"]

    assert vera.get("/allies/12/parting").status == 404
    assert vera.post("/allies/12/pause", [("csrf", token)]).status == 404
