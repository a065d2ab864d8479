"""Pages of posts, in time order and nothing else (P5). Keyset pages: `before` and `after` are entry ids."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, ColumnExpressionArgument, bindparam, exists, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.basics.ids import FOREVER, time_of
from app.posts.audience import FOR_MEMBERS, Audience
from app.posts.models import Boost, Mention, Post
from app.posts.queries import PostFacts, facts_of, facts_query, several
from app.posts.readable import readable, stands
from app.storage import Prepared, among
from app.storage.tables import AnySelect
from app.timelines.hiding import kept_from_home, stands_in_a_list_alone, tells_of_nobody, unwanted
from app.timelines.models import FeedEntry

MOST = 40
_booster = aliased(Account)


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a timeline: entries older than `before`, newer than `after`; `upwards` takes the oldest first."""

    before: int | None = None
    after: int | None = None
    upwards: bool = False
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A post in a timeline, and who boosted it if that is why it is there."""

    id: int
    post: PostFacts
    booster_id: int | None = None
    booster_card: bytes = b""
    boost_uri: str = ""

    @property
    def boosted_at(self) -> datetime:
        return time_of(self.id)


def home(session: Session, viewer: Viewer, page: Page) -> list[Entry]:
    """The viewer's home as facts, newest first."""
    return from_home(session, viewer, page, ~stands_in_a_list_alone(viewer))


def from_home(session: Session, viewer: Viewer, page: Page, *where: ColumnExpressionArgument[bool]) -> list[Entry]:
    """Of all that reached the viewer and that they want to see, what is asked for (over `feed_entries`)."""
    if viewer.account_id is None:
        return []
    query = (
        select(FeedEntry.entry_id, FeedEntry.post_id, FeedEntry.booster_id, Boost.uri)
        .join(Post, Post.id == FeedEntry.post_id)
        .outerjoin(Boost, (Boost.id == FeedEntry.entry_id) & FeedEntry.booster_id.is_not(None))
        .where(FeedEntry.owner_id == viewer.account_id, ~kept_from_home(viewer), *where)
        .where(readable(viewer), stands(), ~_booster_is_away())
    )
    rows = session.execute(paged(query, FeedEntry.entry_id, page)).all()
    posts = several(session, viewer, [row.post_id for row in rows])
    known = boosters(session, [row.booster_id for row in rows if row.booster_id])
    entries = [
        Entry(row.entry_id, posts[row.post_id], row.booster_id, known.get(row.booster_id, b""), row.uri or "")
        for row in rows
        if row.post_id in posts and (row.booster_id is None or row.booster_id in known)
    ]
    return _newest_first(entries, page)


def _booster_is_away() -> ColumnElement[bool]:
    return exists().where(_booster.id == FeedEntry.booster_id, _booster.is_away)


def community(session: Session, viewer: Viewer, page: Page) -> list[Entry]:
    """What members here wrote for more than a few, newest first."""
    return _posts(session, viewer, page, Post.in_community, _wanted(viewer))


def from_allies(session: Session, viewer: Viewer, page: Page) -> list[Entry]:
    """What allies' members wrote for allies or everybody, newest first."""
    theirs = ~Post.is_ours, Post.audience.in_(("open", "allies"))
    return _posts(session, viewer, page, *theirs, _wanted(viewer), tells_of_nobody(viewer))


def everywhere(session: Session, viewer: Viewer, page: Page) -> list[Entry]:
    """This community and what came from allies, newest first."""
    here = or_(Post.in_community, ~Post.is_ours), Post.audience.in_(FOR_MEMBERS)
    return _posts(session, viewer, page, *here, _wanted(viewer), tells_of_nobody(viewer))


def messages(session: Session, viewer: Viewer, page: Page) -> list[Entry]:
    """What the viewer wrote to named people, or they to the viewer, newest first."""
    if viewer.account_id is None:
        return []
    addressed = select(Mention.post_id).where(Mention.account_id == viewer.account_id)
    return _posts(
        session,
        viewer,
        page,
        Post.audience == Audience.MENTIONED,
        or_(Post.author_id == viewer.account_id, Post.id.in_(addressed)),
        _wanted(viewer),
    )


def _wanted(viewer: Viewer) -> ColumnElement[bool]:
    return true() if viewer.account_id is None else ~unwanted(viewer)


def _posts(session: Session, viewer: Viewer, page: Page, *where: ColumnExpressionArgument[bool]) -> list[Entry]:
    """Ids in a subquery with its LIMIT first: PostgreSQL otherwise evaluates every mark of every row."""
    ids = paged(select(Post.id).where(readable(viewer), stands(), *where), Post.id, page)
    found = session.scalars(ids).all()
    rows = session.execute(facts_query(viewer).where(Post.id.in_(found))).all() if found else []
    entries = [Entry(facts.id, facts) for facts in map(facts_of, rows)]
    return sorted(entries, key=lambda entry: -entry.id)


def paged(query: AnySelect, column: InstrumentedAttribute[int], page: Page) -> AnySelect:
    """That part of a list of rows with ids."""
    if page.before is not None:
        query = query.where(column < page.before)
    if page.after is not None:
        query = query.where(column > page.after)
    return query.order_by(column if page.upwards else column.desc()).limit(min(page.limit, MOST))


def any_part(query: AnySelect, column: InstrumentedAttribute[int], *, upwards: bool) -> AnySelect:
    """The same in a `Prepared` SELECT, with `place` as its parameters."""
    query = query.where(column < bindparam("before", type_=BigInteger), column > bindparam("after", type_=BigInteger))
    return query.order_by(column if upwards else column.desc()).limit(bindparam("most", type_=BigInteger))


def place(page: Page) -> dict[str, int]:
    """Which part it is, for a `Prepared` SELECT of any."""
    before, after = FOREVER if page.before is None else page.before, page.after or 0
    return {"before": before, "after": after, "most": min(page.limit, MOST)}


def _newest_first(entries: list[Entry], page: Page) -> list[Entry]:
    return sorted(entries, key=lambda entry: -entry.id) if page.upwards else entries


def boosters(session: Session, ids: list[int]) -> dict[int | None, bytes]:
    """The card of each, without those who are away."""
    return dict(_boosters.rows(session, ids=ids)) if ids else {}


_boosters = Prepared(lambda: select(Account.id, Account.card).where(among(Account.id, "ids"), ~Account.is_away))
