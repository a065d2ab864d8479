"""A standing follows from decisions in force, and from nothing else: the database itself says so (P13)."""

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.actions import standing, stewards
from app.accounts.models import Account, AccountRestriction
from app.accounts.standing import Decision
from app.allies.actions import ally_by_hand
from app.allies.rules import USUAL
from app.basics.clock import now
from app.basics.errors import NotFound
from app.basics.ids import new_id
from app.storage.house import House
from tests.world.cast import Member, join
from tests.world.restricting import is_decided, is_noted, is_over

STANDINGS = (("pause_posting", "posting_paused"), ("limit", "limited"), ("suspend", "suspended"))


def stands(house: House, account_id: int) -> set[str]:
    def read(session: Session) -> set[str]:
        account = session.get_one(Account, account_id)
        return {column for _, column in STANDINGS if getattr(account, column)}

    return house.database.read_now(read)


def an_ally(house: House) -> int:
    return house.database.write_now(ally_by_hand, "https://harbour.example", frozenset(USUAL), now=now()).id


def lives_there(house: House, ally_id: int, name: str) -> int:
    account = Account(
        id=new_id(now()), name=name, folded=name, host="harbour.example", ally_id=ally_id, role="guest",
        joined_on="2026-11-01", uri=f"https://harbour.example/{name}", card=b"{}",
    )  # fmt: skip
    house.database.write_now(lambda session: session.add(account))
    return account.id


def runs(house: House, statement: str, **values: object) -> None:
    """As somebody with a console would."""
    house.database.write_now(lambda session: session.execute(text(statement), values))


@pytest.mark.parametrize(("measure", "column"), [*STANDINGS, ("end_account", "suspended")])
def test_a_decision_in_force_takes_effect_and_is_over_whole(a_member: Member, measure: str, column: str):
    decision = is_decided(a_member.house, a_member.id, measure)
    assert stands(a_member.house, a_member.id) == {column}

    is_over(a_member.house, decision)

    assert stands(a_member.house, a_member.id) == set()
    assert a_member.house.database.read_now(lambda s: s.scalars(select(AccountRestriction)).all()) == []


def test_what_another_decision_says_as_well_stays_when_one_is_over(a_member: Member):
    first, second = (is_decided(a_member.house, a_member.id, "suspend") for _ in range(2))

    is_over(a_member.house, first)
    assert stands(a_member.house, a_member.id) == {"suspended"}

    is_over(a_member.house, second)
    assert stands(a_member.house, a_member.id) == set()


def test_restricting_or_easing_twice_changes_nothing(a_member: Member):
    house = a_member.house
    decision = is_decided(house, a_member.id, "limit")

    house.database.write_now(standing.restrict, decision)
    assert stands(house, a_member.id) == {"limited"}

    is_over(house, decision)
    house.database.write_now(standing.ease, decision)
    assert stands(house, a_member.id) == set()


def test_whoever_is_gone_meanwhile_is_not_found(house: House):
    with pytest.raises(NotFound):
        house.database.write_now(standing.restrict, Decision(1, "suspend", account_id=12345))
    with pytest.raises(NotFound):
        house.database.write_now(standing.restrict, Decision(1, "ally_limit", ally_id=12345))
    house.database.write_now(standing.ease, Decision(1, "suspend", account_id=12345))


def test_no_restriction_without_a_decision_in_force(a_member: Member, another_member: Member):
    house = a_member.house
    waiting = is_noted(house, a_member.id, "suspend", in_force=False)
    decided = is_noted(house, a_member.id, "suspend")

    for decision in (
        Decision(17, "suspend", account_id=a_member.id),
        waiting,
        Decision(decided.id, "limit", account_id=a_member.id),
        Decision(decided.id, "suspend", account_id=another_member.id),
    ):
        with pytest.raises(IntegrityError, match="no decision in force"):
            house.database.write_now(standing.restrict, decision)

    assert stands(house, a_member.id) == stands(house, another_member.id) == set()
    house.database.write_now(standing.restrict, decided)


def test_no_restriction_by_a_decision_that_is_over(a_member: Member):
    decision = is_decided(a_member.house, a_member.id, "suspend")
    is_over(a_member.house, decision)

    with pytest.raises(IntegrityError, match="no decision in force"):
        a_member.house.database.write_now(standing.restrict, decision)


