"""A member who was drawn to be the second to decide: that one matter, yes or no, and nothing else of the desk."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import Account
from app.basics.clock import now
from moderation import decisions
from moderation.decisions import Draft
from moderation.jurors.models import Drawn
from moderation.measures import Measure
from moderation.openness.models import Reading
from tests.appeals.deciding import WHY, Governed, govern, viewer
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member, join
from tests.world.governing import BY_TWO
from tests.world.governing_cases import reports


@pytest.fixture
def small(lantern: OpenHouse) -> Governed:
    """Lantern House with two who look after it."""
    governed = govern(lantern.house)
    lantern.house.database.write_now(lambda s: setattr(s.get_one(Account, governed.sasha.id), "role", "member"))
    return governed


@pytest.fixture
def tove(small: Governed) -> Member:
    return join(small.house, "tove")


@pytest.fixture
def matter(lantern: OpenHouse, small: Governed, tove: Member) -> int:
    """Robin wants Marisol suspended for a post, and Tove was drawn and took the part; the decision's id."""
    case = reports(small.juno, small.marisol.posts("The red door on Canal Street", "community"))
    decision_id = small.does(decisions.decide, viewer(small.robin), Draft(case, Measure.SUSPEND, BY_TWO, WHY))
    given = {"asked_at": now(), "answer_by": now() + timedelta(days=1), "part": "agree", "answer": "yes"}
    small.house.database.write_now(
        lambda session: session.add(Drawn(decision_id=decision_id, account_id=tove.id, **given))
    )
    return decision_id


def says(browser: Browser, decision_id: int, agrees: str) -> Page:
    path = f"/drawn/{decision_id}"
    return browser.post(path, [*browser.get(path).form(path).values, ("agrees", agrees)])


def own_token(browser: Browser) -> list[tuple[str, str]]:
    return [("csrf", browser.get("/more").values_of("/sign-out")["csrf"])]


def test_they_read_what_it_is_about_and_not_who_reported_or_decided(
    lantern: OpenHouse, small: Governed, tove: Member, matter: int
):
    page = lantern.browser_of(tove).get(f"/drawn/{matter}").text

    assert "The red door on Canal Street" in page
    assert WHY in page
    assert "juno" not in page.lower()
    assert "robin" not in page.lower()


def test_that_they_read_it_is_logged(lantern: OpenHouse, small: Governed, tove: Member, matter: int):
    lantern.browser_of(tove).get(f"/drawn/{matter}")

    assert len(small.house.database.read_now(lambda s: s.scalars(select(Reading)).all())) == 1


def test_with_their_yes_it_is_in_force(lantern: OpenHouse, small: Governed, tove: Member, matter: int):
    browser = lantern.browser_of(tove)

    done = says(browser, matter, "1")

    assert "What you said counts." in browser.follow(done).text
    assert small.account().suspended
    assert browser.get(f"/drawn/{matter}").status == 404, "it was read for this, and not for ever"


def test_with_their_no_it_does_not_happen(lantern: OpenHouse, small: Governed, tove: Member, matter: int):
    says(lantern.browser_of(tove), matter, "0")

    assert small.row(matter).outcome == "declined"
    assert not small.account().suspended


def test_twice_or_too_late_is_a_sentence(lantern: OpenHouse, small: Governed, tove: Member, matter: int):
    browser = lantern.browser_of(tove)
    before = browser.get(f"/drawn/{matter}")
    says(browser, matter, "1")

    again = browser.post(f"/drawn/{matter}", [*before.form(f"/drawn/{matter}").values, ("agrees", "0")])

    assert again.status == 409
    assert "does not wait for anybody any more" in again.text
    assert "The red door on Canal Street" not in again.text
    assert small.account().suspended


def test_nobody_else_finds_it(lantern: OpenHouse, small: Governed, matter: int, stranger: Browser):
    path = f"/drawn/{matter}"

    for member in (small.juno, small.sasha, small.marisol, small.steward):
        browser = lantern.browser_of(member)
        assert browser.get(path).status == 404
        assert browser.post(path, [*own_token(browser), ("agrees", "1")]).status == 404
    assert stranger.get(path).status == 303
    assert small.row(matter).in_force_at is None


def test_whoever_only_was_asked_reads_nothing_yet(lantern: OpenHouse, small: Governed, tove: Member, matter: int):
    small.house.database.write_now(lambda s: setattr(s.get_one(Drawn, (matter, tove.id)), "answer", ""))
    browser = lantern.browser_of(tove)

    assert browser.get(f"/drawn/{matter}").status == 404
    assert browser.post(f"/drawn/{matter}", [*own_token(browser), ("agrees", "1")]).status == 404


def test_whoever_has_become_too_close_meanwhile_reads_and_says_nothing(
    lantern: OpenHouse, small: Governed, tove: Member, matter: int
):
    tove.follows(small.marisol)
    browser = lantern.browser_of(tove)

    assert browser.get(f"/drawn/{matter}").status == 403
    assert browser.post(f"/drawn/{matter}", [*own_token(browser), ("agrees", "1")]).status == 403
    assert small.row(matter).in_force_at is None
