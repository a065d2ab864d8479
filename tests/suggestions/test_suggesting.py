"""What others advise becomes suggestions: joined, sealed, for moderators alone, and nothing follows from them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.accounts.actions import blocking, leaving, pausing
from app.accounts.viewer import Viewer
from app.allies.models import Ally
from app.basics.clock import now
from app.basics.errors import Forbidden, Invalid, NotFound, Refused
from app.storage.house import House
from moderation.suggestions import actions, queries, reading_lists, rules
from moderation.suggestions.ages import SUGGESTIONS_LAST
from tests.world.advising import (
    HEAD,
    addresses,
    an_ally_at,
    as_who_they_are,
    brings,
    kept,
    ours,
    set_aside,
    waiting,
)
from tests.world.at_once import at_once
from tests.world.cast import Member, join


@pytest.fixture
def robin(house: House) -> Member:
    return join(house, "robin", "moderator")


def test_what_concerns_allies_and_members_here_stands_first_and_the_rest_apart(robin: Member, a_member: Member):
    an_ally_at(robin.house)

    brings(robin, "harbour.example\n@ana@harbour.example\n@marisol@lantern.example\nfar.example\n@x@far.example\n")

    assert addresses(waiting(robin)) == ["marisol@lantern.example", "ana@harbour.example", "harbour.example"]
    assert addresses(waiting(robin, near=False)) == ["x@far.example", "far.example"]


def test_it_shows_which_ally_and_which_member_is_meant(robin: Member, a_member: Member):
    ally = an_ally_at(robin.house)

    brings(robin, "harbour.example\n@Marisol@lantern.example\n")
    member, house = waiting(robin)

    assert member.account is not None
    assert member.account.id == a_member.id
    assert [one.id for one in house.allies] == [ally]


def test_a_house_that_is_part_of_what_is_advised_against_is_meant_too(robin: Member):
    ally = an_ally_at(robin.house, "social.orchard.example")

    brings(robin, "orchard.example\n")
    [house] = waiting(robin)

    assert [one.id for one in house.allies] == [ally]
    assert rules.covering("social.orchard.example:8443") == [
        "social.orchard.example:8443", "social.orchard.example", "orchard.example",
    ]  # fmt: skip


def test_a_house_that_ends_alike_is_another(robin: Member):
    an_ally_at(robin.house, "harbour.example")

    brings(robin, "bour.example\n")

    assert waiting(robin) == []


def test_several_lists_are_one_suggestion_and_each_says_its_own(robin: Member):
    an_ally_at(robin.house)
    brings(robin, f"{HEAD}\nharbour.example,suspend,,,outing,\n", "Orchard House")
    brings(robin, f"{HEAD}\nharbour.example,silence,,,loud,\n", "Ana")
    brings(robin, f"{HEAD}\nharbour.example,noop,,,better now,\n", "orchard house")

    [house] = waiting(robin)

    assert [(one.by, one.severity, one.words) for one in house.advice] == [
        ("orchard house", "noop", "better now"), ("Ana", "silence", "loud"), ("Orchard House", "suspend", "outing"),
    ]  # fmt: skip
    assert len(kept(robin.house)) == 1


def test_at_most_twenty_lists_are_kept_of_one_thing(robin: Member):
    an_ally_at(robin.house)
    for number in range(22):
        brings(robin, "harbour.example\n", f"List {number}")

    [house] = waiting(robin)

    assert [one.by for one in house.advice] == [f"List {number}" for number in range(21, 1, -1)]


def test_what_was_set_aside_comes_back_only_if_somebody_else_advises_it(robin: Member):
    an_ally_at(robin.house)
    brings(robin, "harbour.example\n")
    set_aside(robin, waiting(robin)[0].id)
    assert waiting(robin) == []

    brings(robin, "harbour.example\n", "ORCHARD house")
    assert waiting(robin) == []

    brings(robin, "harbour.example\n", "Ana")
    assert addresses(waiting(robin)) == ["harbour.example"]


def test_nothing_of_it_can_be_read_or_found_without_the_key(robin: Member, a_member: Member):
    brings(robin, f"{HEAD}\nharbour.example,suspend,,,outing,\n@marisol@lantern.example,,,,,\n", "Orchard House")

    for row in kept(robin.house):
        said = repr([getattr(row, column.key) for column in row.__table__.columns]).lower()
        assert not any(word in said for word in ("harbour", "marisol", "lantern", "outing", "orchard", "suspend"))
    marks = {one.mark for one in kept(robin.house)}
    assert rules.mark_of("harbour.example", robin.house.key) in marks
    assert rules.mark_of("harbour.example", type(robin.house.key)(bytes(32))) not in marks


def test_this_house_in_a_list_is_told_and_not_kept(robin: Member):
    assert brings(robin, "lantern.example\nfar.example\n").names_us
    assert not brings(robin, "far.example\n").names_us
    assert addresses(waiting(robin, near=False)) == ["far.example"]


def test_names_that_nobody_has_here_are_not_kept_for_whoever_comes_later(robin: Member, a_member: Member):
    brings(robin, "@lupe@lantern.example\n@marisol@lantern.example\n")
    lupe = join(robin.house, "lupe")

    assert lupe.name not in {one.address.partition("@")[0] for one in waiting(robin)}
    assert len(kept(robin.house)) == 1


def test_whoever_hides_for_a_while_is_not_found_by_a_list(robin: Member, a_member: Member):
    robin.house.database.write_now(pausing.pause, a_member.id)

    brings(robin, "@marisol@lantern.example\n")

    assert kept(robin.house) == []


@pytest.mark.parametrize("state", ["knocking", "knocked"])
def test_a_house_that_is_no_ally_yet_is_as_far_as_a_stranger(robin: Member, state: str):
    ally = an_ally_at(robin.house)
    robin.house.database.write_now(lambda session: setattr(session.get(Ally, ally), "state", state))

    brings(robin, "harbour.example\n")

    assert (waiting(robin), addresses(waiting(robin, near=False))) == ([], ["harbour.example"])


def test_a_moderator_is_not_shown_what_is_about_themself(robin: Member, a_steward: Member):
    brings(robin, "@robin@lantern.example\n@vera@lantern.example\n")

    assert addresses(waiting(robin)) == ["vera@lantern.example"]
    assert addresses(waiting(a_steward)) == ["robin@lantern.example"]
    with pytest.raises(NotFound):
        set_aside(robin, waiting(a_steward)[0].id)


def test_a_member_who_keeps_away_from_a_moderator_is_as_absent_as_nobody(robin: Member, a_member: Member):
    robin.house.database.write_now(blocking.block, a_member.id, robin.id, now=now())

    brings(robin, "@marisol@lantern.example\n@nobody@lantern.example\n")

    assert waiting(robin) == []
    assert waiting(robin, near=False) == []


def test_an_account_of_an_ally_whom_nobody_knows_here_is_shown_as_that(robin: Member):
    an_ally_at(robin.house)
    brings(robin, "@ana@harbour.example\n")

    [unknown] = waiting(robin)

    assert (unknown.address, unknown.account, list(unknown.allies)) == ("ana@harbour.example", None, [])


def test_whoever_leaves_leaves_no_suggestion_behind(robin: Member, a_member: Member, another_member: Member):
    brings(robin, "@marisol@lantern.example\n@juno@lantern.example\n")
    write, house = robin.house.database.write_now, robin.house
    write(leaving.leave_for_good, a_member.id, key=house.key, now=now())

    assert addresses(waiting(robin)) == ["juno@lantern.example"]
    write(actions.forget_old, now(), ours=ours(house))
    assert len(kept(house)) == 1


def test_what_nobody_has_advised_for_long_goes(robin: Member):
    began = now()
    brings(robin, "far.example\nother.example\n", at=began)
    brings(robin, "other.example\n", at=began + timedelta(days=5))

    robin.house.database.write_now(actions.forget_old, began + SUGGESTIONS_LAST, ours=ours(robin.house))

    assert addresses(waiting(robin, near=False)) == ["other.example"]


def test_pages_follow_each_other_without_a_gap(robin: Member, a_steward: Member):
    an_ally_at(robin.house)
    brings(robin, "\n".join(f"@ana{number}@harbour.example" for number in range(45)))
    brings(a_steward, "@robin@lantern.example\n")

    first = waiting(robin)
    second = waiting(robin, before=first[-1].id)
    third = waiting(robin, before=second[-1].id)

    assert [len(page) for page in (first, second, third)] == [20, 20, 5]
    assert len({*addresses(first), *addresses(second), *addresses(third)}) == 45


@pytest.mark.parametrize("role", ["member", "guest", ""])
def test_only_moderators_and_stewards_bring_read_or_settle(a_member: Member, robin: Member, role: str):
    brings(robin, "far.example\n")
    house, viewer = robin.house, Viewer.member(a_member.id, role)
    [there] = kept(house)

    with pytest.raises(Forbidden):
        house.database.write_now(actions.take_list, viewer, (), "Ana", ours=ours(house), now=now())
    with pytest.raises(Forbidden):
        house.database.read_now(queries.waiting, viewer, ours=ours(house))
    with pytest.raises(Forbidden):
        house.database.write_now(actions.settle, viewer, there.id, ours=ours(house))


def test_settling_what_somebody_settled_a_moment_ago_changes_nothing(robin: Member):
    brings(robin, "far.example\n")
    [there] = kept(robin.house)
    set_aside(robin, there.id)

    set_aside(robin, there.id)

    assert [one.settled for one in kept(robin.house)] == [True]
    with pytest.raises(NotFound):
        set_aside(robin, there.id + 1)


@pytest.mark.parametrize("by", ["", " \n", "x" * 121])
def test_who_advises_it_has_to_be_said(robin: Member, by: str):
    with pytest.raises(Invalid) as told:
        brings(robin, "far.example\n", by)

    assert told.value.field == "by"
    assert kept(robin.house) == []


def test_where_there_is_no_room_nothing_of_a_list_is_taken(robin: Member, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rules, "MOST_KEPT", 2)
    brings(robin, "far.example\n")

    with pytest.raises(Refused):
        brings(robin, "a.example\nb.example\nfar.example\n")
    assert len(kept(robin.house)) == 1

    brings(robin, "a.example\nfar.example\n")
    assert len(kept(robin.house)) == 2


def test_what_others_advise_about_a_house_is_told_whatever_was_set_aside(robin: Member):
    brings(robin, f"{HEAD}\norchard.example,suspend,,,outing,\n@ana@social.orchard.example,,,,,\n", "Ana")
    set_aside(robin, kept(robin.house)[0].id)
    asked = robin.house.database.read_now

    about = asked(queries.advice_about, "social.orchard.example", key=robin.house.key)

    [body] = about
    assert body.address == "orchard.example"
    assert [(one.by, one.words) for one in body.advice] == [("Ana", "outing")]
    assert asked(queries.advice_about, "orchard.example.org", key=robin.house.key) == []


def test_two_lists_at_the_same_moment_are_joined(robin: Member, a_steward: Member):
    house = robin.house
    an_ally_at(house)
    lines = reading_lists.read(b"harbour.example\nfar.example\n").lines

    def brought(who: Member, by: str) -> Callable[[Session], object]:
        viewer, at = as_who_they_are(who), now()
        return lambda session: actions.take_list(session, viewer, lines, by, ours=ours(house), now=at)

    at_once(house, brought(robin, "Ana"), brought(a_steward, "Orchard House"))

    [harbour] = waiting(robin)
    assert {one.by for one in harbour.advice} == {"Ana", "Orchard House"}
    assert len(kept(house)) == 2
