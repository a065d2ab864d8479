"""Blocks, mutes, hidden boosts and blocked houses: what begins, what ends, and what nobody learns (P4)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import queries, queries_between
from app.accounts.actions import blocking, following, profiles
from app.accounts.actions.profiles import ForeignAccount
from app.accounts.models import Correspondent, Follow, Mute
from app.accounts.queries import Between
from app.accounts.queries_between import Stance
from app.allies import actions as allies
from app.allies.rules import Scope
from app.basics.clock import now
from app.basics.errors import Invalid, NotFound, Refused
from app.storage.house import House
from tests.world.cast import Member

HARBOUR = "https://harbour.example"
HOUR = timedelta(hours=1)


def stance(me: Member, other: Member) -> Stance | None:
    return me.house.database.read_now(queries_between.stances, me.id, [other.id]).get(other.id)


def blocks(one: Member, other: Member, **more: object) -> None:
    one.house.database.write_now(blocking.block, one.id, other.id, now=now(), **more)  # type: ignore[arg-type]


def mutes(one: Member, other: Member, **more: object) -> None:
    one.house.database.write_now(blocking.mute, one.id, other.id, **{"now": now(), **more})  # type: ignore[arg-type]


def ends_block(one: Member, other: Member) -> None:
    one.house.database.write_now(blocking.end_block, one.id, other.id)


def follows(house: House) -> set[tuple[int, int]]:
    return house.database.read_now(
        lambda session: {(row[0], row[1]) for row in session.execute(select(Follow.follower_id, Follow.followed_id))}
    )


@pytest.fixture
def harbour(house: House) -> int:
    """Harbour House, an ally."""
    return house.database.write_now(allies.ally_by_hand, HARBOUR, frozenset({Scope.POSTS}), now=now()).id


@pytest.fixture
def night(house: House, harbour: int) -> Member:
    """Night Desk, who lives at Harbour House."""
    foreign = ForeignAccount(
        f"{HARBOUR}/users/night", "night", "harbour.example", harbour, "Night", "", f"{HARBOUR}/inbox",
        f"{HARBOUR}/inbox", f"{HARBOUR}/users/night#key", "",
    )  # fmt: skip
    found = house.database.write_now(profiles.remember_foreign, foreign, origin=house.settings.origin, now=now())
    return Member(house, found, "night")


def test_a_block_ends_following_in_both_directions_and_what_was_only_asked(
    house: House, a_member: Member, another_member: Member, a_steward: Member
):
    a_member.follows(another_member)
    another_member.asks_to_follow(a_member)
    a_steward.follows(a_member)

    blocks(a_member, another_member)

    assert follows(house) == {(a_steward.id, a_member.id)}
    assert stance(a_member, another_member) == Stance(Between("", ""), blocks=True)


def test_whoever_is_blocked_finds_nobody_there(house: House, a_member: Member, another_member: Member):
    blocks(a_member, another_member)

    assert stance(another_member, a_member) is None
    with pytest.raises(NotFound):
        another_member.asks_to_follow(a_member)
    with pytest.raises(NotFound):
        blocks(another_member, a_member)
    with pytest.raises(NotFound):
        mutes(another_member, a_member)
    with pytest.raises(NotFound):
        house.database.read_now(queries_between.seen_by, another_member.viewer, a_member.facts)
    seen = house.database.read_now(queries_between.several_seen_by, another_member.viewer, [a_member.id])
    assert seen == {}


def test_whoever_blocks_still_finds_the_other_but_cannot_follow(house: House, a_member: Member, another_member: Member):
    blocks(a_member, another_member)

    assert house.database.read_now(queries_between.seen_by, a_member.viewer, another_member.facts).name == "juno"
    with pytest.raises(Refused, match="keep away"):
        a_member.asks_to_follow(another_member)


def test_ending_a_block_restores_nothing(house: House, a_member: Member, another_member: Member):
    a_member.follows(another_member)
    another_member.follows(a_member)
    blocks(a_member, another_member)

    ends_block(a_member, another_member)

    assert follows(house) == set()
    assert stance(another_member, a_member) == Stance(Between("", ""))


def test_a_block_is_ended_by_its_owner_alone(a_member: Member, another_member: Member):
    blocks(a_member, another_member)

    ends_block(another_member, a_member)

    assert stance(another_member, a_member) is None


def test_nobody_ends_what_keeps_the_same_person_away_from_somebody_else(
    house: House, harbour: int, night: Member, a_member: Member, another_member: Member, a_steward: Member
):
    for one in (a_member, another_member):
        blocks(one, a_steward)
        mutes(one, night)
        house.database.write_now(blocking.block_house, one.id, harbour)

    ends_block(another_member, a_steward)
    house.database.write_now(blocking.end_mute, another_member.id, night.id)
    house.database.write_now(blocking.end_house_block, another_member.id, harbour)

    assert stance(a_steward, a_member) is None
    assert stance(a_member, night) == Stance(Between("", ""), blocks_house=True, mutes=True, mutes_notifications=True)
    assert stance(another_member, night) == Stance(Between("", ""))


def test_two_who_have_blocked_each_other_are_apart_until_both_end_it(house: House, a_member: Member, night: Member):
    blocks(a_member, night)
    blocks(night, a_member, uri=f"{HARBOUR}/blocks/1")

    ends_block(a_member, night)

    assert house.database.read_now(queries_between.are_blocked, a_member.id, night.id)
    assert stance(a_member, night) is None


def test_blocking_twice_is_blocking_once_and_the_newest_address_counts(house: House, a_member: Member, night: Member):
    blocks(night, a_member, uri=f"{HARBOUR}/blocks/1")
    blocks(night, a_member, uri=f"{HARBOUR}/blocks/2")

    found = [house.database.read_now(blocking.block_by_uri, f"{HARBOUR}/blocks/{n}") for n in (1, 2)]

    assert found == [None, (night.id, a_member.id)]


def test_a_block_forgets_whose_messages_were_welcome(house: House, a_member: Member, another_member: Member):
    def welcome(session) -> None:
        for one, other in ((a_member, another_member), (another_member, a_member)):
            session.add(Correspondent(account_id=one.id, other_id=other.id))

    house.database.write_now(welcome)

    blocks(a_member, another_member)

    assert house.database.read_now(lambda session: session.scalars(select(Correspondent.other_id)).all()) == []


def test_nobody_blocks_or_mutes_themselves_or_nobody(a_member: Member, house: House):
    nobody = Member(house, 12345, "nobody")

    for act in (blocks, mutes):
        with pytest.raises(Refused):
            act(a_member, a_member)
        with pytest.raises(NotFound):
            act(a_member, nobody)


def test_a_mute_is_as_it_was_said_last(house: House, a_member: Member, another_member: Member):
    a_member.follows(another_member)
    mutes(a_member, another_member)
    first = stance(a_member, another_member)

    until = now().replace(microsecond=0) + HOUR
    mutes(a_member, another_member, notifications=False, until=until)

    assert first == Stance(Between("yes", ""), mutes=True, mutes_notifications=True)
    assert stance(a_member, another_member) == Stance(Between("yes", ""), mutes=True, mute_ends=until)
    mutes(a_member, another_member)
    assert stance(a_member, another_member) == first
    house.database.write_now(blocking.end_mute, a_member.id, another_member.id)
    assert stance(a_member, another_member) == Stance(Between("yes", ""))


def test_a_mute_cannot_be_found_out(a_member: Member, another_member: Member):
    another_member.follows(a_member)
    before = stance(another_member, a_member)

    mutes(a_member, another_member)

    assert stance(another_member, a_member) == before == Stance(Between("yes", ""))


def test_a_timed_mute_ends_by_itself_before_any_sweep(house: House, a_member: Member, another_member: Member):
    earlier = now() - 2 * HOUR

    mutes(a_member, another_member, until=earlier + HOUR, now=earlier)

    assert stance(a_member, another_member) == Stance(Between("", ""))
    assert house.database.read_now(queries_between.whom_i_mute, a_member.id) == []


def test_the_sweep_takes_what_is_over_and_nothing_else(
    house: House, a_member: Member, another_member: Member, a_steward: Member
):
    earlier = now() - 2 * HOUR
    mutes(a_member, another_member, until=earlier + HOUR, now=earlier)
    mutes(another_member, a_steward, until=now() + HOUR)
    mutes(a_steward, another_member)

    house.database.write_now(blocking.forget_old, now())

    left = house.database.read_now(lambda session: set(session.scalars(select(Mute.account_id))))
    assert left == {another_member.id, a_steward.id}


def test_a_mute_that_would_be_over_at_once_is_refused(a_member: Member, another_member: Member):
    with pytest.raises(Invalid):
        mutes(a_member, another_member, until=now() - HOUR)

    assert stance(a_member, another_member) == Stance(Between("", ""))


def test_boosts_are_hidden_of_those_one_follows(house: House, a_member: Member, another_member: Member):
    with pytest.raises(NotFound):
        house.database.write_now(following.show_boosts, a_member.id, another_member.id, wanted=False)
    a_member.follows(another_member)

    house.database.write_now(following.show_boosts, a_member.id, another_member.id, wanted=False)

    assert stance(a_member, another_member) == Stance(Between("yes", ""), hides_boosts=True)


def test_a_blocked_house_ends_following_with_everybody_there_and_nobody_else(
    house: House, harbour: int, night: Member, a_member: Member, another_member: Member
):
    a_member.follows(night)
    night.follows(a_member)
    night.follows(another_member)
    a_member.follows(another_member)

    house.database.write_now(blocking.block_house, a_member.id, harbour)

    assert follows(house) == {(night.id, another_member.id), (a_member.id, another_member.id)}
    assert stance(a_member, night) == Stance(Between("", ""), blocks_house=True)
    assert stance(another_member, night) == Stance(Between("", "yes"))
    with pytest.raises(NotFound):
        night.asks_to_follow(a_member)
    with pytest.raises(Refused):
        a_member.asks_to_follow(night)
    house.database.write_now(blocking.end_house_block, a_member.id, harbour)
    night.asks_to_follow(a_member)


def test_only_an_allys_house_can_be_blocked(house: House, a_member: Member):
    pinned = allies.Pinned(
        "https://new.example/actor", "https://new.example/actor#key", "", "https://new.example/inbox"
    )
    house.database.write_now(allies.note_their_knock, "https://new.example", pinned, now=now())
    knocking = house.database.read_now(lambda session: allies.queries.by_origin(session, "https://new.example"))
    assert knocking is not None

    for ally_id in (12345, knocking.id):
        with pytest.raises(NotFound):
            house.database.write_now(blocking.block_house, a_member.id, ally_id)


def test_each_list_is_its_owners(
    house: House, harbour: int, night: Member, a_member: Member, another_member: Member, a_steward: Member
):
    blocks(a_member, another_member)
    mutes(a_member, a_steward, notifications=False)
    house.database.write_now(blocking.block_house, a_member.id, harbour)

    def lists(of: Member) -> tuple[list[str], list[tuple[str, bool]], list[str]]:
        read = house.database.read_now
        return (
            [account.name for account in read(queries_between.whom_i_block, of.id)],
            [(muted.account.name, muted.notifications) for muted in read(queries_between.whom_i_mute, of.id)],
            [blocked.host for blocked in read(queries_between.houses_i_block, of.id)],
        )

    assert lists(a_member) == (["juno"], [("vera", False)], ["harbour.example"])
    assert lists(another_member) == lists(a_steward) == ([], [], [])


def test_lists_are_read_in_pages(house: House, a_member: Member, joining_house):
    others = [joining_house(name) for name in ("ada", "bea", "cleo")]
    for other in others:
        blocks(a_member, other)
        mutes(a_member, other)

    def page(query, **part: object) -> list[int]:
        found = house.database.read_now(query, a_member.id, **part)
        return [getattr(one, "account", one).id for one in found]

    for query in (queries_between.whom_i_block, queries_between.whom_i_mute):
        assert page(query, limit=2) == [others[2].id, others[1].id]
        assert page(query, before=others[1].id) == [others[0].id]
        assert page(query, after=others[1].id) == [others[2].id]


def test_only_those_without_a_block_between_are_left(
    house: House, a_member: Member, another_member: Member, a_steward: Member, night: Member
):
    blocks(a_member, another_member)
    blocks(night, a_member, uri=f"{HARBOUR}/blocks/1")
    everybody = [m.facts for m in (another_member, a_steward, night)]

    left = house.database.read_now(queries_between.without_blocked, a_member.id, everybody)

    assert [account.name for account in left] == ["vera"]
    assert house.database.read_now(queries.by_id, night.id) is not None
