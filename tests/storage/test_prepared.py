"""A prepared statement takes a list of ids as one parameter, whatever its length, and finds them by their index."""

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.storage import Prepared, among
from app.storage.house import House
from tests.storage.test_hot_reads import explained
from tests.world.cast import join

AMONG = Prepared(lambda: select(Account.id).where(among(Account.id, "ids")).order_by(Account.id))
NOT_AMONG = Prepared(
    lambda: select(Account.id).where(~among(Account.id, "ids"), Account.host == bindparam("host")).order_by(Account.id)
)


@pytest.mark.parametrize("wanted", [[], [0], [0, 2], [2, 0, 0], [0, 1, 2]])
def test_those_of_a_list_are_found_and_no_others(house: House, wanted: list[int]):
    members = sorted(join(house, name).id for name in ("ana", "bea", "cleo"))
    ids = [members[place] for place in wanted]

    found = house.database.read_now(lambda session: AMONG.rows(session, ids=ids))
    others = house.database.read_now(lambda session: NOT_AMONG.rows(session, ids=ids, host=""))

    assert [row[0] for row in found] == sorted(set(ids))
    assert [row[0] for row in others] == sorted(set(members) - set(ids))


def test_an_id_that_is_nobodys_finds_nothing(house: House):
    join(house, "ana")

    assert house.database.read_now(lambda session: AMONG.rows(session, ids=[-1, 0, 2**62])) == []


def test_a_list_is_read_along_the_index(house: House, kind: str):
    plan = house.database.read_now(lambda session: explained(session, AMONG, kind, ids=[1, 2, 3]))

    assert "SCAN accounts" not in plan, plan
    assert "Seq Scan" not in plan, plan


def test_a_list_that_would_make_another_statement_is_refused(house: House):
    written_out = Prepared(lambda: select(Account.id).where(Account.id.in_([1, 2])))

    def read(session: Session) -> object:
        return written_out.rows(session)

    with pytest.raises(TypeError, match="among"):
        house.database.read_now(read)
