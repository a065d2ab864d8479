"""Marisol lets her people quote her, Juno does, and Marisol takes her words out again."""

from collections.abc import Callable

import pytest

from app.basics.settings import load
from app.storage.house import House
from tests.stories.test_a_tag_is_followed import signs_in
from tests.stories.test_two_names_in_one_browser import settings_of
from tests.world.browsers import Person
from tests.world.cast import join
from tests.world.servers import Server, eventually

WORDS = "The landlord on Canal Street asks for a fee again."


@pytest.mark.story
def test_a_friend_quotes_what_she_may_and_its_author_takes_it_out(
    make_server: Callable[..., Server], somebody: Callable[..., Person]
):
    server = make_server("lantern").start()
    house = House.opened(load(settings_of(server)))
    marisol_here, juno_here = join(house, "marisol"), join(house, "juno")
    juno_here.follows(marisol_here)
    marisol_here.follows(juno_here)
    marisol, juno = (signs_in(somebody(name, server.origin), name) for name in ("marisol", "juno"))

    writes(marisol, WORDS)
    eventually(lambda: WORDS in juno.opens("/").page.content())
    assert juno.page.locator("a[href*='quote=']").count() == 0, "nobody unless she says so"

    marisol.opens("/").page.locator("summary", has_text="More").last.click()
    marisol.follows_link("Quotes of it…").sees("Nobody whose post you can read.")
    marisol.page.get_by_label("Who may quote it").select_option(label="your followers")
    marisol.presses("Keep it so").sees("Your settings are kept.")

    juno.opens("/").page.locator("article", has_text=WORDS).locator("summary", has_text="More").click()
    juno.follows_link("Quote").sees(WORDS)
    juno.keeps_four_looks("writing a quote")
    juno.page.locator("textarea[name=text]").fill("Go together, and take this with you.")
    juno.presses("Post").sees("Posted.").sees(WORDS)

    eventually(lambda: "quoted your post" in marisol.opens("/notifications").page.content())
    marisol.opens("/")
    eventually(lambda: "take this with you" in marisol.opens("/").page.content())
    marisol.keeps_four_looks("a quote")
    marisol.page.locator("article", has_text=WORDS).last.locator("summary", has_text="More").click()
    marisol.follows_link("Quotes of it…").sees("Go together")
    marisol.keeps_four_looks("who quoted")
    marisol.presses("Take your post out of the one by @juno").sees("Your post is out of it.")

    juno.opens("/@juno").sees("Go together").sees("It quoted a post whose author does not allow it any more.")
    juno.sees_nothing_of(WORDS)
    juno.keeps_four_looks("a quote that was taken back")
    assert [person.complaints for person in (marisol, juno)] == [[], []]
    house.close()


def writes(person: Person, words: str) -> None:
    person.opens("/write").page.locator("textarea[name=text]").fill(words)
    person.presses("Post").sees("Posted.")
