"""Reading conversations: one's own only, and of each only the messages that one may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, and_, select
from sqlalchemy.orm import Session

from app.accounts.apart import unwelcome
from app.accounts.queries import AccountFacts
from app.accounts.queries_between import several_seen_by
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.basics.ids import time_of
from app.posts.models import Post, Said, Talker
from app.posts.queries import PostFacts, facts_of, facts_query, several
from app.posts.readable import readable, stands

MOST = 40

# A conversation, its place in the list, whether it is unread, and the newest message in it for the viewer.
_Row = Row[int, int | None, bool, int]


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """A conversation in somebody's list. `people`: the others in it, as far as they are there for its owner.

    `newest` is still sealed. `place` is where it stands in the list, of which the newest moved is the first.
    """

    id: int
    place: int
    unread: bool
    people: tuple[AccountFacts, ...]
    newest: PostFacts

    @property
    def moved(self) -> datetime:
        return time_of(self.newest.id)


def listed(
    session: Session, viewer: Viewer, *, before: int | None = None, after: int | None = None, upwards: bool = False,
    limit: int = 20,
) -> list[TalkFacts]:  # fmt: skip
    """The viewer's conversations, what moved last first, without those of which they may read nothing."""
    shown = _newest_in(viewer).label("shown")
    mine = select(Talker.talk_id, Talker.listed_at, Talker.unread, shown).where(
        Talker.account_id == viewer.account_id, Talker.listed_at.is_not(None)
    )
    if before is not None:
        mine = mine.where(Talker.listed_at < before)
    if after is not None:
        mine = mine.where(Talker.listed_at > after)
    page = mine.subquery()
    order = page.c.listed_at if upwards else page.c.listed_at.desc()
    rows = session.execute(
        select(page).where(page.c.shown.is_not(None)).order_by(order).limit(min(limit, MOST + 1))
    ).all()
    return _facts(session, viewer, sorted(rows, key=lambda row: -row.listed_at))


def one(session: Session, viewer: Viewer, talk_id: int) -> TalkFacts:
    """One of them, put away or not; raises NotFound for somebody else's, or when nothing in it is for the viewer."""
    rows = session.execute(
        select(Talker.talk_id, Talker.listed_at, Talker.unread, _newest_in(viewer).label("shown")).where(
            Talker.talk_id == talk_id, Talker.account_id == viewer.account_id
        )
    ).all()
    found = _facts(session, viewer, [row for row in rows if row.shown is not None])
    if not found:
        raise NotFound
    return found[0]


def of_message(session: Session, viewer: Viewer, post_id: int) -> int | None:
    """The conversation of the viewer in which a message stands; None for what is no message of one of theirs."""
    return session.scalar(
        select(Said.talk_id)
        .join(Talker, Talker.talk_id == Said.talk_id)
        .where(Said.post_id == post_id, Talker.account_id == viewer.account_id)
        .limit(1)
    )


def said_in(
    session: Session, viewer: Viewer, talk_id: int, *, before: int | None = None, limit: int = 20
) -> list[PostFacts]:
    """The newest messages of a conversation that the viewer may read (or those before one of them), oldest first."""
    ids = select(Said.post_id).join(Post, Post.id == Said.post_id).where(Said.talk_id == talk_id, _shown_to(viewer))
    if before is not None:
        ids = ids.where(Said.post_id < before)
    wanted = session.scalars(ids.order_by(Said.post_id.desc()).limit(limit)).all()
    rows = session.execute(facts_query(viewer).where(Post.id.in_(wanted)).order_by(Post.id)) if wanted else ()
    return [facts_of(row) for row in rows]


def _newest_in(viewer: Viewer) -> ColumnElement[int]:
    """The newest message in it that the viewer may read: not one of somebody they keep away from, nor a request."""
    return (
        select(Said.post_id)
        .join(Post, Post.id == Said.post_id)
        .where(Said.talk_id == Talker.talk_id, _shown_to(viewer))
        .order_by(Said.post_id.desc())
        .limit(1)
        .correlate(Talker)
        .scalar_subquery()
    )


def _shown_to(viewer: Viewer) -> ColumnElement[bool]:
    wanted = ~unwelcome(viewer.account_id, Post.author_id, Post.foreign_ally_id)
    return and_(readable(viewer), wanted, stands())


def _facts(session: Session, viewer: Viewer, rows: Sequence[_Row]) -> list[TalkFacts]:
    newest = several(session, viewer, [shown for _, _, _, shown in rows])
    people = _people(session, viewer, [talk_id for talk_id, _, _, _ in rows])
    return [
        # What came last may not be for the viewer, or be gone again: then there is nothing new in it.
        TalkFacts(talk_id, place or 0, bool(unread) and shown == place, people[talk_id], newest[shown])
        for talk_id, place, unread, shown in rows
        if shown in newest
    ]


def _people(session: Session, viewer: Viewer, talk_ids: Sequence[int]) -> dict[int, tuple[AccountFacts, ...]]:
    """The others in each, as far as they are there for the viewer: whoever blocked them is like somebody who left."""
    rows = session.execute(
        select(Talker.talk_id, Talker.account_id)
        .where(Talker.talk_id.in_(talk_ids), Talker.account_id != viewer.account_id)
        .order_by(Talker.account_id)
    ).all()
    known = several_seen_by(session, viewer, [row.account_id for row in rows])
    found: dict[int, tuple[AccountFacts, ...]] = dict.fromkeys(talk_ids, ())
    for talk_id, account_id in rows:
        if account_id in known:
            found[talk_id] += (known[account_id],)
    return found
