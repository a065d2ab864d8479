"""Whether a name can still be had."""

from sqlalchemy import SQLColumnExpression, exists, func, or_, select
from sqlalchemy.orm import Session

from app.accounts import rules
from app.accounts.actions.leaving import hash_of_name
from app.accounts.look_alikes import ALIKE, skeleton
from app.accounts.models import Account, RetiredName
from app.basics.errors import Invalid
from app.storage.sealing import HouseKey


def must_be_free(session: Session, name: str, key: HouseKey) -> None:
    """One query and one sentence for a name that is, looks like, or was somebody's or the house's own (P6)."""
    # The columns are named, so that SQLite reads the index of names instead of the whole table.
    alike = skeleton_of(Account.folded) == skeleton(rules.folded(name))
    taken = select(Account.folded).where(alike, Account.host == "").exists()
    retired = exists().where(RetiredName.name_hash == hash_of_name(name, key))
    if session.scalar(select(or_(taken, retired))) or rules.is_reserved(name):
        raise Invalid("name", rules.NAME_NOT_FREE)


def skeleton_of(folded: SQLColumnExpression[str]) -> SQLColumnExpression[str]:
    """`look_alikes.skeleton` in SQL: what names look like is kept nowhere."""
    seen = folded
    for look, like in ALIKE:
        seen = func.replace(seen, look, like)
    return seen
