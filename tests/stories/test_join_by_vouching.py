"""A house where two people vouch: Oda is invited by one, reads the policy, waits, and is let in by the other."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.stories.test_two_houses_become_allies import chooses_a_passphrase, is_invited_by
from tests.world.browsers import Person
from tests.world.cast import PASSPHRASE
from tests.world.servers import Server

INTRODUCTION = "# Who we are\n\nPeople who do sex work, and nobody else."
CLAUSE = {
    "Number": "1",
    "Name": "No outing",
    "What it asks of people": "We do not say where somebody lives.",
    "Why": "An address can cost a home.",
}


@pytest.mark.story
def test_a_newcomer_waits_for_a_second_vouch_and_is_in(
    make_server: Callable[..., Server], somebody: Callable[..., Person]
):
    lantern = make_server("lantern")
    for name, role in (("vera", "steward"), ("juno", "member")):
        lantern.run("member", "add", name, "--role", role, stdin=PASSPHRASE + "\n")
    lantern.start()
    vera, juno = (signs_in(somebody(name, lantern.origin)) for name in ("vera", "juno"))
    asks_for_two_vouches(vera)
    writes_the_policy(vera)

    oda = joins(somebody("oda", lantern.origin), is_invited_by(vera))
    link = waits(oda)
    vouches(juno, link)

    oda.opens("/").sees("Write to your people")
    juno.opens("/@oda").sees("@oda")
    vera.opens("/house/newcomers").sees("@vera and @juno")
    for person in (vera, juno, oda):
        assert person.complaints == []


def signs_in(person: Person) -> Person:
    person.opens("/sign-in").fills("Name", person.called)
    person.page.locator("input[name=passphrase]").fill(PASSPHRASE)
    return person.presses("Sign in").sees("Write to your people")


def asks_for_two_vouches(steward: Person) -> None:
    steward.opens("/more").follows_link("How people come in")
    steward.page.get_by_label("When several members vouch").check()
    steward.page.get_by_label("How many vouch").select_option("2")
    steward.presses("Keep this").sees("Your settings are kept.")


def writes_the_policy(steward: Person) -> None:
    steward.opens("/policy").follows_link("Write the policy").presses("Begin with an empty page")
    steward.sees("Without one nothing can be decided.").follows_link("Write the introduction")
    steward.fills("What stands before the clauses", INTRODUCTION)
    steward.presses("Look at it first").sees("How it will read").presses("Keep it in the draft")
    steward.follows_link("Add a clause")
    for label, words in CLAUSE.items():
        steward.page.get_by_role("textbox", name=label, exact=True).fill(words)
    steward.presses("Look at it first").sees("How it will read").presses("Keep it in the draft")
    steward.sees("We do not say where somebody lives.").keeps_four_looks("a first policy")
    steward.presses("Publish").sees("It is in force from now on.")
    steward.presses("I agree").sees("You agreed to the policy.")


def joins(person: Person, link: str) -> Person:
    """Reads the policy whole on the page, and agrees to it."""
    person.opens(link).sees("We do not say where somebody lives.").sees("2 people here have to vouch for you.")
    person.keeps_four_looks("invited")
    person.page.get_by_label("I have read the policy").check()
    person.page.get_by_label("I am an adult").check()
    person.page.locator("input[name=name]").fill(person.called)
    chooses_a_passphrase(person)
    return person.presses("Join").follows_link("I have written them down")


def waits(person: Person) -> str:
    """Sees their own page, whatever they open; the link for members."""
    person.sees("1 of 2 people have vouched for you.")
    person.opens("/community").sees("1 of 2 people have vouched for you.")
    person.fills("A few words", "Vera knows me from the union.").presses("Keep this").sees("Your settings are kept.")
    person.keeps_four_looks("waiting for a second vouch")
    expect(person.page.get_by_role("button", name="Leave quickly")).to_be_visible()
    return person.page.locator("code.secret").inner_text()


def vouches(person: Person, link: str) -> None:
    person.opens(link).sees("Vera knows me from the union.").keeps_four_looks("asked to vouch")
    person.presses("I know this person and answer for them").sees("They are in.")
