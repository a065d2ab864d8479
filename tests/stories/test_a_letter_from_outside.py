"""Lina lives elsewhere and is named here: she writes with neither account nor address, and has an answer by a code."""

import pytest

from tests.stories.at_the_desk import decides, governed, the_case
from tests.stories.conftest import Home
from tests.world.browsers import Person
from tests.world.servers import eventually

WORDS = "Lina works behind the red door on Canal Street."
WRONG = "That is me, and my landlord reads this."
ANSWER = "We have read it, and look at it tonight. Are you safe where you are?"
MORE = "I am with a friend. Thank you."
NO_SUCH_CODE = "No letter has this code."


@pytest.mark.story
def test_somebody_without_an_account_writes_and_reads_the_answer_and_what_came_of_it(home: Home):
    governed(home, "robin")
    post_id = home.lives("marisol").posts(WORDS, "community")
    vera, robin, lina = home.person("vera"), home.person("robin"), home.somebody("lina", home.origin)
    opens_the_door(vera, lina)

    code = writes(lina, f"{home.origin}/@marisol/{post_id}")
    reads(lina, code).sees(WRONG).sees("Nothing is decided yet.").keeps_four_looks("nothing is decided yet")

    eventually(lambda: robin.opens("/house/outside").page.get_by_text(WRONG).count())
    robin.sees("Somebody is in danger").fills("Write back", ANSWER).keeps_four_looks("a letter from outside")
    robin.presses("Send").sees(ANSWER)
    reads(lina, code).sees(ANSWER).fills("Something to add, if you like", MORE).presses("Send").sees(MORE)
    robin.opens("/house/outside").sees(MORE).follows_link(f"Report {the_case(home)}").sees(WRONG).sees(WORDS)
    robin.keeps_four_looks("the case of a letter")
    decides(robin, the_case(home), "remove")

    another_day = home.somebody("lina", home.origin)
    reads(another_day, code).sees(ANSWER).sees("It is removed.").keeps_four_looks("what came of it")
    assert [one.complaints for one in (vera, robin, another_day)] == [[], [], []]


@pytest.mark.story
def test_a_code_that_was_guessed_opens_nothing_and_what_was_typed_is_not_lost(home: Home):
    governed(home)
    vera, lina = home.person("vera"), home.somebody("lina", home.origin)
    opens_the_door(vera, lina)
    code = writes(lina, "@nobody-by-this-name")
    guesser = home.somebody("guesser", home.origin)

    for guess in ("AAAA-BBBB-CCCC-DDDD", code[:-1], "1", f"{code} OR 1=1"):
        reads(guesser, guess).sees(NO_SUCH_CODE).sees_nothing_of(WRONG)
        assert guesser.page.get_by_label("Case code").input_value() == guess
    guesser.fills("Something to add, if you like", "Whose is this?").presses("Show it").sees(NO_SUCH_CODE)
    guesser.keeps_four_looks("a guessed code")
    assert guesser.page.get_by_label("Something to add").input_value() == "Whose is this?"

    writes(lina, "@marisol")
    reads(lina, f" {code.lower().replace('-', ' ')} ").sees(WRONG).sees_nothing_of("Whose is this?")
    eventually(lambda: vera.opens("/house/outside").page.get_by_text("Nothing was found under this name").count())
    vera.keeps_four_looks("a letter of which nothing was found")
    assert vera.complaints == []


def opens_the_door(steward: Person, stranger: Person) -> None:
    """Before that a stranger is led to sign in, as from every page of members."""
    stranger.opens("/outside").sees("Passphrase lost?")
    steward.opens("/more").follows_link("Letters from outside").sees("This door is closed.")
    steward.presses("Open it").sees("This door is open: anybody on the web can write.")


def writes(person: Person, about: str) -> str:
    """Their code, which they write down."""
    person.opens("/outside").sees("You need no account, and leave no address.").fills("Which post", about)
    person.fills("What is wrong", WRONG).page.get_by_role("radio", name="Somebody is in danger").check()
    person.keeps_four_looks("a letter is written")
    person.presses("Send, and get a code").sees("It is shown once").keeps_four_looks("a code to keep")
    return person.page.locator("p.codes code").inner_text()


def reads(person: Person, code: str) -> Person:
    person.opens("/outside").follows_link("I have a code").fills("Case code", code)
    return person.presses("Show it")
