"""Pictures: written down once they are clean and their files are stored."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, delete, false, or_, select, update
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.basics.errors import Invalid, NotFound, Refused
from app.basics.ids import new_id
from app.basics.text import tidy
from app.jobs.outbox import announce
from app.media.cleaning import CleanPicture
from app.posts import rules
from app.posts.actions.storing import encode_again
from app.posts.begun import Earlier
from app.posts.events import BlobsOrphaned
from app.posts.models import Mention, Picture, Post

HELD = "Something that you have begun holds this picture. It goes with that."
UNUSED_LAST = timedelta(hours=24)
MOST_UNUSED = 40
IS_UNUSED = and_(Picture.post_id.is_(None), Picture.draft_id.is_(None), Picture.scheduled_id.is_(None))
"""In no post, and held by nothing that somebody has begun."""


def add_picture(
    session: Session, owner_id: int, clean: CleanPicture, blob: str, description: str, *, now: datetime
) -> int:
    """A member's cleaned picture, not in a post yet; its files lie under `blob`."""
    waiting = session.scalars(
        select(Picture.id).where(Picture.owner_id == owner_id, IS_UNUSED).limit(MOST_UNUSED)
    ).all()
    if len(waiting) >= MOST_UNUSED:
        raise Refused("You have many pictures waiting. Post or leave them first.")
    picture = Picture(
        id=new_id(now), owner_id=owner_id, blob=blob, description=rules.checked_description(tidy(description)),
        made_at=now, **measures(clean),
    )  # fmt: skip
    session.add(picture)
    session.flush()
    return picture.id


def own_pictures(session: Session, owner_id: int, ids: Sequence[int], earlier: Earlier = Earlier()) -> list[Picture]:
    """The member's own that are in no post, held by nothing but `earlier`, and clean, in this order; raises Invalid."""
    if len(ids) > rules.MOST_PICTURES:
        raise Invalid("pictures", "A post has at most four pictures.")
    if not ids:
        return []
    free = or_(IS_UNUSED, and_(Picture.post_id.is_(None), or_(*_held_by(earlier))))
    own = select(Picture).where(Picture.id.in_(ids), Picture.owner_id == owner_id, free, Picture.ready)
    found = {picture.id: picture for picture in session.scalars(own)}
    if len(found) != len(set(ids)):
        raise Invalid("pictures", "One of the pictures is not there any more. Please add it again.")
    return [found[picture_id] for picture_id in dict.fromkeys(ids)]


def _held_by(earlier: Earlier) -> Iterator[ColumnElement[bool]]:
    yield false()
    if earlier.draft_id is not None:
        yield Picture.draft_id == earlier.draft_id
    if earlier.scheduled_id is not None:
        yield Picture.scheduled_id == earlier.scheduled_id


def describe(session: Session, owner_id: int, picture_id: int, description: str) -> None:
    """Another description for one's own picture that is not posted yet; raises NotFound.

    The words for a picture that something begun holds stand in there, sealed: here they are only looked at.
    """
    words = rules.checked_description(tidy(description))
    done = session.execute(
        update(Picture)
        .where(Picture.id == picture_id, Picture.owner_id == owner_id, Picture.post_id.is_(None))
        .values(description=case((IS_UNUSED, words), else_=""))
        .returning(Picture.id)
    ).all()
    if not done:
        raise NotFound


def give_up(session: Session, owner_id: int, picture_id: int) -> None:
    """One's own picture that was never posted goes at once, with its files; raises NotFound, and Refused if it is held.

    A draft, or what is to be posted later, holds its own.
    """
    own = Picture.id == picture_id, Picture.owner_id == owner_id, Picture.post_id.is_(None)
    blob = session.scalar(delete(Picture).where(*own, IS_UNUSED).returning(Picture.blob))
    if blob is not None:
        announce(session, BlobsOrphaned((blob,)))
    elif session.scalar(select(Picture.id).where(*own)) is not None:
        raise Refused(HELD)
    else:
        raise NotFound


def picture_arrived(session: Session, picture_id: int, clean: CleanPicture, *, origin: str) -> bool:
    """An ally's picture was fetched and cleaned: the post is encoded anew. False when it is not wanted any more."""
    picture = session.get(Picture, picture_id)
    if picture is None or picture.post_id is None:
        return False
    post = session.get_one(Post, picture.post_id, with_for_update=True)  # an edit at the same moment says the words
    if post.removed and post.sealed is None:
        return False  # its files would lie open; it is fetched again should the post come back
    for name, value in measures(clean).items():
        setattr(picture, name, value)
    if post.sealed is not None:
        picture.blurhash = ""  # a small picture itself (P10)
    session.flush()
    author = accounts.by_id(session, post.author_id)
    if author is not None:
        ids = session.scalars(select(Mention.account_id).where(Mention.post_id == post.id)).all()
        mentioned = accounts.several(session, list(ids))
        encode_again(session, post, author, list(mentioned.values()), origin=origin)
    return True


def forget_unused(session: Session, now: datetime) -> None:
    """A sweep: pictures that were never posted, unless a draft or a scheduled post holds them."""
    gone = session.scalars(
        delete(Picture).where(IS_UNUSED, Picture.made_at <= now - UNUSED_LAST).returning(Picture.blob)
    ).all()
    if gone:
        announce(session, BlobsOrphaned(tuple(gone)))


def measures(clean: CleanPicture) -> dict[str, object]:
    return {
        "mime": clean.mime,
        "width": clean.width,
        "height": clean.height,
        "small_width": clean.small_width,
        "small_height": clean.small_height,
        "small_bytes": len(clean.small),
        "blurhash": clean.blurhash,
        "ready": True,
    }
