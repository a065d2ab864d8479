"""Drafts: what is begun is kept until its writer goes on, sealed so that only they can read it (P10)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.basics.errors import Refused
from app.basics.ids import untimed_id
from app.basics.text import one_line, tidy
from app.posts import asking, languages, rules
from app.posts import begun as reading
from app.posts.actions.picturing import own_pictures
from app.posts.actions.taking_up import (
    BEGUN,
    destroy_pictures,
    draft_address,
    hold,
    take_up,
    with_pictures_closed,
)
from app.posts.begun import MOST, Begun, BegunPicture, Earlier
from app.posts.models import KeptDraft, Picture
from app.storage.deletions import note_deletion
from app.storage.sealing import HouseKey

KEPT_FOR: Final = timedelta(days=90)
AT_ONCE: Final = 200


def keep_draft(
    session: Session, account_id: int, begun: Begun, earlier: Earlier, *, key: HouseKey, now: datetime
) -> int:
    """Seal it to its writer, in place of what it was kept as before; its id, the same for the same `once`.

    Raises Invalid for what could never be posted as it is, Refused when there are too many, NoLongerKept.
    """
    own_id = _id_of(account_id, begun.once)
    if session.get(KeptDraft, own_id) is not None:
        return own_id
    take_up(session, account_id, earlier, begun.picture_ids, key=key, now=now)
    if reading.how_many_drafts(session, account_id) >= MOST:
        raise Refused("You have 50 drafts, which is as many as are kept. Please post or delete one first.")
    pictures = own_pictures(session, account_id, begun.picture_ids)
    rules.checked_text(tidy(begun.text), has_pictures=bool(pictures))
    rules.checked_warning(one_line(begun.warning))
    languages.checked(begun.language)
    if begun.poll is not None:
        asking.must_fit(begun.poll)
    put_away(session, account_id, own_id, begun, pictures, earlier.held, key=key, now=now)
    return own_id


def put_away(
    session: Session,
    account_id: int,
    own_id: int,
    begun: Begun,
    pictures: Sequence[Picture],
    held: Mapping[int, BegunPicture],
    *,
    key: HouseKey,
    now: datetime,
) -> None:
    """The same without a question: also for what could not be posted. `held`: what opens those that are sealed."""
    public = accounts.sealing_keys(session, [account_id]).get(account_id)
    if public is None:
        raise Refused("Nothing can be sealed for you yet. Please sign out and in again with your passphrase.")
    closed = with_pictures_closed(session, begun, pictures, held, key=key)
    sealed = reading.sealed_to_member(closed, public)
    session.add(KeptDraft(id=own_id, account_id=account_id, sealed=sealed, saved_at=now))
    session.flush()
    hold(session, pictures, Picture.draft_id, own_id)


def delete_draft(session: Session, account_id: int, draft_id: int, *, key: HouseKey, now: datetime) -> None:
    """It goes at once, with its pictures; whoever cannot open it may do so too. Raises NotFound."""
    reading.draft(session, account_id, draft_id)
    _let_go(session, [draft_id])
    note_deletion(session, BEGUN, draft_address(draft_id), key=key, now=now)


def forget_old(session: Session, now: datetime) -> bool:
    """A sweep: drafts with which nobody went on. Whether there may be more."""
    old = session.scalars(
        select(KeptDraft.id).where(KeptDraft.saved_at <= now - KEPT_FOR).order_by(KeptDraft.saved_at).limit(AT_ONCE)
    ).all()
    _let_go(session, list(old))
    return len(old) == AT_ONCE


def _id_of(account_id: int, once: str) -> int:
    """The house cannot look into its drafts for a form that was sent twice, so the id stands for the sending."""
    if not once:
        return untimed_id()
    word = f"{account_id} {once}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(word, digest_size=8).digest()) >> 2


def _let_go(session: Session, ids: list[int]) -> None:
    if ids:
        destroy_pictures(session, Picture.draft_id, ids)
        session.execute(delete(KeptDraft).where(KeptDraft.id.in_(ids)))
