"""What people do in stories about the policy: report, decide by it, appeal. Each waits for the page that says so."""

from sqlalchemy import select

from moderation.cases.models import Case
from tests.stories.conftest import Home
from tests.world.browsers import Person
from tests.world.cast import Member, join
from tests.world.governing import a_policy

WHY = "It says where somebody lives and works."
AGAINST = "It is my own door, and I want people to know."


def governed(home: Home, *moderators: str) -> Member:
    """A house with a policy, those who look after it, and Vera, its steward."""
    vera = join(home.house, "vera", "steward")
    a_policy(home.house, vera.id)
    for name in moderators:
        join(home.house, name, "moderator")
    return vera


def reports(person: Person, post_id: int) -> None:
    person.opens(f"/report/posts/{post_id}").fills("What happened?", "She works there.")
    person.presses("Send to the moderators").sees("Sent to the moderators.")


def the_case(home: Home) -> int:
    """Its number, as the desk calls it."""
    return home.house.database.read_now(lambda s: s.scalars(select(Case.number).order_by(Case.id.desc())).first()) or 0


def looks_at_what_they_would_read(person: Person, number: int, measure: str, clause: int = 1) -> None:
    person.opens(f"/desk/{number}?clause={clause}")
    person.page.get_by_label("What is to be done").select_option(measure)
    person.fills("Why, in your words", WHY).presses("See what they will read").sees("will read")


def decides(person: Person, number: int, measure: str, clause: int = 1) -> None:
    looks_at_what_they_would_read(person, number, measure, clause)
    person.presses("Send it").sees("Decided. Whoever it is about can read it now.")


def reads_the_decision(person: Person) -> None:
    """The newest about them."""
    person.opens("/decisions").page.locator("a[href^='/decisions/']").first.click()
    person.sees(WHY)


def appeals(person: Person) -> None:
    reads_the_decision(person)
    person.page.locator("a[href$='/appeal']").last.click()
    person.fills("What speaks against it", AGAINST).presses("Appeal").sees("Your appeal is made.")


def hears(person: Person) -> None:
    person.opens("/appeals").page.locator("a[href^='/appeals/']").first.click()
    person.presses("I hear it").sees(AGAINST)


def answers(person: Person, choice: str, reason: str) -> None:
    """`choice`: 1 overturns it, 0 lets it stand."""
    person.page.locator(f"input[name=overturns][value='{choice}']").check()
    person.page.locator("textarea[name=reason]").fill(reason)
    person.presses("Look at it first").sees("This is what they will read")
    person.keeps_four_looks("an answer before it is sent")
    person.presses("Send it").sees("Your answer is kept.")
