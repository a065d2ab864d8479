"""What the gate remembers: signatures it has seen, for as long as they could be shown again."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base


class SeenSignature(Base):
    """The fingerprint of a POST's signature. Written together with the activity, so that a replay loses nothing."""

    __tablename__ = "seen_signatures"

    fingerprint: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    until: Mapped[datetime] = mapped_column(index=True)
