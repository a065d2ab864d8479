"""A member deletes a post: at once for people, files included, and every ally that had it is told (P11)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.errors import Forbidden
from app.jobs.outbox import announce
from app.posts import queries
from app.posts.actions import tagging
from app.posts.events import BlobsOrphaned, PostDeleted
from app.posts.gone import tell_gone
from app.posts.models import IdempotencyKey, Picture, Post, Reach, Tombstone
from app.posts.queries import PostFacts
from app.storage.deletions import note_deletion
from app.storage.sealing import HouseKey

POST = "post"
"""How the ledger of deletions calls one."""


def delete_post(
    session: Session, author_id: int, post_id: int, *, key: HouseKey, now: datetime, keeps_pictures: bool = False
) -> PostFacts:
    """Delete one's own post; what it was comes back, so that an app can offer to write it again.

    `keeps_pictures`: they wait to be posted anew, as new ones do; but those of a message are sealed with it and go.
    Raises NotFound for what its viewer cannot read, Forbidden for somebody else's.
    """
    facts = queries.one(session, Viewer.member(author_id), post_id)
    if facts.author_id != author_id:
        raise Forbidden("Only its author may delete a post.")
    if keeps_pictures and facts.sealed is None:
        free_pictures(session, post_id, now=now)
    let_go(session, [post_id], key=key, now=now)
    return facts


def let_go(session: Session, post_ids: Sequence[int], *, key: HouseKey, now: datetime) -> None:
    """These posts go with everything of them; for our own each ally that had one is told, and the ledger knows.

    Whose they are and whether they may go is for the caller to know.
    """
    posts = session.execute(select(Post.id, Post.uri, Post.author_id, Post.is_ours).where(Post.id.in_(post_ids))).all()
    ours = [post for post in posts if post.is_ours]
    reached = _reached(session, [post.id for post in ours])
    orphan_blobs(session, *post_ids)
    tell_gone(session, post_ids)
    carried = tagging.tags_of(session, post_ids)
    session.execute(delete(Post).where(Post.id.in_(post_ids)))
    tagging.forget_unused(session, carried)
    for post in ours:
        note_deletion(session, POST, post.uri, key=key, now=now)
        announce(session, PostDeleted(post.uri, post.author_id, reached[post.id]))


def free_pictures(session: Session, post_id: int, *, now: datetime) -> list[Picture]:
    """They are in no post from now on, as when they were taken in; in their order.

    What a decision hides goes with the post, and so do those of a removed one: what opens them goes too.
    """
    mine = Picture.post_id == post_id, Picture.ready, ~Picture.hidden, ~Post.removed
    query = select(Picture.id).join(Post, Post.id == Picture.post_id).where(*mine).order_by(Picture.position)
    ids = session.scalars(query).all()
    session.execute(update(Picture).where(Picture.id.in_(ids)).values(post_id=None, position=0, made_at=now))
    found = {one.id: one for one in session.scalars(select(Picture).where(Picture.id.in_(ids)))}
    return [found[one] for one in ids]


def orphan_blobs(session: Session, *post_ids: int) -> None:
    """Announce the files of posts that are about to go, so that they go too."""
    blobs = session.scalars(select(Picture.blob).where(Picture.post_id.in_(post_ids))).all()
    if blobs:
        announce(session, BlobsOrphaned(tuple(blobs)))


def forget_old(session: Session, now: datetime) -> None:
    """A sweep: idempotency keys and tombstones whose time is over."""
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.until <= now))
    session.execute(delete(Tombstone).where(Tombstone.until <= now))


def _reached(session: Session, post_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """The allies that were sent or have fetched each."""
    found: dict[int, tuple[int, ...]] = dict.fromkeys(post_ids, ())
    query = select(Reach.post_id, Reach.ally_id).where(Reach.post_id.in_(post_ids)).order_by(Reach.ally_id)
    for post_id, ally_id in session.execute(query):
        found[post_id] += (ally_id,)
    return found
