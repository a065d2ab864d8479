"""What of a post is searched."""

from typing import Any

from sqlalchemy import ForeignKey, Index, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeEngine

from app.storage.tables import Base


class Searched(TypeDecorator[str]):
    """Words in their order, a space between two: text for SQLite's index, a vector with places for PostgreSQL's."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or dialect.name != "postgresql":
            return value
        return " ".join(f"'{word}':{place}" for place, word in enumerate(value.split(), 1))


class PostWords(Base):
    """The words of a post that may be found, and marks of what else is asked for (`app.posts.found_by`).

    Messages have none (P10). On SQLite `post_words_index` (FTS5) is kept in step by triggers. No backup holds it: it
    is made anew from the posts.
    """

    __tablename__ = "post_words"
    __table_args__ = (
        Index("ix_post_words_words", "words", postgresql_using="gin").ddl_if(dialect="postgresql"),
        {"info": {"made_anew": True}},
    )

    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    words: Mapped[str] = mapped_column(Searched)
