"""Signatures that were shown at the inbox, kept for as long as they could be shown again."""

from datetime import datetime

from sqlalchemy import Insert, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.basics.errors import Unverified
from federation.models import SeenSignature
from federation.signatures import WINDOW

# A signature dated ahead of us by one window stays good for two; a minute more for clocks that are set back.
KEPT_FOR = WINDOW * 2.2


def note(session: Session, fingerprint: bytes, *, now: datetime) -> None:
    """Write a signature down, together with what it signed; raises Unverified for one that was here before."""
    added = session.execute(_insert(session, fingerprint, now + KEPT_FOR).returning(SeenSignature.fingerprint))
    if added.first() is None:
        raise Unverified(None, "seen before")


def forget_old(session: Session, now: datetime) -> None:
    """A sweep: signatures that are too old to be taken again anyway."""
    session.execute(delete(SeenSignature).where(SeenSignature.until <= now))


def _insert(session: Session, fingerprint: bytes, until: datetime) -> Insert:
    make = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    return make(SeenSignature).values(fingerprint=fingerprint, until=until).on_conflict_do_nothing()
