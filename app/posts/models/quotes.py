"""That one post quotes another, and whether its author allows it. None of the words of either."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base, key_part, partial_index

_POST = "posts.id"


class Quote(Base):
    """`post_id` quotes `quoted_id`, which is None once that is gone: where it was stands nowhere then (P11).

    `wanted_uri`: where an ally's post says that it is, as long as it is not here. `authorisation`: the address under
    which its author's house says yes; empty for quotes of oneself, and where nobody has said so.
    """

    __tablename__ = "quotes"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'allowed', 'refused', 'taken_back')", name="state"),
        partial_index("ix_quotes_authorisation", "authorisation", where="authorisation <> ''"),
    )

    post_id: Mapped[int] = key_part(_POST)
    quoted_id: Mapped[int | None] = mapped_column(ForeignKey(_POST, ondelete="SET NULL"), index=True)
    wanted_uri: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[str] = mapped_column(String(10))
    authorisation: Mapped[str] = mapped_column(String(500), default="")
