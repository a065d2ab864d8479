"""Somebody writes with the keyboard alone: names, tags and emoji are completed, and it is looked at before it goes."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from app.accounts import community
from app.basics.settings import load
from app.storage.house import House
from tests.stories.test_a_tag_is_followed import signs_in
from tests.stories.test_two_names_in_one_browser import settings_of
from tests.world.browsers import Person
from tests.world.cast import join
from tests.world.emoji import emoji_in
from tests.world.servers import Server


@pytest.fixture
def lantern(make_server: Callable[..., Server]) -> Server:
    return make_server("lantern").start()


@pytest.fixture
def marisol(lantern: Server, somebody: Callable[..., Person]) -> Iterator[Person]:
    """Marisol, who follows Juno and knows nobody else."""
    house = House.opened(load(settings_of(lantern)))
    house.database.write_now(lambda session: community.name_house(session, "Lantern House", "Notes", ""))
    member, juno = join(house, "marisol"), join(house, "juno")
    join(house, "juliet")
    member.follows(juno)
    member.posts("The #SoupKitchen opens")
    made(house)
    yield signs_in(somebody("marisol", lantern.origin), "marisol")
    house.close()


def made(house: House) -> None:
    """An emoji of the house."""
    from threading import Thread

    at_work = Thread(target=lambda: asyncio.run(emoji_in(house)))  # the browser's own loop runs in this thread
    at_work.start()
    at_work.join()


@pytest.mark.story
def test_a_post_is_written_looked_at_and_sent(marisol: Person, script: bool):
    field = marisol.opens("/write").page.get_by_label("Your post")
    field.focus()
    if script:
        offers = marisol.page.locator(".offers [role=option]")
        marisol.page.keyboard.type("Dear @ju")
        expect(offers).to_have_count(1)
        expect(marisol.page.get_by_text("Suggestions: 1.")).to_have_count(1)
        assert field.get_attribute("aria-activedescendant") is None
        for begun, taken in (("", "Enter"), ("at #soup", "Tab"), ("under the :par", "Enter")):
            marisol.page.keyboard.type(begun)
            expect(offers).to_have_count(1)
            marisol.page.keyboard.press("ArrowDown")
            expect(offers.first).to_have_attribute("aria-selected", "true")
            assert field.get_attribute("aria-activedescendant") == offers.first.get_attribute("id")
            marisol.keeps_four_looks("choosing") if begun else None
            marisol.page.keyboard.press(taken)
            expect(offers).to_have_count(0)
        expect(field).to_be_focused()
    else:
        field.fill("Dear @juno at #SoupKitchen under the :parasol: ")
    expect(field).to_have_value("Dear @juno at #SoupKitchen under the :parasol: ")

    marisol.presses("Preview").sees("What others will see").keeps_four_looks("the preview")
    shown = marisol.page.locator(".preview")
    expect(shown.get_by_role("link", name="@juno", exact=True)).to_be_visible()
    expect(shown.get_by_role("link", name="#SoupKitchen")).to_be_visible()
    marisol.presses("Post").sees("Posted.")
    assert marisol.complaints == []


@pytest.mark.story
@pytest.mark.parametrize("script", ["with script"], indirect=True)
def test_what_is_offered_is_in_nobodys_way(marisol: Person):
    field = marisol.opens("/write").page.get_by_label("Your post")
    offers = marisol.page.locator(".offers [role=option]")
    field.focus()

    marisol.page.keyboard.type("Dear @ju")
    expect(offers).to_have_count(1)
    marisol.page.keyboard.press("Enter")
    marisol.page.keyboard.type("at 10:30 to a@ju.example @ju")
    expect(offers).to_have_count(1)
    marisol.page.keyboard.press("Escape")

    expect(offers).to_have_count(0)
    expect(field).to_have_value("Dear @ju\nat 10:30 to a@ju.example @ju")
    assert marisol.complaints == []
