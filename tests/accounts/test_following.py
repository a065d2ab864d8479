"""Following by consent, and lists that nobody else sees (P4)."""

import pytest

from app.accounts import queries
from app.accounts.actions import following
from app.accounts.queries import Between
from app.basics.clock import now
from app.basics.errors import NotFound, Refused
from app.storage.house import House
from tests.world.cast import Member


def stands(house: House, me: Member, other: Member) -> Between:
    return house.database.read_now(queries.between, me.id, [other.id])[other.id]


def test_everybody_is_asked_before_they_are_followed(house: House, a_member: Member, another_member: Member):
    a_member.asks_to_follow(another_member)
    assert stands(house, a_member, another_member) == Between("asked", "")

    house.database.write_now(following.accept_follower, another_member.id, a_member.id)
    assert stands(house, a_member, another_member) == Between("yes", "")
    assert stands(house, another_member, a_member) == Between("", "yes")


def test_a_no_leaves_nothing(house: House, a_member: Member, another_member: Member):
    a_member.asks_to_follow(another_member)

    house.database.write_now(following.refuse_follower, another_member.id, a_member.id)

    assert stands(house, a_member, another_member) == Between("", "")


def test_nobody_can_say_yes_where_nobody_asked(house: House, a_member: Member, another_member: Member):
    for act in (following.accept_follower, following.refuse_follower):
        with pytest.raises(NotFound):
            house.database.write_now(act, another_member.id, a_member.id)


def test_nobody_says_yes_for_somebody_else(house: House, a_member: Member, another_member: Member, a_steward: Member):
    a_member.asks_to_follow(another_member)

    with pytest.raises(NotFound):
        house.database.write_now(following.accept_follower, a_steward.id, a_member.id)

    assert stands(house, a_member, another_member) == Between("asked", "")


def test_nobody_follows_themselves(house: House, a_member: Member):
    with pytest.raises(Refused):
        house.database.write_now(following.ask_to_follow, a_member.id, a_member.id, now=now())


def test_names_are_completed_only_among_those_one_follows(house: House, a_member: Member, another_member: Member):
    assert house.database.read_now(queries.found_by_words, a_member.viewer, "ju", limit=5) == []

    a_member.follows(another_member)

    found = house.database.read_now(queries.found_by_words, a_member.viewer, "ju", limit=5)
    assert [account.name for account in found] == ["juno"]
