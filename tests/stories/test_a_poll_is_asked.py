"""Marisol asks her people which day suits them, Juno votes, and Marisol reads how it stands."""

from collections.abc import Callable

import pytest

from app.basics.settings import load
from app.storage.house import House
from tests.stories.test_a_tag_is_followed import signs_in
from tests.stories.test_two_names_in_one_browser import settings_of
from tests.world.browsers import Person
from tests.world.cast import join
from tests.world.servers import Server, eventually


@pytest.mark.story
def test_a_poll_is_written_a_friend_votes_and_its_author_sees_the_count(
    make_server: Callable[..., Server], somebody: Callable[..., Person]
):
    server = make_server("lantern").start()
    house = House.opened(load(settings_of(server)))
    marisol_here, juno_here = join(house, "marisol"), join(house, "juno")
    juno_here.follows(marisol_here)
    marisol, juno = (signs_in(somebody(name, server.origin), name) for name in ("marisol", "juno"))

    asks(marisol, "Which day do we meet?", "Tuesday at eight", "Tuesday at eight")
    marisol.presses("Post").sees("This choice is there already.")
    assert marisol.page.locator("textarea[name=text]").input_value() == "Which day do we meet?"
    marisol.keeps_four_looks("a choice that is there twice")
    marisol.complaints.clear()  # the browser says that a form was refused
    marisol.fills("Choice 2", "Wednesday at noon").presses("Post").sees("Posted.")
    marisol.sees("0 people voted").sees("ends in")
    assert marisol.page.get_by_role("button", name="Vote").count() == 0

    eventually(lambda: "Which day do we meet?" in juno.opens("/").page.content())
    juno.page.locator("summary", has_text="See the counts without voting").click()
    juno.sees("0 votes")
    juno.page.get_by_role("radio", name="Wednesday at noon").check()
    juno.keeps_four_looks("voting")
    juno.presses("Vote").sees("1 person voted, you among them").sees("1 vote")
    assert juno.page.get_by_role("button", name="Vote").count() == 0
    assert "/#p" in juno.page.url, "back in the list it stood in"

    marisol.opens("/").sees("1 person voted").sees("1 vote").sees_nothing_of("you among them")
    marisol.sees_nothing_of("@juno").keeps_four_looks("a poll with counts")
    assert [person.complaints for person in (marisol, juno)] == [[], []]
    house.close()


def asks(person: Person, words: str, *choices: str) -> None:
    person.opens("/write").page.locator("textarea[name=text]").fill(words)
    person.page.locator("summary", has_text="Poll").click()
    for number, choice in enumerate(choices, 1):
        person.fills(f"Choice {number}", choice)
