"""Pictures that allies' members write with: noted when they are, fetched later, kept for as long as they are in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.basics.emoji import MOST, is_shortcode
from app.basics.ids import new_token, untimed_id
from app.emoji.events import EmojiAwaited
from app.emoji.models import Emoji
from app.emoji.rules import MOST_OF_AN_ALLY
from app.jobs.outbox import announce
from app.media.events import BlobsOrphaned

UNSEEN_LAST: Final = timedelta(days=90)
# However often they say that it has changed.
FETCHED_AGAIN_AFTER: Final = timedelta(hours=1)
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class ForeignEmoji:
    """One as an ally names it: what it is called, where it lies, and since when it is so, in their words."""

    shortcode: str
    uri: str
    updated: str = ""


def note(session: Session, ally_id: int, told: Sequence[ForeignEmoji], *, now: datetime) -> None:
    """Remember those that an ally's post or profile is written with, so many; have new and changed ones fetched."""
    named = {one.shortcode: one for one in told if one.uri and is_shortcode(one.shortcode)}
    wanted = dict(list(named.items())[:MOST])
    if not wanted:
        return
    theirs = select(Emoji).where(Emoji.ally_id == ally_id, Emoji.shortcode.in_(list(wanted)))
    known = {row.shortcode: row for row in session.scalars(theirs)}
    for shortcode, one in wanted.items():
        if shortcode in known:
            _see_again(session, known[shortcode], one, now=now)
    missing = [one for shortcode, one in wanted.items() if shortcode not in known]
    if missing:
        _add(session, ally_id, missing, now=now)
    session.flush()


def arrived(session: Session, emoji_id: int, blob: str) -> bool:
    """Its cleaned file lies under `blob`; False when it is not wanted any more."""
    row = session.get(Emoji, emoji_id)
    if row is None or row.ally_id is None:
        return False
    if row.blob is not None and row.blob != blob:
        announce(session, BlobsOrphaned((row.blob,)))
    row.blob, row.usable = blob, True
    return True


def cannot_be_used(session: Session, emoji_id: int) -> None:
    """What they have there is no picture that we take: its name stands in words, until they have another."""
    row = session.get(Emoji, emoji_id)
    if row is not None and row.ally_id is not None:
        if row.blob is not None:
            announce(session, BlobsOrphaned((row.blob,)))
        row.blob, row.usable = None, False


def orphan_files_of(session: Session, ally_id: int) -> None:
    """Announce the files of a house's pictures, which the database's cascade leaves behind (P25)."""
    blobs = session.scalars(select(Emoji.blob).where(Emoji.ally_id == ally_id, Emoji.blob.is_not(None))).all()
    if blobs:
        announce(session, BlobsOrphaned(tuple(str(blob) for blob in blobs)))


def forget_unseen(session: Session, now: datetime) -> bool:
    """A sweep: those that nobody there has written with for three months. Whether there may be more."""
    over = select(Emoji.id).where(Emoji.ally_id.is_not(None), Emoji.seen_at <= now - UNSEEN_LAST).limit(_AT_ONCE)
    ids = session.scalars(over).all()
    blobs = session.scalars(delete(Emoji).where(Emoji.id.in_(ids)).returning(Emoji.blob)).all() if ids else []
    if any(blobs):
        announce(session, BlobsOrphaned(tuple(blob for blob in blobs if blob)))
    return len(ids) == _AT_ONCE


def _see_again(session: Session, row: Emoji, told: ForeignEmoji, *, now: datetime) -> None:
    row.seen_at = _day_of(now)
    is_another = (row.source_uri, row.source_updated) != (told.uri, told.updated)
    if is_another and now - row.changed_at >= FETCHED_AGAIN_AFTER:
        row.source_uri, row.source_updated, row.changed_at = told.uri, told.updated, now
        announce(session, EmojiAwaited(row.id, row.ally_id or 0))


def _add(session: Session, ally_id: int, missing: Sequence[ForeignEmoji], *, now: datetime) -> None:
    count = session.scalar(select(func.count()).select_from(Emoji).where(Emoji.ally_id == ally_id)) or 0
    for one in missing[: max(0, MOST_OF_AN_ALLY - count)]:
        row = Emoji(
            id=untimed_id(), ally_id=ally_id, shortcode=one.shortcode, word=new_token(), source_uri=one.uri,
            source_updated=one.updated, changed_at=now, seen_at=_day_of(now),
        )  # fmt: skip
        session.add(row)
        session.flush()
        announce(session, EmojiAwaited(row.id, ally_id))


def _day_of(now: datetime) -> datetime:
    """To the day: nothing here needs to tell when somebody wrote."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
