"""Reading pictures: of posts that were read before, one's own, and those that are still on their way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.posts.models import Picture, Post
from app.posts.readable import readable, stands
from app.storage import Prepared, among
from app.storage.tables import AnySelect


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """A cleaned picture, or (not `ready`) one of an ally's that is not here yet. `small_bytes`: 0 where not known."""

    id: int
    owner_id: int
    post_id: int | None
    position: int
    description: str
    blob: str
    mime: str
    width: int
    height: int
    small_width: int
    small_height: int
    blurhash: str
    source_uri: str
    ready: bool
    small_bytes: int = 0
    hidden: bool = False


def pictures_of(session: Session, post_ids: Sequence[int]) -> dict[int, list[PictureFacts]]:
    """The pictures of posts that were read with a viewer before, in order."""
    found: dict[int, list[PictureFacts]] = {post_id: [] for post_id in post_ids}
    for row in _of_posts.rows(session, ids=post_ids) if post_ids else ():
        facts = _prepared_facts(row)
        found[facts.post_id or 0].append(facts)
    return found


def picture(session: Session, viewer: Viewer, picture_id: int) -> PictureFacts:
    """A picture its viewer may see: in a post they may read, or their own not yet posted. Raises NotFound (P27).

    What a decision hides is for its owner alone, and what is in a removed post for nobody.
    """
    row = session.execute(_pictures().where(Picture.id == picture_id, Picture.ready)).first()
    if row is None:
        raise NotFound
    facts = PictureFacts(*row)
    if facts.post_id is None:
        if viewer.account_id != facts.owner_id:
            raise NotFound
        return facts
    if facts.hidden and viewer.account_id != facts.owner_id:
        raise NotFound
    shown = and_(or_(readable(viewer), readable(viewer, requested=True)), or_(~Post.removed, Post.sealed.is_not(None)))
    if session.scalar(select(Post.id).where(Post.id == facts.post_id, shown, stands())) is None:
        raise NotFound
    return facts


def awaited_picture(session: Session, picture_id: int) -> PictureFacts | None:
    """An ally's picture that is still to be fetched; None when it is here or its post is gone, or removed."""
    query = _pictures().join(Post, Post.id == Picture.post_id).where(Picture.id == picture_id, ~Picture.ready)
    row = session.execute(query.where(~Post.removed)).first()
    return None if row is None else PictureFacts(*row)


def _pictures() -> AnySelect:
    return select(
        Picture.id, Picture.owner_id, Picture.post_id, Picture.position, Picture.description, Picture.blob,
        Picture.mime, Picture.width, Picture.height, Picture.small_width, Picture.small_height, Picture.blurhash,
        Picture.source_uri, Picture.ready, Picture.small_bytes, Picture.hidden,
    )  # fmt: skip


def _prepared_facts(row: tuple[Any, ...]) -> PictureFacts:
    """Of a prepared SELECT, whose booleans may be 0 and 1."""
    *facts, ready, small_bytes, hidden = row
    return PictureFacts(*facts, ready=bool(ready), small_bytes=small_bytes, hidden=bool(hidden))


_of_posts = Prepared(
    lambda: _pictures().where(among(Picture.post_id, "ids")).order_by(Picture.post_id, Picture.position)
)
