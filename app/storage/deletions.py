"""What was deleted, as keyed hashes, so that restoring an older backup deletes it again (P11)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import LargeBinary, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.storage.sealing import HouseKey
from app.storage.tables import Base

KEPT_FOR = timedelta(days=400)


class Deletion(Base):
    """`kind` is the word for what it was; the hash is of its address. A backup older than this ledger is too old."""

    __tablename__ = "deletions"

    target_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    deleted_at: Mapped[datetime] = mapped_column(index=True)


def note_deletion(session: Session, kind: str, target: str, *, key: HouseKey, now: datetime) -> None:
    """Remember, in the transaction that deletes, that `target` (an address) is gone."""
    hashed = hash_of(target, key)
    if session.get(Deletion, (hashed, kind)) is None:
        session.add(Deletion(target_hash=hashed, kind=kind, deleted_at=now))


def deleted_among(session: Session, kind: str, targets: Sequence[str], *, key: HouseKey) -> set[str]:
    """Those of these addresses that were deleted before; some hundreds at once."""
    hashed = {hash_of(target, key): target for target in targets}
    found = select(Deletion.target_hash).where(Deletion.kind == kind, Deletion.target_hash.in_(hashed))
    return {hashed[bytes(each)] for each in session.scalars(found)}


def hash_of(target: str, key: HouseKey) -> bytes:
    return key.keyed_hash(target.encode("utf-8", "surrogatepass"), "deletion", size=32)


def forget_old(session: Session, now: datetime) -> None:
    """A sweep: deletions that no backup can be old enough to undo."""
    session.execute(delete(Deletion).where(Deletion.deleted_at <= now - KEPT_FOR))
