"""A member deletes a post: at once for people, files included, and every ally that had it is told (P11)."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.errors import Forbidden
from app.jobs.outbox import announce
from app.posts import queries
from app.posts.events import BlobsOrphaned, PostDeleted
from app.posts.models import IdempotencyKey, Picture, Post, Tombstone
from app.posts.queries import PostFacts


def delete_post(session: Session, author_id: int, post_id: int) -> PostFacts:
    """Delete one's own post; what it was comes back, so that an app can offer to write it again.

    Raises NotFound for what its viewer cannot read, Forbidden for somebody else's.
    """
    facts = queries.one(session, Viewer.member(author_id), post_id)
    if facts.author_id != author_id:
        raise Forbidden("Only its author may delete a post.")
    reached = queries.reached(session, post_id)
    orphan_blobs(session, post_id)
    session.execute(delete(Post).where(Post.id == post_id))
    announce(session, PostDeleted(facts.uri, author_id, reached))
    return facts


def orphan_blobs(session: Session, post_id: int) -> None:
    """Announce the files of a post that is about to go, so that they go too."""
    blobs = session.scalars(select(Picture.blob).where(Picture.post_id == post_id)).all()
    if blobs:
        announce(session, BlobsOrphaned(tuple(blobs)))


def forget_old(session: Session, now: datetime) -> None:
    """A sweep: idempotency keys and tombstones whose time is over."""
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.until <= now))
    session.execute(delete(Tombstone).where(Tombstone.until <= now))
