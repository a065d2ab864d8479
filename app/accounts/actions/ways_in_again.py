"""Members of a restored backup come in as they do now: what somebody changed because it was known stays changed.

The member key is the same in both, so whatever was wrapped since opens what was sealed then.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.accounts.models import (
    Account,
    Credential,
    FriendShare,
    FriendsKey,
    LockCode,
    Passkey,
    RecoveryCode,
    Totp,
)

Rows = Sequence[Mapping[str, Any]]

WAYS_IN: Final = (Credential, RecoveryCode, LockCode, Totp, Passkey, FriendsKey, FriendShare)
_AT_ONCE = 500


def come_in_as_now(session: Session, present: Mapping[str, Rows]) -> None:
    """For everybody who is in both with the same member key: the present ways in take the place of the older ones."""
    rows = session.execute(select(Account.id, Account.sealing_key).where(Account.host == ""))
    here = {row.id: row.sealing_key for row in rows}
    keys = {row["id"]: row.get("sealing_key") for row in present.get("accounts", ())}
    same = sorted(one for one, key in here.items() if key is not None and keys.get(one) == key)
    for model in WAYS_IN:
        table = model.__tablename__
        if table in present:
            _replace(session, model, same, [row for row in present[table] if _fits(row, here)])


def _fits(row: Mapping[str, Any], here: Mapping[int, object]) -> bool:
    """A share of a friend who is not in the backup has nobody to hold it."""
    return row.get("friend_id", row["account_id"]) in here


def _replace(session: Session, model: type[Any], accounts: Sequence[int], rows: Rows) -> None:
    for start in range(0, len(accounts), _AT_ONCE):
        some = set(accounts[start : start + _AT_ONCE])
        session.execute(delete(model).where(model.account_id.in_(some)))
        taken = [dict(row) for row in rows if row["account_id"] in some]
        if taken:
            session.execute(insert(model), taken)
