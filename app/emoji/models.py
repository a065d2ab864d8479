"""The pictures, ours and allies'."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base

_OF_THE_HOUSE = "ally_id IS NULL"


class Emoji(Base):
    """A picture that stands for `:shortcode:` in what one house's people write; `ally_id` None for our own house.

    `word` is the end of its address, unguessable and the same for as long as it is here, whatever picture it shows.
    `blob` names its file, None until that is here. `hidden`: not among those to choose from. An ally's: `source_uri`
    and `source_updated` are where and since when they have it, `usable` is false once it could not be taken, and
    `seen_at` is the day it was last written with.
    """

    __tablename__ = "emoji"
    __table_args__ = (
        CheckConstraint("shortcode <> ''", name="has_shortcode"),
        UniqueConstraint("ally_id", "shortcode"),
        Index(
            "uq_emoji_of_the_house", "shortcode", unique=True,
            sqlite_where=text(_OF_THE_HOUSE), postgresql_where=text(_OF_THE_HOUSE),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ally_id: Mapped[int | None] = mapped_column(ForeignKey("allies.id", ondelete="CASCADE"))
    shortcode: Mapped[str] = mapped_column(String(30))
    word: Mapped[str] = mapped_column(String(22), unique=True)
    blob: Mapped[str | None] = mapped_column(String(60), unique=True)
    category: Mapped[str] = mapped_column(String(40), default="")
    hidden: Mapped[bool] = mapped_column(default=False)
    usable: Mapped[bool] = mapped_column(default=True)
    source_uri: Mapped[str] = mapped_column(String(800), default="")
    source_updated: Mapped[str] = mapped_column(String(40), default="")
    changed_at: Mapped[datetime]
    seen_at: Mapped[datetime | None] = mapped_column(index=True)
