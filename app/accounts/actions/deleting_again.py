"""Accounts of a restored backup that were deleted since it was made: they go again, with all they had (P11)."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.actions.leaving import hash_of_name
from app.accounts.models import Account, RetiredName
from app.storage.deletions import DeletedSince
from app.storage.sealing import HouseKey

KIND = "account"
_AT_ONCE = 500


def delete_again(session: Session, since: DeletedSince, *, key: HouseKey) -> int:
    """Look each account up among the deletions; how many went. Their names stay nobody's."""
    gone, after = 0, 0
    query = select(Account.id, Account.uri, Account.name, Account.host).order_by(Account.id).limit(_AT_ONCE)
    while portion := session.execute(query.where(Account.id > after)).all():
        after = portion[-1].id
        deleted = since.among(KIND, [row.uri for row in portion], key=key)
        for row in portion:
            if row.uri in deleted and not row.host:
                session.merge(RetiredName(name_hash=hash_of_name(row.name, key)))
        session.execute(delete(Account).where(Account.uri.in_(deleted)))
        gone += len(deleted)
    return gone
