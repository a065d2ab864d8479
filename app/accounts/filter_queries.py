"""Reading word filters: one's own only."""

from datetime import datetime

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts import filtering, models
from app.accounts.filtering import MOST_FILTERS, Sieve, Word, WordFilter
from app.basics.errors import NotFound
from app.storage.sealing import HouseKey

PURPOSE = "word filter"

_words = msgspec.msgpack.Decoder(list[tuple[int, str, bool]])


def filters_of(session: Session, account_id: int, *, key: HouseKey, now: datetime) -> list[WordFilter]:
    """The member's filters that still hold, oldest first."""
    rows = session.scalars(
        select(models.WordFilter)
        .where(
            models.WordFilter.account_id == account_id,
            or_(models.WordFilter.until.is_(None), models.WordFilter.until > now),
        )
        .order_by(models.WordFilter.id)
        .limit(MOST_FILTERS)
    )
    return [_opened(row, key) for row in rows]


def one_filter(session: Session, account_id: int, filter_id: int, *, key: HouseKey) -> WordFilter:
    """One of the member's own; raises NotFound."""
    row = session.get(models.WordFilter, filter_id)
    if row is None or row.account_id != account_id:
        raise NotFound
    return _opened(row, key)


def sieve_of(
    session: Session, account_id: int, context: str, *, key: HouseKey, now: datetime, folding: bool = False
) -> Sieve:
    """The member's filters for one kind of list. Asked only of members who have any."""
    return Sieve(filters_of(session, account_id, key=key, now=now), context, now=now, folding=folding)


def _opened(row: models.WordFilter, key: HouseKey) -> WordFilter:
    words = tuple(Word(*one) for one in _words.decode(key.open(row.words_sealed, PURPOSE)))
    title = key.open(row.title_sealed, PURPOSE).decode()
    contexts = tuple(one for one in filtering.CONTEXTS if one in row.contexts.split())
    return WordFilter(row.id, title, words, contexts, row.action, row.until)
