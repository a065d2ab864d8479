"""INSERT … SELECT into homes that passes over what is there already, on both databases."""

from typing import Any

from sqlalchemy.orm import Session

from app.storage.inserting import MAKERS
from app.storage.tables import AnySelect
from app.timelines.models import FeedEntry

_COLUMNS = ["owner_id", "entry_id", "post_id", "booster_id"]


class Spreading:
    """Adds the (owner, entry, post, booster) rows that a SELECT finds; doing it twice adds nothing.

    It is put together once, because building such a statement takes ten times as long as running it: what differs
    from post to post are `bindparam`s.
    """

    def __init__(self, rows: AnySelect) -> None:
        self._ready = {
            dialect: make(FeedEntry).from_select(_COLUMNS, rows).on_conflict_do_nothing()
            for dialect, make in MAKERS.items()
        }

    def run(self, session: Session, **given: Any) -> None:
        session.flush()
        connection = session.connection()
        connection.execute(self._ready[connection.dialect.name], given)
