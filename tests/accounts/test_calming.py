"""Against a raid: the door closed, everybody slower, all invitations taken back. All but the last end by themselves."""

from datetime import timedelta

import pytest

from app.accounts import community, queries
from app.accounts.actions import calming, joining
from app.basics.clock import now
from app.basics.errors import Forbidden, Invalid
from app.storage.house import House
from tests.accounts.test_coming_in import a_newcomer, an_invitation, joins
from tests.world.cast import Member


def test_while_the_door_is_closed_nobody_joins_and_no_invitation_is_used_up(house: House, a_member: Member):
    token = an_invitation(house, a_member)
    house.database.write_now(calming.close_door, "moderator", 24, now=now())

    with pytest.raises(joining.DoorClosed):
        joins(house, token, a_newcomer())

    assert house.database.read_now(queries.invitations_of, a_member.id, now=now())
    assert joins(house, token, a_newcomer(), now=now() + timedelta(hours=24))


def test_the_door_is_opened_before_its_time(house: House, a_member: Member):
    house.database.write_now(calming.close_door, "steward", 72, now=now())

    house.database.write_now(calming.open_door, "steward")

    assert joins(house, an_invitation(house, a_member), a_newcomer())


def test_the_setup_link_opens_a_closed_door(house: House):
    setup = house.database.write_now(joining.renew_setup_link, now=now())
    house.database.write_now(community.founded, house.key)
    house.database.write_now(calming.close_door, "steward", 24, now=now())
    named = ("Lantern House", "Notes", "")

    assert house.database.write_now(
        joining.set_up, setup, a_newcomer(), named, origin=house.settings.origin, key=house.key, now=now()
    )


def test_slowness_ends_by_itself(house: House, a_member: Member):
    house.database.write_now(calming.slow_down, "moderator", 6, now=now())

    facts = house.database.read_now(community.read, house.key)

    assert facts is not None
    assert facts.is_slow(now())
    assert not facts.is_slow(now() + timedelta(hours=6))


def test_every_open_invitation_is_taken_back_but_the_hosts_own_link(
    house: House, a_member: Member, another_member: Member
):
    tokens = [an_invitation(house, somebody) for somebody in (a_member, another_member)]
    setup = house.database.write_now(joining.renew_setup_link, now=now())

    assert house.database.write_now(calming.revoke_every_invitation, "moderator") == 2

    for token in tokens:
        with pytest.raises(joining.InvitationOver):
            joins(house, token, a_newcomer())
    assert house.database.read_now(joining.open_invitation, setup, now=now())


@pytest.mark.parametrize("hours", [0, -1, 2, 1000])
def test_only_the_offered_spans_are_taken(house: House, a_member: Member, hours: int):
    for act, field in ((calming.close_door, "door"), (calming.slow_down, "pace")):
        with pytest.raises(Invalid) as refusal:
            house.database.write_now(act, "steward", hours, now=now())
        assert refusal.value.field == field


@pytest.mark.parametrize("role", ["member", "guest", ""])
def test_members_neither_close_nor_slow_nor_take_back(house: House, a_member: Member, role: str):
    for act in (
        lambda session: calming.close_door(session, role, 6, now=now()),
        lambda session: calming.open_door(session, role),
        lambda session: calming.slow_down(session, role, 6, now=now()),
        lambda session: calming.go_on(session, role),
        lambda session: calming.revoke_every_invitation(session, role),
    ):
        with pytest.raises(Forbidden):
            house.database.write_now(act)
