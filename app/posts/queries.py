"""Reading posts: every SELECT takes the viewer and shows only what they may read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.apart import unwelcome
from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.posts.audience import Audience, as_limited
from app.posts.models import Bookmark, Boost, Favourite, Mention, Post, Reach
from app.posts.readable import readable, stands
from app.storage import Prepared, among
from app.storage.tables import AnySelect, from_millis

LONGEST_THREAD = 500
# Their places among the columns of `facts_query`.
_WRITTEN_AT, _ENDS_AT, _EDITED_AT, _PINNED, _BOOKMARKED, _DECIDED_AT, _LIMITED = 21, 26, 27, 28, 29, 30, 31

# Made once: to make an alias anew costs as much as the rest of a SELECT, and pages are read by several.
_favoured, _boosted, _bookmarked = aliased(Favourite), aliased(Boost), aliased(Bookmark)


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post for pages and the wire, with its author's names and the viewer's own marks.

    `sealed`: a message that is still to be opened (`opening.opened`), its words are empty until then. `descriptions`:
    those of a message's pictures, which are sealed with it. `message_key`: what opened it. `limited`: its author is.
    """

    id: int
    uri: str
    author_id: int
    author_name: str
    author_host: str
    author_display_name: str
    author_uri: str
    author_card: bytes
    author_ally_id: int | None
    is_ours: bool
    audience: Audience
    bound_ally_id: int | None
    source: str
    content: str
    warning: str
    language: str
    reply_to_id: int | None
    reply_to_account_id: int | None
    reply_to_uri: str
    thread_id: int
    pictures: int
    written_at: datetime
    body: bytes
    favoured: bool
    boosted: bool
    sealed: bytes | None = None
    ends_at: datetime | None = None
    edited_at: datetime | None = None
    pinned: bool = False
    bookmarked: bool = False
    decided_at: datetime | None = None
    limited: bool = False
    descriptions: Mapping[int, str] = field(default_factory=dict[int, str])
    message_key: bytes = field(default=b"", repr=False)

    @property
    def author_handle(self) -> str:
        return f"{self.author_name}@{self.author_host}" if self.author_host else self.author_name

    @property
    def reaches(self) -> Audience:
        """For whom it is as things stand."""
        return as_limited(self.audience) if self.limited else self.audience


def facts_query(viewer: Viewer, *, requested: bool = False) -> AnySelect:
    """The SELECT behind every list of posts: facts and the viewer's marks, only what they may read."""
    mine = 0 if viewer.account_id is None else viewer.account_id
    return (
        select(
            Post.id, Post.uri, Post.author_id, Account.name, Account.host, Account.display_name, Account.uri,
            Account.card, Account.ally_id, Post.is_ours, Post.audience, Post.bound_ally_id, Post.source, Post.content,
            Post.warning, Post.language, Post.reply_to_id, Post.reply_to_account_id, Post.reply_to_uri,
            Post.thread_id, Post.pictures, Post.written_at, Post.body,
            _favoured.post_id.is_not(None), _boosted.post_id.is_not(None), Post.sealed,
            Post.ends_at, Post.edited_at, pinned_by(mine),
            _bookmarked.post_id.is_not(None), Post.decided_at, Account.limited,
        )
        .join(Account, Account.id == Post.author_id)
        .outerjoin(_favoured, and_(_favoured.post_id == Post.id, _favoured.account_id == mine))
        .outerjoin(_boosted, and_(_boosted.post_id == Post.id, _boosted.account_id == mine))
        .outerjoin(_bookmarked, and_(_bookmarked.post_id == Post.id, _bookmarked.account_id == mine))
        .where(readable(viewer, author=Account, requested=requested), stands())
    )  # fmt: skip


def pinned_by(me: int | None) -> ColumnElement[bool]:
    """Whether it is the viewer's own and stands first on their page: nobody else's is told apart by it."""
    return and_(Post.pinned_at.is_not(None), Post.author_id == me)


def facts_of(row: Sequence[object]) -> PostFacts:
    """One row of `facts_query` as facts."""
    values = list(row)
    values[10] = Audience(str(values[10]))
    values[23], values[24] = bool(values[23]), bool(values[24])
    for place in (_PINNED, _BOOKMARKED, _LIMITED):
        values[place] = bool(values[place])
    for place in (_WRITTEN_AT, _ENDS_AT, _EDITED_AT, _DECIDED_AT):
        moment = values[place]
        if isinstance(moment, int):  # as a prepared SELECT reads it
            values[place] = from_millis(moment)
    return PostFacts(*values)  # type: ignore[arg-type]


