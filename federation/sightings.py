"""Signatures that were shown at the inbox, kept for as long as they could be shown again."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.basics.errors import Unverified
from app.storage.inserting import MAKERS
from federation.models import SeenSignature
from federation.signatures import WINDOW

# A signature dated ahead of us by one window stays good for two; a minute more for clocks that are set back.
KEPT_FOR = WINDOW * 2.2

_ADD = {
    dialect: make(SeenSignature).on_conflict_do_nothing().returning(SeenSignature.fingerprint)
    for dialect, make in MAKERS.items()
}


def note(session: Session, fingerprint: bytes, *, now: datetime) -> None:
    """Write a signature down, together with what it signed; raises Unverified for one that was here before."""
    connection = session.connection()
    added = connection.execute(_ADD[connection.dialect.name], {"fingerprint": fingerprint, "until": now + KEPT_FOR})
    if added.first() is None:
        raise Unverified(None, "seen before")


def forget_old(session: Session, now: datetime) -> None:
    """A sweep: signatures that are too old to be taken again anyway."""
    session.execute(delete(SeenSignature).where(SeenSignature.until <= now))
