"""Whoever is reported, has reported or knows somebody in it does not judge: at the desk, by its address, in any way."""

import pytest
from sqlalchemy import func, select

from moderation.cases.models import Case
from moderation.decided.models import DecisionRow
from tests.stories.at_the_desk import decides, governed, looks_at_what_they_would_read, reports, the_case
from tests.stories.conftest import Home
from tests.world.browsers import Person
from tests.world.cast import join

WORDS = "The red door on Canal Street is open all night."
NOT_HERE = "There is no such report, or it is about you or by you. Then others look at it."


@pytest.mark.story
def test_a_moderator_who_is_reported_finds_nothing_of_it_and_decides_nothing(home: Home):
    governed(home, "sasha")
    about_robin = join(home.house, "robin", "moderator").posts(WORDS, "community")
    another = home.lives("marisol").posts("A word too much.", "community")
    home.lives("juno")
    juno, robin, sasha = (home.person(name) for name in ("juno", "robin", "sasha"))
    reports(juno, another)
    hers = the_case(home)
    reports(juno, about_robin)
    number = the_case(home)

    robin.opens("/desk").sees(f"Report {hers}").sees_nothing_of(f"Report {number}").keeps_four_looks("the desk")
    robin.opens(f"/desk/{number}").sees(NOT_HERE).keeps_four_looks("a case that is about them")
    robin.opens(f"/desk/{number + 1}").sees(NOT_HERE)
    robin.opens(f"/desk/{hers}")
    leads_elsewhere(robin, hers, number)
    robin.presses("Take it").sees(NOT_HERE)
    looks_at_what_they_would_read(robin, hers, "no_breach")
    leads_elsewhere(robin, hers, number)
    robin.presses("Send it").sees(NOT_HERE)
    assert is_untouched(home, number)

    decides(sasha, number, "word")
    robin.opens("/decisions").sees("A word in private").keeps_four_looks("a decision about a moderator")
    robin.sees_nothing_of("@sasha")
    refused_only(robin)
    assert [one.complaints for one in (juno, sasha)] == [[], []]


@pytest.mark.story
def test_a_moderator_who_reported_it_reads_what_came_of_it_and_nothing_else(home: Home):
    governed(home, "robin", "sasha")
    post_id = home.lives("marisol").posts(WORDS, "community")
    home.lives("juno")
    juno, robin, sasha, at_her_desk = (home.person(name) for name in ("juno", "robin", "sasha", "sasha"))
    reports(juno, post_id)
    number = the_case(home)
    at_her_desk.opens(f"/desk/{number}").sees(WORDS)

    reports(sasha, post_id)
    at_her_desk.presses("Take it").sees(NOT_HERE)
    sasha.opens("/desk").sees("What you reported yourself").sees_nothing_of(f"Report {number}")
    sasha.opens(f"/desk/{number}").sees(NOT_HERE)
    assert is_untouched(home, number)
    robin.opens(f"/desk/{number}").sees("What 2 people ask for").presses("Take it").sees("You have this report now.")
    hands_it_to(robin, "sasha")
    robin.sees("This person does not take it. Please choose somebody else.").keeps_four_looks("handed to a party")
    decides(robin, number, "remove")

    sasha.opens("/reports").sees("It is removed.").keeps_four_looks("what came of their report")
    for person in (robin, sasha, at_her_desk):
        refused_only(person)
    assert juno.complaints == []


@pytest.mark.story
def test_a_moderator_who_knows_them_is_asked_first_and_keeps_out_or_judges(home: Home):
    governed(home)
    author = home.lives("marisol")
    for name in ("robin", "sasha"):
        join(home.house, name, "moderator").follows(author)
    post_id = author.posts(WORDS, "community")
    home.lives("juno")
    juno, robin, sasha = (home.person(name) for name in ("juno", "robin", "sasha"))
    reports(juno, post_id)
    number = the_case(home)

    robin.opens(f"/desk/{number}").sees("Are you too close to this?").sees("You follow them, or have asked to.")
    robin.sees_nothing_of(WORDS).keeps_four_looks("asked whether they are too close")
    robin.presses("I am too close to this").sees("You keep out of it. Somebody else looks at it.")
    robin.sees_nothing_of(f"Report {number}")
    robin.opens(f"/desk/{number}").sees("You keep out of this one. Somebody else looks at it.")
    robin.keeps_four_looks("keeps out of it")

    sasha.opens(f"/desk/{number}").presses("I can judge this fairly").sees(WORDS)
    sasha.presses("Take it").sees("You have this report now.")
    decides(sasha, number, "no_breach")
    juno.opens("/reports").sees("found that it does not go against the policy")
    refused_only(robin)
    assert [one.complaints for one in (juno, sasha)] == [[], []]


def leads_elsewhere(person: Person, number: int, other: int) -> None:
    """Every form about a report is sent to another one's address."""
    person.page.evaluate(
        """([from, to]) => document.querySelectorAll(`form[action^="/desk/${from}/"]`).forEach(
            form => form.setAttribute("action", form.getAttribute("action").replace(`/${from}/`, `/${to}/`)))""",
        [number, other],
    )


def hands_it_to(person: Person, name: str) -> None:
    person.page.locator("summary", has_text="Hand over").click()
    person.page.get_by_label("To whom").select_option(label=f"@{name}")
    person.presses("Hand it over")


def is_untouched(home: Home, number: int) -> bool:
    """Nobody has it and nothing is decided in it."""
    case = home.house.database.read_now(lambda s: s.scalars(select(Case).where(Case.number == number)).one())
    decided = select(func.count()).where(DecisionRow.case_id == case.id)
    return case.taken_by is None and not home.house.database.read_now(lambda s: s.scalar(decided))


def refused_only(person: Person) -> None:
    """The browser complained of pages that answered no, and of nothing else."""
    assert person.complaints, "a refusal is told as one"
    assert [one for one in person.complaints if "status of 4" not in one] == []
