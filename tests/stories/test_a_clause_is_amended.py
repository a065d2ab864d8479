"""Vera hands the house to its people; Marisol amends a clause, Juno objects and is answered, and all vote on it."""

import pytest

from tests.stories.conftest import Home
from tests.world.amending import its_time_comes
from tests.world.cast import join
from tests.world.governing import a_policy


@pytest.mark.story
def test_an_amendment_goes_from_proposal_to_force(home: Home):
    vera_here = join(home.house, "vera", "steward")
    a_policy(home.house, vera_here.id)
    for name in ("marisol", "juno"):
        home.lives(name)
    vera, marisol, juno = (home.person(name) for name in ("vera", "marisol", "juno"))

    marisol.opens("/proposals").sees("no charter yet")
    vera.opens("/charter").follows_link("Set the first charter")
    vera.page.get_by_role("radio", name="By majority").check()
    vera.fills("Per cent of the members who have to vote", "50").keeps_four_looks("a first charter")
    vera.presses("Set this charter").sees("The charter stands.").sees("At least 50% of the members")

    marisol.opens("/proposals/new").page.get_by_role("link", name="Change it 1 Be good to each other").click()
    marisol.fills("What it asks of people", "Speak gently, also at night.")
    marisol.fills("Why it should be so", "People work at night, and read here when they come home.")
    marisol.page.get_by_label("Once it is adopted, it takes force").select_option("7")
    marisol.presses("Propose it").sees("Everybody here can read it").sees("Talked over until")
    address = marisol.page.url.partition("?")[0].removeprefix(home.origin)

    juno.opens(address).sees("Your name stands beside what you write here")
    juno.fills("What you want to say", "Gently to everybody, also to those who shout?").presses("I object")
    juno.sees("Your objection stands").sees("@juno")
    marisol.opens(address).page.locator("summary", has_text="Answer").click()
    marisol.fills("Your answer", "To them as well. They get a word in private first.")
    marisol.page.locator("details[open]").get_by_role("button", name="Answer").click()
    marisol.sees("Answered by the proposer").keeps_four_looks("talked over")

    its_time_comes(home.house)
    for person in (vera, marisol, juno):
        person.opens(address).sees("Voted on until").page.get_by_role("radio", name="Yes").check()
    juno.page.locator("summary", has_text="How secret it is").click()
    juno.sees("Your ballot itself is kept nowhere").keeps_four_looks("a secret ballot")
    for person in (vera, marisol, juno):
        person.presses("Vote").sees("what you chose is kept nowhere").sees_nothing_of("3 votes")

    its_time_comes(home.house)
    marisol.opens(address).sees("Adopted. It takes force on").sees("3 votes")
    marisol.opens("/policy").sees_nothing_of("Speak gently")
    its_time_comes(home.house)
    marisol.opens(address).sees("Adopted, and in force.").keeps_four_looks("in force")
    marisol.opens("/policy").sees("Speak gently, also at night.")
    assert [person.complaints for person in (vera, marisol, juno)] == [[], [], []]
