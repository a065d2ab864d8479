"""What people decided is as it was after a restore, and the database guards it there as well."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Account
from tests.world.cast import Member
from tests.world.hosts import Host
from tests.world.restricting import is_decided


def test_a_suspended_account_is_suspended_in_the_restored_house_and_nobody_else_can_be(
    host: Host, a_member: Member, another_member: Member
):
    is_decided(host.house, a_member.id, "suspend")

    host.restores(host.backs_up())

    restored = host.house.database.read_now(lambda s: s.get_one(Account, a_member.id).suspended)
    assert restored
    for guarded in ("UPDATE accounts SET suspended = true", "UPDATE accounts SET limited = true"):
        with pytest.raises(IntegrityError, match="nobody decided this"):
            host.house.database.write_now(lambda session, guarded=guarded: session.execute(text(guarded)))
