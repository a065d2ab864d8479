"""The houses we know of, in what state."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base


class Ally(Base):
    """Another house. Whether anything moves is decided by `rules`, from state and scopes, never by its being here.

    `limited`: people decided that its members' posts are here for their followers alone.
    """

    __tablename__ = "allies"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    origin: Mapped[str] = mapped_column(String(300), unique=True)
    host: Mapped[str] = mapped_column(String(280))
    state: Mapped[str] = mapped_column(String(12))
    by_hand: Mapped[bool] = mapped_column(default=False)
    scopes: Mapped[str] = mapped_column(String(60))
    actor: Mapped[str | None] = mapped_column(String(500))
    key_id: Mapped[str | None] = mapped_column(String(500))
    public_key: Mapped[str | None] = mapped_column(Text)
    inbox: Mapped[str | None] = mapped_column(String(500))
    changed_at: Mapped[datetime]
    limited: Mapped[bool] = mapped_column(default=False, server_default=false())


class AllyRestriction(Base):
    """A decision in force about an ally. `Ally.limited` follows from these rows.

    `made_pause`: a pause that was made by it, and ends with it. `ally_part` restricts nothing: stewards are told that
    people propose to part.
    """

    __tablename__ = "ally_restrictions"
    __table_args__ = (CheckConstraint("measure IN ('ally_limit', 'ally_pause', 'ally_part')", name="measure"),)

    decision_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ally_id: Mapped[int] = mapped_column(ForeignKey("allies.id", ondelete="CASCADE"), index=True)
    measure: Mapped[str] = mapped_column(String(14))
    ends_at: Mapped[datetime | None]
    made_pause: Mapped[bool] = mapped_column(default=False)
