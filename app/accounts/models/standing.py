"""What was decided about somebody and takes effect on their account."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models.people import ONE_ACCOUNT
from app.storage.tables import Base


class AccountRestriction(Base):
    """A decision in force about an account. The columns of `Account` follow from these rows."""

    __tablename__ = "account_restrictions"
    __table_args__ = (
        CheckConstraint("measure IN ('pause_posting', 'limit', 'suspend', 'end_account')", name="measure"),
    )

    decision_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey(ONE_ACCOUNT, ondelete="CASCADE"), index=True)
    measure: Mapped[str] = mapped_column(String(14))
    ends_at: Mapped[datetime | None]
