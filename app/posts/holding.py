"""What holds a picture that is not posted yet, and what opens its files for its owner (P10, P27)."""

from contextlib import suppress
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.basics.errors import NotFound
from app.posts.begun import Begun, BegunPicture, Draft, Earlier, Waiting, draft, waiting
from app.posts.models import Picture
from app.storage.member_keys import MemberKey
from app.storage.sealing import HouseKey, SealBroken


def with_pictures(
    session: Session, me: int, earlier: Earlier, member_key: MemberKey | None, *, key: HouseKey
) -> Earlier:
    """The same with the pictures that it holds. Where it is gone, or does not open, it holds none: whoever takes it up
    is told so then.
    """
    held: dict[int, BegunPicture] = {}
    if earlier.draft_id is not None:
        with suppress(NotFound):
            held |= _opened(draft(session, me, earlier.draft_id), member_key, key).held
    if earlier.scheduled_id is not None:
        with suppress(NotFound):
            held |= _opened(waiting(session, me, earlier.scheduled_id), member_key, key).held
    return replace(earlier, held=held)


def what_holds(session: Session, me: int, picture_id: int) -> Draft | Waiting | None:
    """The member's own draft or scheduled post in which one of their pictures is; None for any other picture."""
    mine = Picture.id == picture_id, Picture.owner_id == me, Picture.post_id.is_(None)
    found = session.execute(select(Picture.draft_id, Picture.scheduled_id).where(*mine)).first()
    try:
        if found is not None and found.draft_id is not None:
            return draft(session, me, found.draft_id)
        if found is not None and found.scheduled_id is not None:
            return waiting(session, me, found.scheduled_id)
    except NotFound:
        return None
    return None


def key_in(holds: Draft | Waiting | None, picture_id: int, member_key: MemberKey | None, *, key: HouseKey) -> bytes:
    """What opens the files of a picture in there; empty where nothing does."""
    picture = None if holds is None else _opened(holds, member_key, key).held.get(picture_id)
    return b"" if picture is None else picture.key


def _opened(kept: Draft | Waiting, member_key: MemberKey | None, key: HouseKey) -> Begun:
    """Empty where it does not open."""
    if isinstance(kept, Draft):
        return (None if member_key is None else kept.opened(member_key)) or Begun("")
    try:
        return kept.opened(key)
    except SealBroken:
        return Begun("")
