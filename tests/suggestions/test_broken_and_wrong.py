"""A suggestion that cannot be read stops no other, and a wrong one is taken out by a steward before its time."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.basics.errors import Forbidden, NotFound
from app.storage.house import House
from app.storage.sealing import HouseKey
from moderation.openness.models import Reading
from moderation.suggestions import actions, queries, rules
from moderation.suggestions.models import Suggestion
from tests.world.advising import (
    addresses,
    an_ally_at,
    as_who_they_are,
    brings,
    kept,
    ours,
    set_aside,
    waiting,
)
from tests.world.cast import Member, join


@pytest.fixture
def robin(house: House) -> Member:
    an_ally_at(house)
    return join(house, "robin", "moderator")


def is_damaged(house: House, address: str) -> int:
    """Its bytes are not what was sealed; the row's id."""
    mark = rules.mark_of(address, house.key)

    def damage(session: Session) -> int:
        row = session.scalars(select(Suggestion).where(Suggestion.mark == mark)).one()
        session.execute(update(Suggestion).where(Suggestion.mark == mark).values(body_sealed=b"x" * 60))
        return row.id

    return house.database.write_now(damage)


def takes_out(member: Member, suggestion_id: int) -> None:
    house = member.house
    write = house.database.write_now
    write(actions.take_out, as_who_they_are(member), suggestion_id, ours=ours(house), now=now())


def readings(house: House) -> int:
    return house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(Reading))) or 0


def test_what_cannot_be_read_is_shown_as_that_beside_the_others_and_can_be_set_aside(
    house: House, robin: Member, a_member: Member
):
    brings(robin, "harbour.example\n@marisol@lantern.example\nfar.example\n")
    broken = is_damaged(house, "harbour.example")
    far = is_damaged(house, "far.example")

    assert sorted(addresses(waiting(robin))) == ["", "marisol@lantern.example"]
    assert addresses(waiting(robin, near=False)) == [""]

    for one in (broken, far):
        set_aside(robin, one)
    assert addresses(waiting(robin)) == ["marisol@lantern.example"]
    assert waiting(robin, near=False) == []


def test_a_lost_key_leaves_a_page_that_says_so(house: House, robin: Member):
    brings(robin, "harbour.example\nfar.example\n")
    another = replace(ours(house), key=HouseKey(b"k" * 32))
    read = house.database.read_now

    found = read(queries.waiting, as_who_they_are(robin), ours=another, near=False)

    assert [(one.address, one.advice) for one in found] == [("", ()), ("", ())]


def test_a_newer_list_writes_anew_what_cannot_be_read(house: House, robin: Member):
    brings(robin, "harbour.example\nfar.example\n", "Orchard House")
    set_aside(robin, is_damaged(house, "harbour.example"))

    brings(robin, "harbour.example\nfar.example\n", "Ana")

    [one] = waiting(robin)
    assert (one.address, [said.by for said in one.advice]) == ("harbour.example", ["Ana"])


def test_a_steward_about_to_say_yes_reads_the_rest(house: House, robin: Member):
    brings(robin, "harbour.example\nsocial.harbour.example\n")
    is_damaged(house, "harbour.example")

    said = house.database.read_now(queries.advice_about, "social.harbour.example", key=house.key)

    assert [body.address for body in said] == ["social.harbour.example"]


def test_a_steward_takes_a_wrong_one_out_and_that_is_logged(house: House, robin: Member, a_steward: Member):
    brings(robin, "harbour.example\nfar.example\n")
    [wrong] = waiting(robin)
    [far] = waiting(robin, near=False)

    takes_out(a_steward, wrong.id)
    takes_out(a_steward, far.id)

    assert kept(house) == []
    assert readings(house) == 2
    with pytest.raises(NotFound):
        takes_out(a_steward, wrong.id)
    brings(robin, "harbour.example\n")
    assert addresses(waiting(robin)) == ["harbour.example"], "somebody brought it again"


def test_nobody_else_does_and_no_steward_what_is_about_themselves(
    house: House, robin: Member, a_member: Member, a_steward: Member
):
    brings(robin, f"harbour.example\n@{a_steward.name}@lantern.example\n")
    about_her = next(row.id for row in kept(house) if row.kind == "account")
    harbour = next(row.id for row in kept(house) if row.kind == "house")

    for member in (robin, a_member):
        with pytest.raises(Forbidden):
            takes_out(member, harbour)
    with pytest.raises(NotFound):
        takes_out(a_steward, about_her)
    assert len(kept(house)) == 2
    assert readings(house) == 0
