"""What is begun holds its pictures, lets them go, and is taken up again: what drafts and scheduled posts share."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import delete, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.basics.errors import Refused
from app.basics.text import tidy
from app.jobs.outbox import announce
from app.posts import rules
from app.posts.actions.storing import for_the_queue
from app.posts.begun import Begun, BegunPicture, Earlier, NoLongerKept
from app.posts.events import BlobsOrphaned, PictureClosed
from app.posts.models import KeptDraft, Picture, ScheduledPost
from app.storage.deletions import note_deletion
from app.storage.member_keys import new_key
from app.storage.sealing import HouseKey

BEGUN = "begun"
"""How the ledger of deletions calls one: a restored backup neither brings it back nor posts it again."""

Holder = InstrumentedAttribute[int | None]
"""The column of a picture that says what holds it."""


class PicturesNotOpen(Refused):
    """Whoever takes it up does not know what opens its pictures: they would be unreadable for good."""

    safe = "Its pictures are sealed, and this session cannot open them. Sign in again with your passphrase."


def take_up(
    session: Session, account_id: int, earlier: Earlier, going_on: Sequence[int], *, key: HouseKey, now: datetime
) -> list[int]:
    """It is kept no longer, in the transaction that posts it or keeps it anew.

    Of its pictures those `going_on` are free again, and told; the others go for good, since what opens them goes too.
    Raises NoLongerKept for what is not there, or somebody else's, and PicturesNotOpen.
    """
    free: list[int] = []
    if earlier.draft_id is not None:
        free += _freed(session, Picture.draft_id, earlier.draft_id, account_id, going_on)
        mine = KeptDraft.id == earlier.draft_id, KeptDraft.account_id == account_id
        if session.execute(delete(KeptDraft).where(*mine).returning(KeptDraft.id)).first() is None:
            raise NoLongerKept
        note_deletion(session, BEGUN, draft_address(earlier.draft_id), key=key, now=now)
    if earlier.scheduled_id is not None:
        free += _freed(session, Picture.scheduled_id, earlier.scheduled_id, account_id, going_on)
        waits = ScheduledPost.id == earlier.scheduled_id, ScheduledPost.account_id == account_id
        if session.execute(delete(ScheduledPost).where(*waits).returning(ScheduledPost.id)).first() is None:
            raise NoLongerKept
        note_deletion(session, BEGUN, scheduled_address(earlier.scheduled_id), key=key, now=now)
    if not earlier.held.keys() >= set(free):
        raise PicturesNotOpen
    return free


def take_out(
    session: Session, account_id: int, earlier: Earlier, going_on: Sequence[int], *, key: HouseKey, now: datetime
) -> None:
    """`take_up` for what is posted: from now on its pictures are the files that were opened for it (`readying`)."""
    free = take_up(session, account_id, earlier, going_on, key=key, now=now)
    if not earlier.opened.keys() >= set(free):
        raise PicturesNotOpen
    if not free:
        return
    sealed = session.scalars(select(Picture.blob).where(Picture.id.in_(free))).all()
    for picture_id in free:
        session.execute(update(Picture).where(Picture.id == picture_id).values(blob=earlier.opened[picture_id]))
    announce(session, BlobsOrphaned(tuple(sealed)))


def with_pictures_closed(
    session: Session, begun: Begun, pictures: Sequence[Picture], held: Mapping[int, BegunPicture], *, key: HouseKey
) -> Begun:
    """The same with what opens each of its pictures' files. `held`: those that were held before and keep theirs.

    Files that lie open are sealed right after the commit, where no transaction waits for them.
    """
    here = {picture.id: picture for picture in pictures}
    closed = [
        _closed(session, one, here[one.id], held.get(one.id), key=key) if one.id in here else one
        for one in begun.pictures
    ]
    return msgspec.structs.replace(begun, pictures=closed)


def hold(session: Session, pictures: Sequence[Picture], holder: Holder, held_by: int) -> None:
    """These are kept for as long as what holds them; what there is to see and read of them stands in there, sealed."""
    ids = [picture.id for picture in pictures]
    session.execute(
        update(Picture)
        .where(Picture.id.in_(ids))
        .values({holder: held_by, Picture.description: "", Picture.blurhash: ""})
    )


def describe_again(
    pictures: Sequence[Picture], descriptions: Mapping[int, str], held: Mapping[int, BegunPicture]
) -> None:
    """What is about to be posted gets back what was sealed with it."""
    for picture in pictures:
        if picture.id in held:
            picture.blurhash = held[picture.id].blurhash or picture.blurhash
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


def _freed(session: Session, holder: Holder, held_by: int, account_id: int, going_on: Sequence[int]) -> Sequence[int]:
    mine = holder == held_by, Picture.owner_id == account_id, Picture.post_id.is_(None)
    gone = session.scalars(delete(Picture).where(*mine, Picture.id.not_in(going_on)).returning(Picture.blob)).all()
    if gone:
        announce(session, BlobsOrphaned(tuple(gone)))
    return session.scalars(update(Picture).where(*mine).values({holder: None}).returning(Picture.id)).all()


def _closed(
    session: Session, begun: BegunPicture, picture: Picture, held: BegunPicture | None, *, key: HouseKey
) -> BegunPicture:
    blurhash = (held.blurhash if held else "") or picture.blurhash
    own_key = held.key if held else b""
    if not own_key:
        own_key = new_key()
        announce(session, PictureClosed(picture.blob, for_the_queue(own_key, key)))
    return BegunPicture(begun.id, begun.description, own_key, blurhash)
