"""Vera alone looks after the house: what she decides alone lasts three days, unless a member who is drawn agrees."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from app.basics.clock import now
from moderation import decisions
from moderation.jurors import drawing
from moderation.jurors.models import Drawn
from tests.stories.at_the_desk import (
    AGAINST,
    answers,
    appeals,
    decides,
    governed,
    reads_the_decision,
    reports,
    the_case,
)
from tests.stories.conftest import Home
from tests.world.browsers import Person
from tests.world.cast import Member
from tests.world.governing import BY_TWO
from tests.world.servers import eventually

WORDS = "The red door on Canal Street is open all night."
WRONG = "It is her own door, and hers to name."


@dataclass(frozen=True)
class Small:
    """Marisol, whose post it is, Juno, who reports it, Vera, who looks after the house, and Tove, who can be drawn."""

    marisol: Person
    juno: Person
    vera: Person
    tove: Person
    tove_here: Member
    post_id: int


@pytest.fixture
def small(home: Home) -> Small:
    """A house with a policy that one person looks after."""
    governed(home)
    tove_here, post_id = home.lives("tove"), home.lives("marisol").posts(WORDS, "community")
    home.lives("juno")
    marisol, juno, vera, tove = (home.person(name) for name in ("marisol", "juno", "vera", "tove"))
    return Small(marisol, juno, vera, tove, tove_here, post_id)


@pytest.mark.story
def test_what_she_decides_alone_runs_out_after_three_days(home: Home):
    governed(home)
    post_id = home.lives("marisol").posts(WORDS, "community")
    home.lives("juno")
    marisol, juno, vera = (home.person(name) for name in ("marisol", "juno", "vera"))

    reports(juno, post_id)
    decides(vera, the_case(home), "remove", BY_TWO)
    vera.sees("It stays only if somebody else says yes.").keeps_four_looks("decided alone")
    reads_the_decision(marisol)
    marisol.sees("One moderator decided this alone: it lasts longer only if a second person agrees.")
    marisol.keeps_four_looks("decided by one alone")
    juno.opens("/community").sees_nothing_of(WORDS)

    days_pass(home, 3.1)
    juno.opens("/community").sees(WORDS)
    marisol.opens(marisol.page.url).sees("Its time is over.")
    vera.opens(f"/desk/{the_case(home)}").sees("Its time is over.").keeps_four_looks("nobody agreed in time")
    assert [one.complaints for one in (marisol, juno, vera)] == [[], [], []]


@pytest.mark.story
def test_a_member_who_is_drawn_agrees_and_it_lasts(home: Home, small: Small):
    marisol, juno, vera, tove = small.marisol, small.juno, small.vera, small.tove
    lets_herself_be_drawn(tove)

    reports(juno, small.post_id)
    decides(vera, the_case(home), "remove", BY_TWO)
    lots_are_drawn(home, small.tove_here)
    takes_it(tove)
    tove.follows_link("Go to the matter").sees(WORDS).sees("It holds already, on one person's word")
    tove.keeps_four_looks("the second to decide")
    tove.presses("I agree").sees("What you said counts.")

    days_pass(home, 3.1)
    juno.opens("/community").sees_nothing_of(WORDS)
    reads_the_decision(marisol)
    marisol.sees("2 people decided this together.").sees_nothing_of("@tove")
    assert [one.complaints for one in (marisol, juno, vera, tove)] == [[], [], [], []]


@pytest.mark.story
def test_a_member_who_is_drawn_hears_the_appeal(home: Home, small: Small):
    marisol, juno, vera, tove = small.marisol, small.juno, small.vera, small.tove
    lets_herself_be_drawn(tove)

    reports(juno, small.post_id)
    decides(vera, the_case(home), "remove")
    appeals(marisol)
    vera.opens("/appeals").sees("None that you could hear.")

    lots_are_drawn(home, small.tove_here)
    takes_it(tove)
    tove.follows_link("Go to the appeal").presses("I hear it").sees(AGAINST)
    answers(tove, "1", WRONG)
    eventually(lambda: WORDS in juno.opens("/community").page.content())
    assert [one.complaints for one in (marisol, juno, vera, tove)] == [[], [], [], []]


def lets_herself_be_drawn(person: Person) -> None:
    person.opens("/settings/drawn").page.locator("input[name=drawn][value=on]").check()
    person.presses("Keep this").sees("Your settings are kept.")


def lots_are_drawn(home: Home, member: Member) -> None:
    """The sweep that draws, without waiting for its minute."""
    home.house.database.write_now(partial(drawing.draw_where_needed, key=home.house.key), now())
    assert member.id in home.house.database.read_now(lambda s: s.scalars(select(Drawn.account_id)).all())


def takes_it(person: Person) -> None:
    person.opens("/settings/drawn").sees("You were drawn by lot").keeps_four_looks("drawn by lot")
    person.presses("I take it").sees("I can't do it after all")


def days_pass(home: Home, days: float) -> None:
    """What was to end by then ends, without the clock being moved: people stay signed in."""
    run_out = partial(decisions.run_out, key=home.house.key)
    home.house.database.write_now(run_out, now() + timedelta(days=days))
