"""What others advise against, one row a house or an account, whoever said it how often. Sealed (P10)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base


class Suggestion(Base):
    """A house or an account that stood in somebody's list. It points at nothing here, and changes nothing (P13, P22).

    `mark` and `house_mark` are keyed hashes of its address and of the house in it: nobody without the key file learns
    from them who is meant. `body_sealed` is `rules.Body`. `settled`: a person here looked at it, and either set it
    aside or reported; which of the two, and who, is not kept. `said_at`: when the oldest of what is in it was said.
    """

    __tablename__ = "suggestions"
    __table_args__ = (CheckConstraint("kind IN ('house', 'account')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(8))
    mark: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    house_mark: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    settled: Mapped[bool] = mapped_column(default=False, server_default=false())
    said_at: Mapped[datetime] = mapped_column(index=True)
