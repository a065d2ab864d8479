"""What was deleted, as keyed hashes, so that restoring an older backup deletes it again (P11)."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import LargeBinary, String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.storage.sealing import HouseKey
from app.storage.tables import Base, from_millis

KEPT_FOR = timedelta(days=400)


class Deletion(Base):
    """`kind` is the word for what it was; the hash is of its address. A backup older than this ledger is too old."""

    __tablename__ = "deletions"

    target_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    deleted_at: Mapped[datetime] = mapped_column(index=True)


def note_deletion(session: Session, kind: str, target: str, *, key: HouseKey, now: datetime) -> None:
    """Remember, in the transaction that deletes, that `target` (an address) is gone, for the last time now."""
    session.merge(Deletion(target_hash=hash_of(target, key), kind=kind, deleted_at=now))


@dataclass(frozen=True, slots=True)
class DeletedSince:
    """What a newer ledger knows and an older one did not: hashes by kind."""

    hashes: Mapping[str, Set[bytes]]

    def among(self, kind: str, targets: Iterable[str], *, key: HouseKey) -> set[str]:
        """Those of these addresses that were deleted since."""
        known = self.hashes.get(kind, frozenset())
        return {target for target in targets if hash_of(target, key) in known}


def take_over(session: Session, ledger: Sequence[Mapping[str, Any]]) -> DeletedSince:
    """Take the rows of a newer ledger into this one (plain values, moments in milliseconds); what it learned thereby.

    An address that was deleted before, used again and is here is not deleted by what was known at the time.
    """
    learned: dict[str, set[bytes]] = {}
    for row in ledger:
        hashed, kind, at = bytes(row["target_hash"]), row["kind"], from_millis(row["deleted_at"])
        known = session.get(Deletion, (hashed, kind))
        if known is None or known.deleted_at < at:
            session.merge(Deletion(target_hash=hashed, kind=kind, deleted_at=at))
            learned.setdefault(kind, set()).add(hashed)
    session.flush()
    return DeletedSince(learned)


def hash_of(target: str, key: HouseKey) -> bytes:
    return key.keyed_hash(target.encode("utf-8", "surrogatepass"), "deletion", size=32)


def forget_old(session: Session, now: datetime) -> None:
    """A sweep: deletions that no backup can be old enough to undo."""
    session.execute(delete(Deletion).where(Deletion.deleted_at <= now - KEPT_FOR))
