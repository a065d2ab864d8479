"""INSERT … SELECT that passes over what is there already, on both databases."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.storage.tables import AnySelect
from app.timelines.models import FeedEntry


def insert_missing(session: Session, table: type[FeedEntry], rows: AnySelect) -> None:
    """Add (owner, entry, post, booster) rows; doing it twice adds nothing."""
    make = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    columns = ["owner_id", "entry_id", "post_id", "booster_id"]
    session.execute(make(table).from_select(columns, rows).on_conflict_do_nothing())
