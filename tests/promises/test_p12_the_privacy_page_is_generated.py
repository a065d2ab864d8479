"""P12: the privacy page is made from the declarations and the running settings: what changes there changes it."""
# ruff: noqa: F811 — fixtures are imported by their names

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from app import wiring
from app.accounts import lasting
from app.accounts.actions import blocking
from app.accounts.models import Community
from app.storage.ages import AtMost, Kept, NobodyIn
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse, juno, lantern, marisol, stranger  # noqa: F401 — fixtures
from tests.world.cast import Member
from tests.world.planting import Ground, an_ally


def privacy(browser: Browser) -> str:
    page = browser.get("/privacy")
    assert page.status == 200
    return read(page.text)


def read(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


def with_settings(lantern: OpenHouse, **changed: object) -> None:
    house = replace(lantern.house, settings=replace(lantern.house.settings, **changed))
    lantern.app.state.envoy = replace(lantern.envoy, house=house)


def test_every_declared_kind_appears_with_its_reason(lantern: OpenHouse, stranger: Browser):
    words = privacy(stranger)

    for age in wiring.AGES:
        said = (age.because,) if isinstance(age, NobodyIn) else (age.what, age.why)
        assert all(sentence in words for sentence in said), age


def test_a_new_declaration_appears_and_one_that_goes_is_gone(lantern: OpenHouse, stranger: Browser):
    first = next(age for age in wiring.AGES if isinstance(age, Kept))
    lantern.app.state.ages = (replace(first, what="Shoe sizes", why="For the dance."),)

    words = privacy(stranger)

    assert "Shoe sizes" in words
    assert "For the dance." in words
    assert first.what not in words


def test_another_age_changes_the_page(lantern: OpenHouse, stranger: Browser):
    told = next(age for age in wiring.AGES if isinstance(age, Kept) and age.table.name == "notifications")
    assert isinstance(told.how_long, AtMost)
    before = privacy(stranger)
    assert f"{told.what} : at most 30 days" in before

    lantern.app.state.ages = (replace(told, how_long=replace(told.how_long, span=timedelta(days=9))),)

    assert f"{told.what} : at most 9 days" in privacy(stranger)


def test_where_things_lie_follows_the_settings(lantern: OpenHouse, stranger: Browser, kind: str):
    beside = privacy(stranger)
    with_settings(lantern, media_url="s3://pictures", proxies=(), bus_url="redis://bus")
    elsewhere = privacy(stranger)

    assert ("In one file beside this software." in beside) is (kind == "sqlite")
    assert ("In a database server of this house." in beside) is (kind == "postgres")
    assert "Pictures lie in a folder beside it." in beside
    assert "Pictures lie in a store that this house uses." in elsewhere
    assert "A store for pictures that this house uses." in elsewhere
    assert "passes news between this house's own processes" in elsewhere
    assert "What the proxy before it" in beside
    assert "What the proxy before it" not in elsewhere


def test_the_houses_longest_stands_there(lantern: OpenHouse, stranger: Browser):
    before = privacy(stranger)

    lantern.house.database.write_now(lasting.let_posts_last, "steward", 30)

    assert "At most 30 days in this house" not in before
    assert "At most 30 days in this house" in privacy(stranger)


def test_it_lists_what_software_cannot_know(lantern: OpenHouse, stranger: Browser):
    words = privacy(stranger)

    unknown = words.partition("What this software cannot know")[2]
    for each in ("writes down", "snapshots", "Where backups are", "altered", "court", "files that were removed"):
        assert each in unknown


def test_it_names_everybody_who_is_contacted_and_nobody_else(lantern: OpenHouse, stranger: Browser, kind: str):
    words = privacy(stranger)

    contacted = words.partition("Who is contacted")[2].partition("Where it lies")[0]
    assert "this house's allies, and a house whose address a steward typed in" in contacted
    assert ("A database server that belongs to this house." in contacted) is (kind == "postgres")
    assert "No service that sends notifications to telephones" in contacted


def test_it_says_what_is_never_kept(lantern: OpenHouse, stranger: Browser):
    never = privacy(stranger).partition("What is never kept")[2].partition("Who is contacted")[0]

    for each in ("E-mail, telephone, legal name, birth date", "Your address on the network", "a camera", "not counted"):
        assert each in never


def test_it_says_how_far_deleting_reaches(lantern: OpenHouse, stranger: Browser, kind: str):
    deleted = privacy(stranger).partition("When something is deleted")[2].partition("cannot know")[0]

    assert ("From the bytes of the database within minutes" in deleted) is (kind == "sqlite")
    assert ("its own log keeps it for longer" in deleted) is (kind == "postgres")
    assert "Every ally that had it is asked to delete it as well. Its software may not." in deleted
    assert "An older backup that is put back deletes again what was deleted since." in deleted


def test_members_read_who_the_allies_are_and_strangers_no_name_and_no_number(
    lantern: OpenHouse, a_member: Member, marisol: Browser, stranger: Browser
):
    an_ally(Ground(lantern, a_member), "allied")  # type: ignore[arg-type]
    lantern.app.state.shown = None

    assert "Allies now: allied.example" in privacy(marisol)
    strangers = stranger.get("/privacy").text
    assert "allied.example" not in strangers
    assert "marisol" not in strangers
    assert "Lantern" not in strangers


def test_before_the_house_is_set_up_there_is_no_such_page(lantern: OpenHouse, stranger: Browser):
    lantern.house.database.write_now(lambda session: session.execute(update(Community).values(set_up=False)))
    lantern.app.state.shown = None

    assert stranger.get("/privacy").status == 404


@pytest.mark.parametrize("path", ["/", "/sign-in"])
def test_strangers_are_led_there(lantern: OpenHouse, stranger: Browser, path: str):
    assert 'href="/privacy"' in stranger.get(path).text


def test_whoever_is_invited_and_whoever_lives_here_is_led_there(
    lantern: OpenHouse, a_member: Member, marisol: Browser, stranger: Browser
):
    for page in (stranger.get(lantern.invitation_by(a_member)), marisol.get("/about"), marisol.get("/more")):
        assert 'href="/privacy"' in page.text


def test_a_member_sees_what_is_held_about_them(lantern: OpenHouse, a_member: Member, marisol: Browser):
    a_member.posts("one")
    a_member.posts("two")

    words = read(marisol.get("/settings/held").text)

    assert "Your posts and messages that have no end; messages are sealed : 2, the oldest from" in words
    assert "What there is nothing of" in words


def test_what_others_did_towards_them_is_not_counted_there(
    lantern: OpenHouse, a_member: Member, another_member: Member, marisol: Browser
):
    before = read(marisol.get("/settings/held").text)
    another_member.posts("something of juno's")
    another_member.follows(a_member)

    lantern.house.database.write_now(blocking.mute, another_member.id, a_member.id, now=lantern.envoy.clock())

    after = read(marisol.get("/settings/held").text)
    assert kept_lines(after) == kept_lines(before)


def test_nobody_else_sees_it(lantern: OpenHouse, stranger: Browser):
    assert stranger.get("/settings/held").location.startswith("/sign-in")


def kept_lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if "Kept " in line and "Where you are signed in" not in line]