@pytest.mark.parametrize("column", [column for _, column in STANDINGS])
def test_no_standing_without_a_restriction_even_by_hand(a_member: Member, another_member: Member, column: str):
    house = a_member.house
    other = {"posting_paused": "limit", "limited": "suspend", "suspended": "pause_posting"}[column]
    is_decided(house, a_member.id, other)

    for account_id in (a_member.id, another_member.id):
        with pytest.raises(IntegrityError, match="nobody decided this"):
            runs(house, f"UPDATE accounts SET {column} = true WHERE id = :id", id=account_id)
    with pytest.raises(IntegrityError, match="nobody decided this"):
        runs(house, f"UPDATE accounts SET {column} = true")

    assert stands(house, another_member.id) == set()


@pytest.mark.parametrize("column", [column for _, column in STANDINGS])
def test_nobody_joins_restricted(a_member: Member, column: str):
    def copies(session: Session) -> None:
        row = {**session.execute(select(Account.__table__).where(Account.id == a_member.id)).mappings().one()}
        row.update(id=a_member.id + 1, name="copy", folded="copy", uri="https://lantern.example/copy")
        session.execute(Account.__table__.insert().values(**{**row, column: True}))

    with pytest.raises(IntegrityError, match="nobody decided this"):
        a_member.house.database.write_now(copies)


def test_no_restriction_becomes_another_by_hand(a_member: Member, another_member: Member):
    decision = is_decided(a_member.house, a_member.id, "limit")

    for change in ("measure = 'suspend'", f"account_id = {another_member.id}", "decision_id = 3"):
        with pytest.raises(IntegrityError, match="no decision in force"):
            runs(a_member.house, f"UPDATE account_restrictions SET {change} WHERE decision_id = :id", id=decision.id)


def test_a_limit_on_an_ally_is_on_each_of_its_people_and_over_with_it(house: House):
    ally_id = an_ally(house)
    people = [lives_there(house, ally_id, name) for name in ("leila", "noor")]
    alone = is_decided(house, people[0], "limit")

    decision = is_decided(house, ally_id, "ally_limit")
    assert [stands(house, one) for one in people] == [{"limited"}, {"limited"}]

    is_over(house, decision)
    assert [stands(house, one) for one in people] == [{"limited"}, set()]
    is_over(house, alone)
    assert stands(house, people[0]) == set()


def test_no_ally_is_limited_by_hand(house: House):
    ally_id = an_ally(house)

    with pytest.raises(IntegrityError, match="nobody decided this"):
        runs(house, "UPDATE allies SET limited = true")
    with pytest.raises(IntegrityError, match="no decision in force"):
        house.database.write_now(standing.restrict, Decision(3, "ally_limit", ally_id=ally_id))


@pytest.mark.parametrize("measure", ["limit", "suspend"])
def test_a_steward_under_a_decision_is_none_that_the_house_has(house: House, a_steward: Member, measure: str):
    other = join(house, "petra", "steward")
    assert not house.database.read_now(stewards.is_the_last, a_steward.id)

    decision = is_decided(house, other.id, measure)

    assert house.database.read_now(stewards.is_the_last, a_steward.id)
    assert not house.database.read_now(stewards.is_the_last, other.id)
    is_over(house, decision)
    assert not house.database.read_now(stewards.is_the_last, a_steward.id)


@pytest.mark.parametrize("measure", ["limit", "suspend"])
def test_the_only_steward_stays_the_last_one_under_a_decision(
    house: House, a_steward: Member, a_member: Member, measure: str
):
    is_decided(house, a_steward.id, measure)

    assert house.database.read_now(stewards.is_the_last, a_steward.id)
    assert not house.database.read_now(stewards.is_the_last, a_member.id)


def test_a_restriction_goes_with_the_account(a_member: Member):
    is_decided(a_member.house, a_member.id, "suspend")

    a_member.house.database.write_now(lambda s: s.execute(delete(Account).where(Account.id == a_member.id)))

    assert a_member.house.database.read_now(lambda s: s.scalars(select(AccountRestriction)).all()) == []
