"""No dump joins a ballot to a member: every value of every table is read around a vote."""

import random

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.storage.house import House
from app.storage.sealing import HouseKey
from app.storage.tables import Base
from tests.world.cast import Member
from tests.world.proposing import crowd, goes_on, in_ballot, votes, when_over, when_voting

Dump = dict[str, list[tuple[object, ...]]]


@pytest.mark.parametrize("choice", ["yes", "no", "abstain"])
def test_a_vote_changes_one_counter_and_adds_one_mark_and_nothing_else(
    house: House, a_member: Member, another_member: Member, choice: str
):
    proposal_id = in_ballot(a_member)
    votes(a_member, proposal_id, at=when_voting())
    before = dump(house)

    votes(another_member, proposal_id, choice, at=when_voting())

    after = dump(house)
    assert {name for name in after if after[name] != before[name]} == {"ballots", "ballot_marks"}
    assert len(after["ballot_marks"]) == len(before["ballot_marks"]) + 1
    (was,), (is_,) = before["ballots"], after["ballots"]
    assert [new - old for old, new in zip(was[2:5], is_[2:5], strict=True)] == [
        int(choice == name) for name in ("yes", "no", "abstain")
    ]
    assert (was[:2], was[5:]) == (is_[:2], is_[5:])


def test_who_chose_what_is_in_no_table_whoever_chose_it(house: House, a_member: Member, another_member: Member):
    """Two ballots in which the same people chose the other way round are alike, but for the keyed marks."""
    dumps: list[Dump] = []
    for choices in (("yes", "no"), ("no", "yes")):
        proposal_id = in_ballot(a_member)
        before = dump(house)
        for member, choice in zip((a_member, another_member), choices, strict=True):
            votes(member, proposal_id, choice, at=when_voting())
        dumps.append({name: rows for name, rows in dump(house).items() if rows != before[name]})
        goes_on(house, when_over())

    first, second = dumps
    assert set(first) == set(second) == {"ballots", "ballot_marks"}
    assert [row[2:] for row in first["ballots"]] == [row[2:] for row in second["ballots"] if row[5] is None]


def test_a_mark_cannot_be_made_without_the_key_file(house: House, a_member: Member):
    proposal_id = in_ballot(a_member)
    votes(a_member, proposal_id, at=when_voting())
    ((mark, *_),) = dump(house)["ballot_marks"]

    guessed = another_key().keyed_hash(f"{proposal_id} {a_member.id}".encode(), "ballot mark", size=32)
    made = house.key.keyed_hash(f"{proposal_id} {a_member.id}".encode(), "ballot mark", size=32)

    assert bytes(mark) == made != guessed  # type: ignore[arg-type]
    assert not any(value == a_member.id for row in dump(house)["ballot_marks"] for value in row)


@pytest.mark.parametrize(
    "kind", ["sqlite"], indirect=True
)  # PostgreSQL keeps rows where there is room: the page says so
def test_marks_do_not_lie_in_the_order_of_voting(house: House, a_member: Member):
    voters = crowd(a_member, 30)
    proposal_id = in_ballot(a_member)
    random.Random(5).shuffle(voters)

    for voter in voters:
        votes(voter, proposal_id, at=when_voting())

    lying = house.database.read_now(lambda session: session.execute(text("SELECT mark FROM ballot_marks")).all())
    assert [bytes(row[0]) for row in lying] == sorted(bytes(row[0]) for row in lying)
    with pytest.raises(Exception, match="rowid"):
        house.database.read_now(lambda session: session.execute(text("SELECT rowid FROM ballot_marks")).all())


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)  # SQLite's rows know no transaction
def test_on_postgres_what_was_counted_last_shows_on_every_counter(
    house: House, a_member: Member, another_member: Member
):
    """A row's own transaction would tell which counter a mark belongs to, were the counters rows of their own."""
    proposal_id = in_ballot(a_member)
    votes(a_member, proposal_id, "yes", at=when_voting())
    votes(another_member, proposal_id, "no", at=when_voting())

    rows = house.database.read_now(lambda session: session.execute(text("SELECT xmin, * FROM ballots")).all())

    assert len(rows) == 1


def test_after_the_end_no_mark_is_left(house: House, a_member: Member, another_member: Member):
    proposal_id = in_ballot(a_member)
    before = dump(house)
    votes(another_member, proposal_id, "no", at=when_voting())

    goes_on(house, when_over())

    after = dump(house)
    assert after["ballot_marks"] == before["ballot_marks"] == []
    assert {name for name in after if after[name] != before[name]} == {"ballots", "proposals"}


def dump(house: House) -> Dump:
    """Every value of every table."""
    return house.database.read_now(_everything)


def _everything(session: Session) -> Dump:
    return {
        name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
        for name, table in Base.metadata.tables.items()
    }


def another_key() -> HouseKey:
    return HouseKey(b"\x07" * 32)
