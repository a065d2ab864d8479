"""Posts of a restored backup that were deleted since it was made: they go again, before anybody sees them (P11)."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.posts.actions.deleting import POST
from app.posts.actions.taking_up import BEGUN, destroy_pictures, draft_address, scheduled_address
from app.posts.models import KeptDraft, Picture, Post, ScheduledPost
from app.storage.deletions import DeletedSince
from app.storage.sealing import HouseKey

_AT_ONCE = 500


def delete_again(session: Session, since: DeletedSince, *, key: HouseKey) -> int:
    """Look each post up among the deletions; how many went. Allies were told, or told us, the first time."""
    gone, after = 0, 0
    query = select(Post.id, Post.uri).order_by(Post.id).limit(_AT_ONCE)
    while portion := session.execute(query.where(Post.id > after)).all():
        after = portion[-1].id
        deleted = since.among(POST, [row.uri for row in portion], key=key)
        session.execute(delete(Post).where(Post.uri.in_(deleted)))
        gone += len(deleted)
    _begun(session, since, key=key)
    return gone


def _begun(session: Session, since: DeletedSince, *, key: HouseKey) -> None:
    """What was begun and posted, kept anew or deleted since goes with its pictures, which nobody could open."""
    for table, holder, address in (
        (KeptDraft, Picture.draft_id, draft_address),
        (ScheduledPost, Picture.scheduled_id, scheduled_address),
    ):
        ids = session.scalars(select(table.id)).all()
        deleted = since.among(BEGUN, map(address, ids), key=key)
        gone = [one for one in ids if address(one) in deleted]
        destroy_pictures(session, holder, gone)
        session.execute(delete(table).where(table.id.in_(gone)))
