"""The log of reading is a chain: every link holds to the one before, and tells nobody what it is about (P18)."""

import json
from collections.abc import Sequence

import pytest
from sqlalchemy import select

from app.accounts.viewer import STRANGER
from app.basics.clock import now
from app.basics.errors import NotSignedIn
from app.storage.house import House
from moderation.openness import reading
from moderation.openness.models import Reading, ReadingDetails
from tests.world.at_once import at_once
from tests.world.cast import Member
from tests.world.desk import as_moderator

CASE = 4_711


def reads(member: Member, what: str = "case") -> int:
    house = member.house
    return house.database.write_now(reading.log, as_moderator(member), what, CASE, key=house.key, now=now())


def the_chain(house: House) -> Sequence[Reading]:
    return house.database.read_now(lambda session: session.scalars(select(Reading).order_by(Reading.number)).all())


def the_details(house: House, number: int) -> dict[str, object]:
    sealed = house.database.read_now(lambda session: session.get_one(ReadingDetails, number).sealed)
    return json.loads(house.key.open(sealed, reading.DETAILS))


def test_each_link_holds_to_the_one_before(house: House, a_moderator: Member, another_moderator: Member):
    numbers = [reads(a_moderator), reads(another_moderator), reads(a_moderator)]

    chain = the_chain(house)
    assert numbers == [link.number for link in chain] == [1, 2, 3]
    head = reading.BEFORE_THE_FIRST
    for link in chain:
        head = reading.head_after(head, link.commitment)
        assert link.head == head


def test_a_link_commits_to_who_read_what_and_when(house: House, a_moderator: Member):
    number = reads(a_moderator)

    details = the_details(house, number)
    salt = bytes.fromhex(str(details.pop("salt")))
    assert details["who"] == a_moderator.id
    assert (details["what"], details["case"]) == ("case", CASE)
    assert reading.commitment_of(salt, details) == the_chain(house)[0].commitment
    for changed in ({"who": 1}, {"what": "messages"}, {"case": 1}, {"at": 1}):
        assert reading.commitment_of(salt, {**details, **changed}) != the_chain(house)[0].commitment


def test_two_links_about_the_same_reading_are_not_alike(house: House, a_moderator: Member):
    reads(a_moderator)
    reads(a_moderator)

    first, second = the_chain(house)
    assert first.commitment != second.commitment


def test_what_was_read_is_sealed(house: House, a_moderator: Member):
    reads(a_moderator, "messages")

    sealed = house.database.read_now(lambda session: session.scalars(select(ReadingDetails.sealed)).one())
    assert b"messages" not in sealed
    assert str(a_moderator.id).encode() not in sealed


def test_two_who_read_at_once_get_a_link_each(house: House, a_moderator: Member, another_moderator: Member):
    at_once(
        house,
        lambda session: reading.log(session, as_moderator(a_moderator), "case", 1, key=house.key, now=now()),
        lambda session: reading.log(session, as_moderator(another_moderator), "case", 2, key=house.key, now=now()),
    )

    first, second = the_chain(house)
    assert second.head == reading.head_after(first.head, second.commitment)
    assert [the_details(house, number)["case"] for number in (1, 2)] == [1, 2]


def test_a_reading_by_nobody_is_not_taken_for_one(house: House):
    with pytest.raises(NotSignedIn):
        house.database.write_now(reading.log, STRANGER, "case", CASE, key=house.key, now=now())

    assert the_chain(house) == []
