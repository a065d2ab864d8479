"""The kinds of which a member may be told: the database takes those and no other, old rows standing as they were."""

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.basics.clock import now
from app.basics.ids import new_id
from app.notifications.kinds import KINDS
from app.notifications.models import Notification
from app.storage.house import House
from tests.world.cast import Member


def store(session: Session, member: Member, sender: Member, kind: str) -> None:
    row = Notification(id=new_id(now()), account_id=member.id, kind=kind, from_id=sender.id, told_at=now())
    session.add(row)
    session.flush()


def test_every_kind_has_its_place(house: House, a_member: Member, another_member: Member):
    for kind in KINDS:
        house.database.write_now(store, a_member, another_member, kind)

    stored = house.database.read_now(lambda session: session.scalars(select(Notification.kind)).all())
    assert sorted(stored) == sorted(KINDS)
    assert {"poll", "update", "status", "quote"} <= set(KINDS)


def test_a_word_that_is_no_kind_is_refused(house: House, a_member: Member, another_member: Member):
    with pytest.raises(IntegrityError, match="kind"):
        house.database.write_now(store, a_member, another_member, "you may also like")


def test_an_account_that_goes_takes_what_it_was_told_with_it(house: House, a_member: Member, another_member: Member):
    house.database.write_now(store, a_member, another_member, "status")

    house.database.write_now(lambda session: session.execute(delete(Account).where(Account.id == another_member.id)))

    assert house.database.read_now(lambda session: session.scalars(select(Notification.id)).all()) == []
