"""What is begun holds its pictures, lets them go, and is taken up again: what drafts and scheduled posts share."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.basics.text import tidy
from app.jobs.outbox import announce
from app.posts import rules
from app.posts.begun import Earlier, NoLongerKept
from app.posts.events import BlobsOrphaned
from app.posts.models import KeptDraft, Picture, ScheduledPost
from app.storage.deletions import note_deletion
from app.storage.sealing import HouseKey

BEGUN = "begun"
"""How the ledger of deletions calls one: a restored backup neither brings it back nor posts it again."""

Holder = InstrumentedAttribute[int | None]
"""The column of a picture that says what holds it."""


def take_up(session: Session, account_id: int, earlier: Earlier, *, key: HouseKey, now: datetime) -> None:
    """It is kept no longer, in the transaction that posts it or keeps it anew; its pictures are free again.

    Raises NoLongerKept for what is not there, or somebody else's.
    """
    if earlier.draft_id is not None:
        _free(session, Picture.draft_id, earlier.draft_id, account_id)
        mine = KeptDraft.id == earlier.draft_id, KeptDraft.account_id == account_id
        if session.execute(delete(KeptDraft).where(*mine).returning(KeptDraft.id)).first() is None:
            raise NoLongerKept
        note_deletion(session, BEGUN, draft_address(earlier.draft_id), key=key, now=now)
    if earlier.scheduled_id is not None:
        _free(session, Picture.scheduled_id, earlier.scheduled_id, account_id)
        waits = ScheduledPost.id == earlier.scheduled_id, ScheduledPost.account_id == account_id
        if session.execute(delete(ScheduledPost).where(*waits).returning(ScheduledPost.id)).first() is None:
            raise NoLongerKept
        note_deletion(session, BEGUN, scheduled_address(earlier.scheduled_id), key=key, now=now)


def hold(session: Session, pictures: Sequence[Picture], holder: Holder, held_by: int) -> None:
    """These are kept for as long as what holds them; the words for them stand only in there, sealed."""
    ids = [picture.id for picture in pictures]
    session.execute(update(Picture).where(Picture.id.in_(ids)).values({holder: held_by, Picture.description: ""}))


def describe_again(pictures: Sequence[Picture], descriptions: Mapping[int, str]) -> None:
    """What is about to be posted gets the words back that were sealed."""
    for picture in pictures:
        if picture.id in descriptions:
            picture.description = rules.checked_description(tidy(descriptions[picture.id]))


def must_be_describable(descriptions: Mapping[int, str]) -> None:
    """Raises Invalid for words that `describe_again` would not take."""
    for words in descriptions.values():
        rules.checked_description(tidy(words))


def destroy_pictures(session: Session, holder: Holder, held_by: Sequence[int]) -> None:
    """Those that something holds which is about to go for good, with their files (P11)."""
    blobs = session.scalars(
        delete(Picture).where(holder.in_(held_by), Picture.post_id.is_(None)).returning(Picture.blob)
    ).all()
    if blobs:
        announce(session, BlobsOrphaned(tuple(blobs)))


def draft_address(draft_id: int) -> str:
    return f"/drafts/{draft_id}"


def scheduled_address(scheduled_id: int) -> str:
    return f"/scheduled/{scheduled_id}"


def _free(session: Session, holder: Holder, held_by: int, account_id: int) -> None:
    mine = holder == held_by, Picture.owner_id == account_id
    session.execute(update(Picture).where(*mine).values({holder: None}))
