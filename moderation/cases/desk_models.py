"""What moderators keep for themselves beside the cases: how they look at them, and what they said of their ties."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base, key_part


class DeskChoice(Base):
    """How a moderator looks at cases. `without_pictures`: they are shown no picture there, not even on asking."""

    __tablename__ = "desk_choices"

    account_id: Mapped[int] = key_part("accounts.id")
    without_pictures: Mapped[bool] = mapped_column(default=False)


class StandsClear(Base):
    """A moderator knows somebody in a case and said that they can judge it fairly. What tie it is is kept nowhere."""

    __tablename__ = "stands_clear"

    case_id: Mapped[int] = key_part("cases.id")
    account_id: Mapped[int] = key_part("accounts.id", index=True)
    since: Mapped[datetime]