def a_member(*, keeps_away: bool) -> Viewer:
    """Whoever reads, in a `Prepared` SELECT: its parameter `me`."""
    return Viewer.member(cast(int, bindparam("me", type_=BigInteger)), keeps_away=keeps_away)


def for_members(build: Callable[[Viewer], AnySelect]) -> Mapping[bool, Prepared]:
    """The SELECT that this makes for a member, by `keeps_away`: whoever keeps away from nobody has the shorter one."""
    return {keeps: Prepared(lambda keeps=keeps: build(a_member(keeps_away=keeps))) for keeps in (False, True)}


def me_of(viewer: Viewer) -> int:
    """The parameter for a member. Raises NotFound for anybody else: such a SELECT shows what is for members."""
    if viewer.account_id is None:
        raise NotFound
    return viewer.account_id


_one = Prepared(lambda: facts_query(a_member(keeps_away=True)).where(Post.id == bindparam("post_id", type_=BigInteger)))
_several = for_members(lambda viewer: facts_query(viewer).where(among(Post.id, "ids")))


def one(session: Session, viewer: Viewer, post_id: int) -> PostFacts:
    """One post; raises NotFound also for what this viewer may not read. Every act on a post asks, so it is prepared."""
    if viewer.account_id is None:
        rows = session.execute(facts_query(viewer).where(Post.id == post_id)).all()
    else:
        rows = _one.rows(session, me=viewer.account_id, post_id=post_id)
    if not rows:
        raise NotFound
    return facts_of(rows[0])


def last_language(session: Session, me: int) -> str:
    """Which language the member's newest posts say they are in; empty where none of some says one."""
    newest = select(Post.language).where(Post.author_id == me).order_by(Post.id.desc()).limit(20)
    return next(filter(None, session.scalars(newest)), "")


def one_by_uri(session: Session, viewer: Viewer, uri: str) -> PostFacts:
    """The same by its ActivityPub address."""
    row = session.execute(facts_query(viewer).where(Post.uri == uri)).first()
    if row is None:
        raise NotFound
    return facts_of(row)


def several(session: Session, viewer: Viewer, ids: Sequence[int]) -> dict[int, PostFacts]:
    """Those of the posts that this viewer may read, by id."""
    asked = ids[:200]
    if not asked:
        return {}
    if viewer.account_id is None:
        rows = session.execute(facts_query(viewer).where(Post.id.in_(asked))).all()
    else:
        rows = _several[viewer.keeps_away].rows(session, me=viewer.account_id, ids=asked)
    return {facts.id: facts for facts in map(facts_of, rows)}


def thread(session: Session, viewer: Viewer, thread_id: int, *, opened: int = 0, after: int = 0) -> list[PostFacts]:
    """The readable posts of a conversation, oldest first, without those of whom the viewer does not want to see.

    `opened` is the post whose page it is: whoever opens it wants to see that one. `after`: only those later than it.
    """
    query = facts_query(viewer).where(Post.thread_id == thread_id, Post.id > after)
    if viewer.account_id is not None:
        query = query.where(or_(Post.id == opened, ~unwelcome(viewer.account_id, Post.author_id, Account.ally_id)))
    return [facts_of(row) for row in session.execute(query.order_by(Post.id).limit(LONGEST_THREAD))]


def mentioned_in(session: Session, post_ids: Sequence[int]) -> dict[int, list[int]]:
    """The accounts each post is addressed to."""
    found: dict[int, list[int]] = {post_id: [] for post_id in post_ids}
    rows = session.execute(
        select(Mention.post_id, Mention.account_id).where(Mention.post_id.in_(post_ids)).order_by(Mention.account_id)
    )
    for post_id, account_id in rows:
        found[post_id].append(account_id)
    return found


_named_in = Prepared(
    lambda: select(Mention.account_id).where(Mention.post_id == bindparam("post_id")).order_by(Mention.account_id)
)


def named_in(session: Session, post_id: int) -> list[int]:
    """The accounts that one post is addressed to."""
    return [row[0] for row in _named_in.rows(session, post_id=post_id)]


def reached(session: Session, post_id: int) -> tuple[int, ...]:
    """The allies that were sent or have fetched a post."""
    return tuple(session.scalars(select(Reach.ally_id).where(Reach.post_id == post_id).order_by(Reach.ally_id)))
