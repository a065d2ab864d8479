"""Sealed copies of what was reported: so that people can decide after it was changed or deleted (P11, P16)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.queries import AccountFacts
from app.basics.errors import NotFound
from app.basics.ids import new_id, new_token
from app.jobs.outbox import announce
from app.posts import opening
from app.posts.actions.storing import for_the_queue
from app.posts.audience import Audience
from app.posts.picture_queries import PictureFacts, pictures_of
from app.posts.queries import PostFacts
from app.storage.member_keys import new_key
from app.storage.sealing import HouseKey
from moderation.cases.ages import LONGEST_EVIDENCE
from moderation.cases.copies import Copy, Kept, KeptPicture, PictureCopy, PostCopy, ProfileCopy, opened, sealed
from moderation.cases.events import PictureKept
from moderation.cases.models import Evidence

MOST: Final = 200
"""Copies in one case: what is edited before each report is not copied for ever."""


def keep_posts(session: Session, case_id: int, posts: Sequence[PostFacts], *, key: HouseKey, now: datetime) -> None:
    """Copy these as they stand, pictures included, but for what was copied just so before."""
    known = [opened(row, key) for row in _rows(session, case_id)]
    pictures = pictures_of(session, [post.id for post in posts])
    for post in posts:
        copy = PostCopy.of(post)
        if copy in known or len(known) >= MOST:
            continue
        kind = "message" if post.audience is Audience.MENTIONED else "post"
        _keep(session, case_id, kind, copy, key=key, now=now)
        copied = {one.picture_id for one in known if isinstance(one, PictureCopy)}
        new = [one for one in pictures[post.id] if one.ready and one.id not in copied]
        known += (copy, *(_keep_picture(session, case_id, post, one, key=key, now=now) for one in new))


def keep_profile(session: Session, case_id: int, account: AccountFacts, *, key: HouseKey, now: datetime) -> None:
    """Copy a profile as it stands, unless it was copied just so before."""
    known = [opened(row, key) for row in _rows(session, case_id)]
    copy = ProfileCopy.of(account)
    if copy not in known and len(known) < MOST:
        _keep(session, case_id, "profile", copy, key=key, now=now)


def of_case(session: Session, case_id: int, *, key: HouseKey) -> tuple[Kept, ...]:
    """What is kept of what was reported, the oldest first, opened: whoever asks has a case to look at (P18)."""
    rows = [(row, opened(row, key)) for row in _rows(session, case_id)]
    pictures = [KeptPicture(row.id, row.blob or "", copy) for row, copy in rows if isinstance(copy, PictureCopy)]
    return tuple(
        Kept(row.id, row.kind, row.kept_at, copy, tuple(one for one in pictures if one.copy.post_id == copy.id))
        for row, copy in rows
        if not isinstance(copy, PictureCopy)
    )


def picture(session: Session, case_id: int, evidence_id: int, *, key: HouseKey) -> KeptPicture:
    """One picture of a case's evidence, to be opened with `copy.picture_key`; raises NotFound."""
    row = session.get(Evidence, evidence_id)
    copy = None if row is None or row.case_id != case_id else opened(row, key)
    if row is None or not isinstance(copy, PictureCopy):
        raise NotFound
    return KeptPicture(row.id, row.blob or "", copy)


def _rows(session: Session, case_id: int) -> Sequence[Evidence]:
    query = select(Evidence).where(Evidence.case_id == case_id).order_by(Evidence.id)
    return session.scalars(query.limit(2 * MOST)).all()


def _keep(
    session: Session, case_id: int, kind: str, copy: Copy, *, key: HouseKey, now: datetime, blob: str | None = None
) -> None:
    """Until a year from now at the latest; whoever decides says when it goes (`destroying.keep_until`)."""
    session.add(
        Evidence(
            id=new_id(now), case_id=case_id, kind=kind, sealed=sealed(copy, key), blob=blob, kept_at=now,
            until=now + LONGEST_EVIDENCE,
        )
    )  # fmt: skip
    session.flush()


def _keep_picture(
    session: Session, case_id: int, post: PostFacts, picture: PictureFacts, *, key: HouseKey, now: datetime
) -> PictureCopy:
    """The row says where the copy is going to lie; a job puts it there, before any that removes the files."""
    blob, picture_key, opens = new_token(), new_key(), opening.picture_key_in(post, picture.id)
    copy = PictureCopy.of(picture, post, picture_key)
    _keep(session, case_id, "picture", copy, key=key, now=now, blob=blob)
    from_message = for_the_queue(opens, key) if opens else ""
    announce(session, PictureKept(picture.blob, blob, from_message, for_the_queue(picture_key, key)))
    return copy
