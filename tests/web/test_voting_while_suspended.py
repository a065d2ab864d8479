"""Whoever was suspended after something was proposed finds the ballot, and nothing of what others say about it."""

from datetime import timedelta

import pytest

from app.basics.clock import now
from app.deciding import proposing, talking
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.world.amending import BY_MAJORITY, a_charter, clause_of, its_time_comes, proposes_clause, proposes_role
from tests.world.cast import Member, join
from tests.world.governing import BY_ONE, a_policy
from tests.world.proposing import read
from tests.world.restricting import is_decided

SUSPENDED = "/suspended"
REMARK = "I would not have it otherwise."


@pytest.fixture
def proposal_id(lantern: OpenHouse, a_steward: Member, another_member: Member) -> int:
    """Juno's, which Vera has said something to."""
    house = lantern.house
    a_policy(house, a_steward.id)
    a_charter(a_steward, BY_MAJORITY)
    proposed = proposes_clause(another_member, BY_ONE, None, at=now() - timedelta(hours=1))
    assert clause_of(house, BY_ONE)
    house.database.write_now(talking.remark, a_steward.id, proposed, REMARK, edition=1, now=now())
    return proposed


def test_they_find_it_vote_and_read_nothing_that_others_say(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, proposal_id: int
):
    its_time_comes(lantern.house)
    is_decided(lantern.house, a_member.id, "suspend")
    address = f"/proposals/{proposal_id}"

    assert address in marisol.get(SUSPENDED).text
    page = marisol.get(address)
    assert "so you have your vote in it" in page.text
    for hidden in (REMARK, "vera", "juno", "remarks", "objections"):
        assert hidden not in page.text
    assert REMARK in juno.get(address).text
    voted = marisol.submit(page, f"{address}/ballots", choice="no")

    assert voted.location == f"{address}?done=voted"
    assert "You have voted." in marisol.get(address).text


def test_everything_else_of_deciding_is_closed_to_them(
    lantern: OpenHouse, marisol: Browser, a_member: Member, proposal_id: int
):
    remark = marisol.get(f"/proposals/{proposal_id}")
    is_decided(lantern.house, a_member.id, "suspend")

    assert marisol.get("/proposals").location == SUSPENDED
    assert marisol.get("/proposals/new").location == SUSPENDED
    assert marisol.submit(remark, f"/proposals/{proposal_id}/remarks", words="still here").location == SUSPENDED


def test_who_was_suspended_before_comes_to_no_proposal(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member, a_steward: Member
):
    is_decided(lantern.house, a_member.id, "suspend")
    a_policy(lantern.house, a_steward.id)
    a_charter(a_steward, BY_MAJORITY)
    proposed = proposes_clause(another_member, BY_ONE, None)
    its_time_comes(lantern.house)

    assert read(another_member, proposed).state == "ballot"
    assert f"/proposals/{proposed}" not in marisol.get(SUSPENDED).text
    assert marisol.get(f"/proposals/{proposed}").location == SUSPENDED


def test_they_read_whom_they_vote_on(
    lantern: OpenHouse, marisol: Browser, a_steward: Member, a_member: Member, another_member: Member
):
    a_policy(lantern.house, a_steward.id)
    a_charter(a_steward, BY_MAJORITY)
    oda = join(lantern.house, "oda")
    proposed = proposes_role(another_member, "oda", "moderator", at=now() - timedelta(hours=1))
    lantern.house.database.write_now(proposing.answer_for_oneself, oda.id, proposed, yes=True, now=now())
    its_time_comes(lantern.house)
    is_decided(lantern.house, a_member.id, "suspend")

    page = marisol.get(f"/proposals/{proposed}")

    assert "@oda as moderator" in page.text
    assert f"/proposals/{proposed}/ballots" in page.text
    assert "juno" not in page.text


def test_what_is_not_voted_on_now_is_closed_to_them(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, proposal_id: int
):
    address = f"/proposals/{proposal_id}"
    is_decided(lantern.house, a_member.id, "suspend")

    talked_over = marisol.get(address)
    its_time_comes(lantern.house)
    ballot = marisol.get(address)
    its_time_comes(lantern.house)

    assert (talked_over.location, ballot.status) == (SUSPENDED, 200)
    assert read(a_member, proposal_id).state != "ballot"
    assert marisol.get(address).location == SUSPENDED
    assert marisol.submit(ballot, f"{address}/ballots", choice="no").location == SUSPENDED
    assert juno.get(address).status == 200
