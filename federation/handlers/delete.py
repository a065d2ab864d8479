"""Delete: a post of an ally's member is gone, or the member is."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.actions.profiles import forget_foreign
from app.jobs.outbox import announce
from app.posts.actions.receiving import receive_deletion
from app.posts.events import BlobsOrphaned
from app.posts.models import Picture
from federation.envoy import Envoy
from federation.gate import VerifiedActivity
from federation.handlers.people import sender


def handle(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """It goes here too, with its files, and a late Create does not bring it back."""
    activity = verified.activity
    if activity.object_uri == activity.actor:
        _forget(session, verified)
        return
    author = sender(session, verified)
    receive_deletion(session, activity.object_uri, author.id, key=envoy.house.key, now=envoy.clock())


def _forget(session: Session, verified: VerifiedActivity) -> None:
    account = accounts.by_uri(session, verified.activity.actor)
    if account is None or account.ally_id != verified.ally.id:
        return
    blobs = session.scalars(select(Picture.blob).where(Picture.owner_id == account.id)).all()
    if blobs:
        announce(session, BlobsOrphaned(tuple(blobs)))
    forget_foreign(session, account.uri, verified.ally.id)
