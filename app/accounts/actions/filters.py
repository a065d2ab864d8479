"""A member keeps, changes and ends their word filters. What they are about is sealed with the house key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.accounts import filtering
from app.accounts.filter_queries import PURPOSE
from app.accounts.filtering import Word
from app.accounts.models import Account, WordFilter
from app.basics.errors import NotFound, Refused
from app.basics.ids import new_id
from app.live import tell
from app.live.news import FiltersChanged
from app.storage.sealing import HouseKey


@dataclass(frozen=True, slots=True)
class FilterDraft:
    """What a member wants of a filter; a word with the id 0 is a new one."""

    title: str
    words: Sequence[Word]
    contexts: Sequence[str]
    action: str = filtering.FOLD
    until: datetime | None = None


def add_filter(session: Session, account_id: int, draft: FilterDraft, *, key: HouseKey, now: datetime) -> int:
    """Keep it; its id. Raises Invalid naming the field, Refused when there are too many."""
    there_are = session.scalar(select(func.count()).where(WordFilter.account_id == account_id)) or 0
    if there_are >= filtering.MOST_FILTERS:
        raise Refused("You have many filters. End one first.")
    row = WordFilter(id=new_id(now), account_id=account_id)
    _fill(row, draft, key, now)
    session.add(row)
    session.get_one(Account, account_id).has_filters = True
    tell(session, FiltersChanged(account_id))
    return row.id


def change_filter(
    session: Session, account_id: int, filter_id: int, draft: FilterDraft, *, key: HouseKey, now: datetime
) -> None:
    """Another title, other words. Raises Invalid naming the field, NotFound for somebody else's."""
    row = session.get(WordFilter, filter_id)
    if row is None or row.account_id != account_id:
        raise NotFound
    _fill(row, draft, key, now)
    tell(session, FiltersChanged(account_id))


def end_filter(session: Session, account_id: int, filter_id: int) -> None:
    """It is gone; raises NotFound for somebody else's."""
    gone = session.execute(
        delete(WordFilter)
        .where(WordFilter.id == filter_id, WordFilter.account_id == account_id)
        .returning(WordFilter.id)
    ).all()
    if not gone:
        raise NotFound
    _note_whether_any(session, account_id)


def forget_old(session: Session, now: datetime) -> None:
    """A sweep: filters whose time is over."""
    gone = session.execute(delete(WordFilter).where(WordFilter.until <= now).returning(WordFilter.account_id)).all()
    for account_id in {row[0] for row in gone}:
        _note_whether_any(session, account_id)


def _fill(row: WordFilter, draft: FilterDraft, key: HouseKey, now: datetime) -> None:
    words = filtering.checked_words(draft.words)
    named = [(word.id or new_id(now), word.text, word.whole) for word in words]
    row.title_sealed = key.seal(filtering.checked_title(draft.title).encode(), PURPOSE)
    row.words_sealed = key.seal(msgspec.msgpack.encode(named), PURPOSE)
    row.contexts = " ".join(filtering.checked_contexts(draft.contexts))
    row.action, row.until = filtering.checked_action(draft.action), draft.until


def _note_whether_any(session: Session, account_id: int) -> None:
    tell(session, FiltersChanged(account_id))
    left = session.scalar(select(WordFilter.id).where(WordFilter.account_id == account_id).limit(1))
    session.get_one(Account, account_id).has_filters = left is not None
