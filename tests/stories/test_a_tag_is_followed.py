"""Marisol follows a tag on her phone: from a word in a post to her home, and out of it again."""

from collections.abc import Callable

import pytest

from app.basics.settings import load
from app.storage.house import House
from tests.stories.test_two_names_in_one_browser import settings_of
from tests.world.browsers import Person
from tests.world.cast import PASSPHRASE, join
from tests.world.servers import Server, eventually


@pytest.mark.story
def test_a_tag_is_followed_comes_home_and_is_followed_no_longer(
    make_server: Callable[..., Server], somebody: Callable[..., Person]
):
    server = make_server("lantern").start()
    house = House.opened(load(settings_of(server)))
    for name in ("marisol", "juno"):
        join(house, name)
    marisol, juno = (signs_in(somebody(name, server.origin), name) for name in ("marisol", "juno"))

    writes(juno, "The letter is here #НашиПрава")
    marisol.opens("/community").follows_link("#НашиПрава").sees("The letter is here")
    marisol.presses("Follow").sees("comes into your home from now on").keeps_four_looks("a tag is followed")
    writes(juno, "Meeting at eight #нашиправа")
    eventually(lambda: "Meeting at eight" in marisol.opens("/").page.content())
    marisol.sees_nothing_of("The letter is here")

    marisol.follows_link("More").follows_link("Tags you follow").sees("#нашиправа")
    marisol.presses("Stop following").sees("You follow no tags yet.")
    eventually(lambda: "Meeting at eight" not in marisol.opens("/").page.content())

    assert marisol.complaints == []

    marisol.opens("/tags").fills("Open a tag", "two words").presses("Open").sees("A tag is one word")
    assert marisol.page.locator("input[name=tag]").input_value() == "two words"
    marisol.fills("Open a tag", "#НАШИПРАВА").presses("Open").sees("Meeting at eight").sees("The letter is here")
    house.close()


def signs_in(person: Person, name: str) -> Person:
    person.opens("/sign-in").fills("Name", name)
    person.page.locator("input[name=passphrase]").fill(PASSPHRASE)
    return person.presses("Sign in").sees("Write to your people")


def writes(person: Person, words: str) -> None:
    person.opens("/write").page.locator("textarea[name=text]").fill(words)
    person.presses("Post").sees("Posted.")
