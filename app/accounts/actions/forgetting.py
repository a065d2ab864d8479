"""Sweeps over people and apps that nothing here has to do with any more."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, exists, or_
from sqlalchemy.orm import Session

from app.accounts.models import Account, App, AppToken, AuthorisationCode, Newcomer
from app.basics.clock import day_of
from app.storage.portions import delete_some
from app.storage.tables import Base

UNKNOWN_LAST: Final = timedelta(days=30)
UNUSED_APPS_LAST: Final = timedelta(days=60)
NOBODYS_TOKENS_LAST: Final = timedelta(days=60)


def forget_unknown(session: Session, now: datetime) -> bool:
    """People of allies whom nothing here has named for a month. Whether there may be more."""
    seen = Account.key_seen_at <= now - UNKNOWN_LAST
    return delete_some(session, Account, Account.host != "", seen, nothing_names_them())


def forget_apps(session: Session, now: datetime) -> bool:
    """Apps that nobody lets in, and what they came with for nobody. Whether there may be more."""
    old = now - NOBODYS_TOKENS_LAST
    more = delete_some(session, AppToken, AppToken.account_id.is_(None), AppToken.made_at <= old)
    last = day_of(now - UNUSED_APPS_LAST)
    return delete_some(session, App, App.last_used_on <= last, ~is_in_use()) or more


def forget_newness(session: Session, now: datetime) -> bool:
    """That somebody was new, and who answered for them, once probation is over (P3). Whether there may be more."""
    return delete_some(session, Newcomer, Newcomer.probation_until <= now)


def is_in_use() -> ColumnElement[bool]:
    """Whether an app holds a way in, or is about to."""
    return exists().where(AppToken.app_id == App.id) | exists().where(AuthorisationCode.app_id == App.id)


def nothing_names_them() -> ColumnElement[bool]:
    """No row of any table points at the account: whatever tables there will be, they are asked.

    One NOT around all of them: PostgreSQL makes a join of each NOT EXISTS, and planning dozens took it 0.7 s.
    """
    return ~or_(*(exists().where(column == Account.id) for column in _columns_that_name_accounts()))


def _columns_that_name_accounts() -> Iterator[Column[Any]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column is Account.__table__.c.id for key in column.foreign_keys):
                yield column
