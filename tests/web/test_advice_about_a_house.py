"""Whoever is about to say yes to a house reads first what others advise about it, and decides."""

from sqlalchemy import select

from app.allies.models import Ally
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.world.advising import HEAD, an_ally_at, brings
from tests.world.cast import Member


def test_a_stewards_yes_is_asked_for_once_more_where_others_advise_against_it(
    lantern: OpenHouse, vera: Browser, a_steward: Member
):
    brings(a_steward, f"{HEAD}\nmasto.example,suspend,,,outing,\n")
    filled = {"origin": "https://social.masto.example", "by_hand": "1", "scopes": ["posts"]}

    asked = vera.submit(vera.get("/allies"), "/allies", **filled)  # type: ignore[arg-type]

    assert asked.status == 200
    assert "Others advise against masto.example:" in asked.text
    assert "against social.masto.example" not in asked.text
    assert "outing" in asked.text
    assert "We have not knocked yet." in asked.text
    assert asked.values_of("/allies")["origin"] == "https://social.masto.example"
    assert lantern.house.database.read_now(lambda session: session.scalars(select(Ally.id)).all()) == []

    answer = vera.submit(asked, "/allies")
    assert "You are allies." in vera.follow(answer).text


def test_what_is_said_of_a_house_and_of_what_it_is_a_part_of_stands_each_under_its_name(
    lantern: OpenHouse, vera: Browser, a_steward: Member
):
    brings(a_steward, f"{HEAD}\nmasto.example,,,,spam,\nsocial.masto.example,,,,outing,\n")

    asked = vera.submit(vera.get("/allies"), "/allies", origin="https://social.masto.example", by_hand="1")

    places = [
        asked.text.index(said) for said in ("against social.masto.example:", "outing", "against masto.example:", "spam")
    ]
    assert places == sorted(places)


def test_what_was_read_of_one_house_says_nothing_of_another(lantern: OpenHouse, vera: Browser, a_steward: Member):
    brings(a_steward, "masto.example\nother.example\n")
    asked = vera.submit(vera.get("/allies"), "/allies", origin="https://masto.example", by_hand="1")

    again = vera.submit(asked, "/allies", origin="https://other.example", by_hand="1")

    assert "Others advise against other.example:" in again.text
    assert ">allied<" not in again.text


def test_a_house_that_knocked_is_shown_with_what_others_say_to_stewards_alone(
    lantern: OpenHouse, vera: Browser, robin: Browser, a_steward: Member
):
    harbour = an_ally_at(lantern.house)
    brings(a_steward, f"{HEAD}\nharbour.example,suspend,,,outing,\n")
    knocked = lantern.house.database.write_now
    knocked(lambda session: setattr(session.get(Ally, harbour), "state", "knocked"))

    assert "Others advise against harbour.example:" in vera.get("/allies").text
    assert "outing" in vera.get("/allies").text
    assert "outing" not in robin.get("/allies").text
