"""What stewards do with the house's own pictures. Whoever calls has asked whether they are one; no name is kept."""

from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.basics.errors import Invalid, NotFound, Refused
from app.basics.ids import new_token, untimed_id
from app.basics.text import one_line
from app.emoji import rules
from app.emoji.models import Emoji
from app.jobs.outbox import announce
from app.media.events import BlobsOrphaned
from app.storage.deletions import DeletedSince, note_deletion
from app.storage.sealing import HouseKey

EMOJI: Final = "emoji"
"""How the ledger of deletions calls one."""


def must_be_free(session: Session, typed: str) -> str:
    """The shortcode, if nothing here is called so, in capitals or not; raises Invalid, and Refused for one too many."""
    shortcode = rules.checked_shortcode(typed)
    ours = Emoji.ally_id.is_(None)
    if session.scalar(select(Emoji.id).where(ours, func.lower(Emoji.shortcode) == shortcode.lower())) is not None:
        raise Invalid("shortcode", "There is one of that name. Replace its picture, or choose another name.")
    if (session.scalar(select(func.count()).select_from(Emoji).where(ours)) or 0) >= rules.MOST_OF_THE_HOUSE:
        raise Refused("A house has at most 120 of them. Delete one first.")
    return shortcode


def add(session: Session, typed: str, category: str, blob: str, *, now: datetime) -> int:
    """A new one, whose cleaned file lies under `blob`. Raises as `must_be_free`."""
    row = Emoji(
        id=untimed_id(), shortcode=must_be_free(session, typed), word=new_token(), blob=blob,
        category=rules.checked_category(one_line(category)), changed_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def replace_picture(session: Session, emoji_id: int, blob: str, *, now: datetime) -> None:
    """Another picture wherever it stands, in what was written before too; the earlier file goes (P11)."""
    row = _ours(session, emoji_id)
    if row.blob is not None:
        announce(session, BlobsOrphaned((row.blob,)))
    row.blob, row.changed_at = blob, now


def hide(session: Session, emoji_id: int, *, hidden: bool) -> None:
    """Whether it is among those to choose from. Whoever knows its name can write with it all the same."""
    _ours(session, emoji_id).hidden = hidden


def delete(session: Session, emoji_id: int, *, key: HouseKey, now: datetime) -> None:
    """It goes with its file; where it was written its name stands again."""
    row = _ours(session, emoji_id)
    note_deletion(session, EMOJI, row.word, key=key, now=now)
    _destroy(session, row)


def delete_again(session: Session, since: DeletedSince, *, key: HouseKey) -> None:
    """Those that were deleted after the backup was made that is put back."""
    ours = {row.word: row for row in session.scalars(select(Emoji).where(Emoji.ally_id.is_(None)))}
    for word in since.among(EMOJI, ours, key=key):
        _destroy(session, ours[word])


def _destroy(session: Session, row: Emoji) -> None:
    if row.blob is not None:
        announce(session, BlobsOrphaned((row.blob,)))
    session.delete(row)
    session.flush()


def _ours(session: Session, emoji_id: int) -> Emoji:
    row = session.scalars(select(Emoji).where(Emoji.id == emoji_id, Emoji.ally_id.is_(None))).one_or_none()
    if row is None:
        raise NotFound
    return row
