"""From a report to a decision, to an appeal, to its being taken back; and two who suspend."""

import pytest

from tests.stories.at_the_desk import (
    WHY,
    answers,
    appeals,
    decides,
    governed,
    hears,
    looks_at_what_they_would_read,
    reports,
    the_case,
)
from tests.stories.conftest import Home
from tests.world.governing import BY_TWO
from tests.world.servers import eventually

WORDS = "The red door on Canal Street is open all night."
WRONG = "It is her own door, and hers to name."


@pytest.mark.story
def test_from_a_report_to_a_decision_that_is_taken_back(home: Home):
    governed(home, "robin", "sasha")
    post_id = home.lives("marisol").posts(WORDS, "community")
    home.lives("juno")
    marisol, juno, robin, sasha = (home.person(name) for name in ("marisol", "juno", "robin", "sasha"))

    reports(juno, post_id)
    decides(robin, the_case(home), "remove")
    juno.opens("/community").sees_nothing_of(WORDS)

    appeals(marisol)
    marisol.keeps_four_looks("an appeal that waits")
    robin.opens("/appeals").sees("None that you could hear.")
    hears(sasha)
    sasha.fills("Ask, or answer", "Whose door is it?").presses("Send").sees("Whose door is it?")
    marisol.opens("/appeals").page.locator("a[href^='/appeals/']").first.click()
    marisol.sees("Whose door is it?").fills("Say more", "Mine, for nine years.").presses("Send").sees("Sent.")

    sasha.opens("/appeals").page.locator("a[href^='/appeals/']").first.click()
    sasha.sees("Mine, for nine years.").keeps_four_looks("an appeal that is heard")
    answers(sasha, "1", WRONG)

    marisol.opens("/appeals").page.locator("a[href^='/appeals/']").first.click()
    marisol.sees("It is overturned").sees(WRONG).keeps_four_looks("an appeal that was right")
    eventually(lambda: WORDS in juno.opens("/community").page.content())
    assert [one.complaints for one in (marisol, juno, robin, sasha)] == [[], [], [], []]


@pytest.mark.story
def test_two_suspend_and_whoever_is_suspended_reads_why_and_appeals(home: Home):
    governed(home, "robin", "sasha")
    post_id = home.lives("marisol").posts(WORDS, "community")
    home.lives("juno")
    marisol, juno, robin, sasha = (home.person(name) for name in ("marisol", "juno", "robin", "sasha"))
    reports(juno, post_id)

    looks_at_what_they_would_read(robin, the_case(home), "suspend", BY_TWO)
    robin.keeps_four_looks("a suspension that needs a second person")
    robin.presses("Ask for a second person's yes").sees("It waits for somebody else's yes.")
    juno.opens("/community").sees(WORDS)
    sasha.opens(f"/desk/{the_case(home)}").sees(WHY)
    sasha.presses("I agree").sees("You have said yes.")

    marisol.opens("/decisions").sees("Your account is suspended")
    appeals(marisol)
    marisol.keeps_four_looks("an appeal while suspended")
    juno.opens("/community").sees_nothing_of(WORDS)
    assert [one.complaints for one in (marisol, juno, robin, sasha)] == [[], [], [], []]
