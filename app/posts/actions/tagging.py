"""Which tags a post carries, which of them somebody follows, and when a word is forgotten.

What its text links is what a post carries. A message carries none: its words are sealed, and so are its tags (P10).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, exists, func, select
from sqlalchemy.orm import Session

from app.basics.errors import Invalid, NotFound
from app.basics.ids import untimed_id
from app.basics.tags import named
from app.basics.text import tags_linked
from app.jobs.outbox import announce
from app.posts.audience import Audience
from app.posts.events import TagUnfollowed
from app.posts.models import Post, PostTag, Tag, TagFollow
from app.storage.inserting import insert_missing

MOST_FOLLOWED: Final = 200


@dataclass(frozen=True, slots=True)
class Retagged:
    """Which tags a post carries now and did not before, and which no longer; by their ids."""

    added: tuple[int, ...]
    removed: tuple[int, ...]


def tag_post(session: Session, post: Post) -> None:
    """Note the tags of a post that was just written, once its row is there."""
    names = () if post.audience == Audience.MENTIONED else tags_linked(post.content)
    if names:
        session.add_all(PostTag(tag_id=tag_id, post_id=post.id) for tag_id in _known(session, names).values())


def tag_anew(session: Session, post: Post) -> Retagged:
    """The same after its words were changed or sealed: what is in them no longer is carried no longer."""
    before = set(tags_of(session, [post.id]))
    session.execute(delete(PostTag).where(PostTag.post_id == post.id))
    tag_post(session, post)
    session.flush()
    after = set(tags_of(session, [post.id]))
    forget_unused(session, before)
    return Retagged(tuple(sorted(after - before)), tuple(sorted(before - after)))


def tags_of(session: Session, post_ids: Collection[int]) -> Sequence[int]:
    """The tags that any of these posts carries."""
    return session.scalars(select(PostTag.tag_id).where(PostTag.post_id.in_(post_ids)).distinct()).all()


def forget_unused(session: Session, tag_ids: Collection[int]) -> None:
    """Those of the tags that no post carries now and nobody follows: the word goes with the last that needed it (P11).

    They are locked before anybody looks, so that none goes that is written into another post at this moment.
    """
    if tag_ids:
        session.scalars(select(Tag.id).where(Tag.id.in_(tag_ids)).order_by(Tag.id).with_for_update()).all()
        session.execute(delete(Tag).where(Tag.id.in_(tag_ids), *_unused()))


def forget_old(session: Session, now: datetime) -> None:
    """A sweep: the same for tags whose posts or followers went in another way."""
    forget_unused(session, session.scalars(select(Tag.id).where(*_unused()).limit(1000)).all())


def follow_tag(session: Session, account_id: int, word: str, *, now: datetime) -> None:
    """Whatever is posted with it from now on comes into the member's home. Twice changes nothing.

    Raises NotFound for what can be no tag. Whether anybody uses it makes no difference (P6).
    """
    [tag_id] = _known(session, [_must_be_a_tag(word)]).values()
    if session.get(TagFollow, (account_id, tag_id)) is not None:
        return
    followed = session.scalar(select(func.count()).select_from(TagFollow).where(TagFollow.account_id == account_id))
    if (followed or 0) >= MOST_FOLLOWED:
        raise Invalid("follow", "You follow as many tags as a member can. Stop following one first.")
    session.add(TagFollow(account_id=account_id, tag_id=tag_id, followed_at=now))


def stop_following(session: Session, account_id: int, word: str) -> None:
    """No longer. Raises NotFound for what can be no tag."""
    tag_id = session.scalar(select(Tag.id).where(Tag.name == _must_be_a_tag(word)))
    if tag_id is None or (followed := session.get(TagFollow, (account_id, tag_id))) is None:
        return
    session.delete(followed)
    session.flush()
    announce(session, TagUnfollowed(account_id, tag_id))
    forget_unused(session, [tag_id])


def _must_be_a_tag(word: str) -> str:
    for name in named([word]):
        return name
    raise NotFound


def _known(session: Session, names: Collection[str]) -> dict[str, int]:
    """The ids of tags by their names, new ones noted. None of them goes before this transaction ends."""
    known = _there(session, names)
    missing = sorted(set(names) - known.keys())
    if missing:
        insert_missing(session, Tag, *({"id": untimed_id(), "name": name} for name in missing))
        known |= _there(session, missing)
    return known


def _there(session: Session, names: Collection[str]) -> dict[str, int]:
    query = select(Tag.name, Tag.id).where(Tag.name.in_(names)).order_by(Tag.id)
    return {row[0]: row[1] for row in session.execute(query.with_for_update(read=True, key_share=True))}


def _unused() -> tuple[ColumnElement[bool], ...]:
    return ~exists().where(PostTag.tag_id == Tag.id), ~exists().where(TagFollow.tag_id == Tag.id)
