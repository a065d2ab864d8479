"""Marisol's hands know the keyboard and no mouse: she signs in, reads, answers, votes, keeps, and leaves quickly."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from app.posts.asking import NewPoll
from tests.stories.conftest import Home
from tests.world.browsers import Person
from tests.world.cast import PASSPHRASE
from tests.world.keyboards import Keyboard
from tests.world.servers import eventually

SECRET = "The keys are with the neighbour."
QUESTION = "Which day do we meet?"
ANSWER = "Then I bring the soup."


@pytest.mark.story
def test_everything_of_a_day_is_done_without_a_mouse(home: Home):
    marisol_here, juno_here = home.lives("marisol"), home.lives("juno")
    marisol_here.follows(juno_here)
    juno_here.posts(QUESTION, poll=NewPoll(["Tuesday", "Wednesday"]))
    juno_here.posts(SECRET, warning="keys")
    marisol = home.somebody("marisol", home.origin).opens("/sign-in")
    hands = Keyboard(marisol.page)

    signs_in(marisol, hands)
    eventually(lambda: SECRET in marisol.opens("/").page.content())
    goes_around_the_page(marisol, hands)
    opens_the_warning(marisol, hands)
    answers(marisol, hands)
    votes(marisol, hands)
    keeps_it(marisol, hands)
    assert marisol.complaints == []
    leaves(marisol, hands)


def signs_in(person: Person, hands: Keyboard) -> None:
    """At first with the wrong words: then the sentence that says so is where one is."""
    hands.goes_to("Name")
    person.page.keyboard.type(person.called)
    hands.goes_to("Passphrase")
    person.page.keyboard.type("not hers at all")
    hands.sends()
    expect(person.page.locator("#trouble")).to_be_focused()
    person.keeps_four_looks("signing in by keyboard was refused")
    person.complaints.clear()  # the browser says that a form was refused
    hands.goes_to("Passphrase")
    person.page.keyboard.type(PASSPHRASE)
    hands.sends()
    person.sees("Write to your people")


def goes_around_the_page(person: Person, hands: Keyboard) -> None:
    """The first step offers to skip what stands on every page; no step goes back up, and there is a way out."""
    first = hands.steps()
    assert first is not None
    assert first["name"] == "Skip to the page"
    person.keeps_four_looks("the way past the places")
    passed = hands.goes_all_around()
    assert [one["order"] for one in passed] == sorted(one["order"] for one in passed)
    assert {"Leave quickly", "Home", "More", "Write to your people… for this community", "Vote"} <= {
        one["name"] for one in passed
    }
    back = [place["name"] for place in (hands.steps("Shift+Tab") for _ in range(3)) if place]
    assert len(back) >= 2, "and back again"


def opens_the_warning(person: Person, hands: Keyboard) -> None:
    person.opens("/")
    skips(person, hands)
    hands.goes_to("Warning: keys Show")
    expect(person.page.get_by_text(SECRET)).to_be_hidden()
    person.page.keyboard.press("Enter")
    person.sees(SECRET)


def answers(person: Person, hands: Keyboard) -> None:
    """Of an answer with nothing in it the form comes back, and one is in its field; then one is at what was posted."""
    hands.goes_to("Reply")
    hands.sends()
    skips(person, hands)
    hands.goes_to("Post")
    hands.sends()
    expect(person.page.get_by_label("Your answer")).to_be_focused()
    person.complaints.clear()  # the browser says that a form was refused
    person.page.keyboard.type(ANSWER)
    hands.goes_to("Post")
    hands.sends()
    person.sees("Posted.")
    place = hands.steps()
    assert place is not None
    assert f"#{place['within']}" == f"#{urlsplit(person.page.url).fragment}", "one goes on at what was posted"
    expect(person.page.locator(f"#{place['within']}")).to_contain_text(ANSWER)


def votes(person: Person, hands: Keyboard) -> None:
    person.opens("/")
    skips(person, hands)
    hands.goes_to("Tuesday")
    person.page.keyboard.press("ArrowDown")
    assert (hands.here() or {})["name"] == "Wednesday"
    hands.goes_to("Vote")
    person.keeps_four_looks("voting by keyboard")
    hands.sends("Space")
    person.sees("1 person voted, you among them")


def keeps_it(person: Person, hands: Keyboard) -> None:
    """One is where one voted, and its menu opens below the row."""
    hands.goes_to("More")
    person.page.keyboard.press("Space")
    hands.goes_to("Bookmark")
    person.keeps_four_looks("the menu of a post by keyboard")
    hands.sends()
    person.opens("/bookmarks").sees(QUESTION).sees_nothing_of(SECRET)


def leaves(person: Person, hands: Keyboard) -> None:
    place = [hands.steps() for _ in range(3)][-1]
    assert place is not None
    assert place["name"] == "Leave quickly", "it is the third step on every page"
    person.page.keyboard.press("Enter")
    eventually(lambda: person.page.context.cookies() == [])


def skips(person: Person, hands: Keyboard) -> None:
    """Past the places: the next step is on the page itself."""
    hands.goes_to("Skip to the page")
    person.page.keyboard.press("Enter")
    expect(person.page.get_by_role("main")).to_be_focused()
    place = hands.steps()
    assert place is not None
    assert place["on_the_page"]
