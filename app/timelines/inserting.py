"""INSERT … SELECT that passes over what is there already, on both databases."""

from sqlalchemy import bindparam, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.posts.audience import Audience
from app.posts.models import Post
from app.storage.tables import AnySelect
from app.timelines.models import FeedEntry

_COLUMNS = ["owner_id", "entry_id", "post_id", "booster_id"]
_MAKE = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_POST = select(Post.author_id, Post.id, Post.id, literal(None)).where(
    Post.id == bindparam("post_id"), Post.audience != Audience.MENTIONED
)
_OWN = {
    dialect: make(FeedEntry).from_select(_COLUMNS, _POST).on_conflict_do_nothing() for dialect, make in _MAKE.items()
}


def insert_missing(session: Session, table: type[FeedEntry], rows: AnySelect) -> None:
    """Add (owner, entry, post, booster) rows; doing it twice adds nothing."""
    insert = _MAKE[session.get_bind().dialect.name](table).from_select(_COLUMNS, rows)
    session.execute(insert.on_conflict_do_nothing())


def insert_own(session: Session, post_id: int) -> None:
    """A post in its author's home, unless it is a message. Made beforehand, because it is done with every post."""
    session.flush()
    connection = session.connection()
    connection.execute(_OWN[connection.dialect.name], {"post_id": post_id})
