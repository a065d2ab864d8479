"""Somebody unknown writes to Marisol: she reads it, says yes, answers, goes on, and puts it away."""

from collections.abc import Callable

import pytest

from app.basics.settings import load
from app.storage.house import House
from tests.stories.test_a_tag_is_followed import signs_in
from tests.stories.test_two_names_in_one_browser import settings_of
from tests.world.browsers import Person
from tests.world.cast import join
from tests.world.servers import Server, eventually

ASKS = "Are you the one with the letter?"


@pytest.mark.story
def test_a_request_is_answered_and_goes_on_as_a_conversation(
    make_server: Callable[..., Server], somebody: Callable[..., Person]
):
    server = make_server("lantern").start()
    house = House.opened(load(settings_of(server)))
    for name in ("marisol", "juno"):
        join(house, name)
    marisol, juno = (signs_in(somebody(name, server.origin), name) for name in ("marisol", "juno"))

    juno.opens("/write?audience=mentioned").page.locator("textarea[name=text]").fill(f"@marisol {ASKS}")
    juno.presses("Post").sees("Posted.")
    marisol.opens("/messages").sees_nothing_of(ASKS).follows_link("Requests").sees("@juno")
    marisol.follows_link("Read it").sees(ASKS).keeps_four_looks("a request").presses("Yes, take them").sees(
        "Their messages are among yours now."
    )

    opens_the_talk(marisol)
    marisol.sees(ASKS)
    answers(marisol, "I am. Does @vera know?")
    juno.opens("/messages").sees("I am. Does @vera know?")
    opens_the_talk(juno)
    answers(juno, "Nobody does.")

    eventually(lambda: "Nobody does." in marisol.opens("/messages").page.content())
    assert marisol.page.locator("li.talk.fresh").count() == 1
    opens_the_talk(marisol)
    said = marisol.page.locator("main").inner_text()
    assert said.index(ASKS) < said.index("Does @vera know?") < said.index("Nobody does.")
    marisol.keeps_four_looks("a conversation").presses("Put away").sees("Put away.").sees("No messages yet.")

    opens_the_talk(juno.opens("/messages"))
    answers(juno, "Still there?")
    marisol.opens("/messages").sees("Still there?")

    assert marisol.complaints == juno.complaints == []
    house.close()


def opens_the_talk(person: Person) -> None:
    person.is_led_on_by(person.page.locator("li.talk a.who").first)


def answers(person: Person, words: str) -> None:
    person.page.locator("textarea[name=text]").fill(words)
    person.presses("Send").sees(words)
