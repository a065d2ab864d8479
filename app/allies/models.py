"""The houses we know of, in what state."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base


class Ally(Base):
    """Another house. Whether anything moves is decided by `rules`, from state and scopes, never by its being here."""

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
