"""Reading posts: every SELECT takes the viewer and shows only what they may read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, exists, false, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.apart import Somebody, any_block, blocked, unwelcome
from app.accounts.models import Account, Follow
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.posts.audience import FOR_ALLIES, FOR_MEMBERS, Audience, as_limited
from app.posts.models import Bookmark, Boost, Favourite, Mention, Post, Reach
from app.posts.rules import Readers
from app.storage import Prepared, among
from app.storage.moments import this_moment
from app.storage.tables import AnySelect, from_millis

LONGEST_THREAD = 500
# Their places among the columns of `facts_query`.
_WRITTEN_AT, _ENDS_AT, _EDITED_AT, _PINNED, _BOOKMARKED, _DECIDED_AT, _LIMITED = 21, 26, 27, 28, 29, 30, 31

# Made once: to make an alias anew costs as much as the rest of a SELECT, and pages are read by several.
_author, _answered = aliased(Account), aliased(Post)
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


def readable(
    viewer: Viewer, *, author: type[Account] | None = None, requested: bool = False, over: type[Post] = Post
) -> ColumnElement[bool]:
    """`rules.may_read` in SQL, over `posts`. `author`: theirs, where the SELECT has joined them anyway.

    `requested`: of messages those that the viewer has not taken yet (`app.posts.requests`), in place of the others.
    `over`: another post than the one that the SELECT is about.
    """
    is_there = ~or_(_author_is_away(over) if author is None else author.is_away, over.held, over.removed)
    if viewer.account_id is not None:
        is_there = or_(is_there, over.author_id == viewer.account_id)
    return and_(is_there, ~_is_apart(viewer, over), _addressed_to(viewer, requested, over, author))


def for_every_member() -> ColumnElement[bool]:
    """Over `posts`: everybody who lives here may read it, whoever they are (but for those apart from its author)."""
    is_for_all = or_(*(Post.audience == audience.value for audience in FOR_MEMBERS))
    return and_(is_for_all, ~or_(_author_is_away(), _author_is_limited(), Post.held, Post.removed))


def answers_nothing_unreadable(viewer: Viewer) -> ColumnElement[bool]:
    """Over `posts`: whatever it answers the viewer may read too, or it is not here; and nobody apart wrote that."""
    is_readable = readable(viewer, over=_answered)
    there = exists().where(_answered.id == Post.reply_to_id, is_readable).correlate_except(_answered)
    return and_(~_apart_from(viewer, Post.reply_to_account_id), or_(Post.reply_to_id.is_(None), there))


def _addressed_to(
    viewer: Viewer, requested: bool, over: type[Post], author: type[Account] | None
) -> ColumnElement[bool]:
    limited = _author_is_limited(over) if author is None else author.limited
    if viewer.account_id is not None:
        return or_(
            and_(or_(*(over.audience == audience.value for audience in FOR_MEMBERS)), ~limited),
            over.author_id == viewer.account_id,
            and_(over.audience != Audience.MENTIONED, _follows(viewer.account_id, over)),
            _named(viewer.account_id, requested=requested, over=over),
        )
    if viewer.ally_id is not None:
        return and_(
            over.is_ours,
            over.audience != Audience.COMMUNITY,
            or_(over.bound_ally_id.is_(None), over.bound_ally_id == viewer.ally_id),
            or_(
                and_(over.audience.in_(FOR_ALLIES), ~limited),
                and_(over.audience != Audience.MENTIONED, _somebody_there_follows(viewer.ally_id, over)),
                _somebody_there_is_named(viewer.ally_id, over),
            ),
        )
    return false()


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


def stands() -> ColumnElement[bool]:
    """Not past its end: nobody reads it then, whether or not the sweep has been."""
    return or_(Post.ends_at.is_(None), Post.ends_at > this_moment())


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


def readers(session: Session, viewer: Viewer, post_id: int) -> Readers:
    """What `rules.may_read` needs to know of a post for this viewer; raises NotFound."""
    post = session.get(Post, post_id)
    if post is None:
        raise NotFound
    if viewer.account_id is not None:
        followed, mentioned = _follows(viewer.account_id), _named(viewer.account_id, requested=False)
    else:
        followed = _somebody_there_follows(viewer.ally_id or 0)
        mentioned = _somebody_there_is_named(viewer.ally_id or 0)
    asked = select(followed, mentioned, _author_is_away(), _is_apart(viewer), _author_is_limited())
    row = session.execute(asked.select_from(Post).where(Post.id == post_id)).one()
    return Readers(
        post.author_id, post.is_ours, Audience(post.audience), post.bound_ally_id, bool(row[0]), bool(row[1]),
        bool(row[2]), bool(row[3]), bool(row[4]), restricted=post.held or post.removed,
    )  # fmt: skip


def reached(session: Session, post_id: int) -> tuple[int, ...]:
    """The allies that were sent or have fetched a post."""
    return tuple(session.scalars(select(Reach.ally_id).where(Reach.post_id == post_id).order_by(Reach.ally_id)))


def _author_is_away(over: type[Post] = Post) -> ColumnElement[bool]:
    """A look-up by key for each post: PostgreSQL would make a list of all who are away out of an EXISTS."""
    return select(_author.is_away).where(_author.id == over.author_id).correlate(over).scalar_subquery()


def _author_is_limited(over: type[Post] = Post) -> ColumnElement[bool]:
    """The same for whoever is read by their followers alone."""
    return select(_author.limited).where(_author.id == over.author_id).correlate(over).scalar_subquery()


def _is_apart(viewer: Viewer, over: type[Post] = Post) -> ColumnElement[bool]:
    """Whether the reader and the author have blocked each other, or one the other."""
    return _apart_from(viewer, over.author_id)


def _apart_from(viewer: Viewer, somebody: Somebody) -> ColumnElement[bool]:
    reader_id = viewer.asks_for if viewer.account_id is None else viewer.account_id
    if reader_id is None or not viewer.keeps_away:
        return false()
    return and_(any_block(reader_id), blocked(reader_id, somebody))


def _follows(account_id: int, over: type[Post] = Post) -> ColumnElement[bool]:
    return exists().where(Follow.follower_id == account_id, Follow.followed_id == over.author_id, Follow.accepted)


def _somebody_there_follows(ally_id: int, over: type[Post] = Post) -> ColumnElement[bool]:
    follower = aliased(Account)
    return exists().where(
        Follow.followed_id == over.author_id,
        Follow.accepted,
        Follow.follower_id == follower.id,
        follower.ally_id == ally_id,
        ~follower.is_away,
        ~blocked(follower.id, over.author_id),
    )


def _somebody_there_is_named(ally_id: int, over: type[Post] = Post) -> ColumnElement[bool]:
    named = aliased(Account)
    return exists().where(
        Mention.post_id == over.id,
        Mention.account_id == named.id,
        named.ally_id == ally_id,
        ~named.is_away,
        ~blocked(named.id, over.author_id),
    )


def _named(account_id: int, *, requested: bool, over: type[Post] = Post) -> ColumnElement[bool]:
    """Named in it; a message of somebody they do not know only once they took it."""
    return exists().where(
        Mention.post_id == over.id, Mention.account_id == account_id, Mention.requested.is_(requested)
    )
