"""Reading posts: every SELECT takes the viewer and shows only what they may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, exists, false, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.apart import any_block, blocked, unwelcome
from app.accounts.models import Account, Follow
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.posts.audience import FOR_ALLIES, FOR_MEMBERS, Audience
from app.posts.models import Bookmark, Boost, Favourite, Mention, Picture, Post, Reach
from app.posts.rules import Readers
from app.storage import Prepared
from app.storage.moments import this_moment
from app.storage.tables import AnySelect, from_millis

LONGEST_THREAD = 500
# Their places among the columns of `facts_query`.
_WRITTEN_AT, _ENDS_AT, _EDITED_AT, _PINNED, _BOOKMARKED = 21, 26, 27, 28, 29


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post for pages and the wire, with its author's names and the viewer's own marks.

    `sealed`: a message that is still to be opened (`opening.opened`), its words are empty until then. `descriptions`:
    those of a message's pictures, which are sealed with it. `message_key`: what opened it.
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
    descriptions: Mapping[int, str] = field(default_factory=dict[int, str])
    message_key: bytes = field(default=b"", repr=False)

    @property
    def author_handle(self) -> str:
        return f"{self.author_name}@{self.author_host}" if self.author_host else self.author_name


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """A cleaned picture, or (not `ready`) one of an ally's that is not here yet."""

    id: int
    owner_id: int
    post_id: int | None
    position: int
    description: str
    blob: str
    mime: str
    width: int
    height: int
    small_width: int
    small_height: int
    blurhash: str
    source_uri: str
    ready: bool


def readable(
    viewer: Viewer, *, away: ColumnElement[bool] | None = None, requested: bool = False
) -> ColumnElement[bool]:
    """`rules.may_read` in SQL, over `posts`. `away`: the author's column, where the SELECT has joined them anyway.

    `requested`: of messages those that the viewer has not taken yet (`app.posts.requests`), in place of the others.
    """
    is_there = ~(_author_is_away() if away is None else away)
    if viewer.account_id is not None:
        is_there = or_(is_there, Post.author_id == viewer.account_id)
    return and_(is_there, ~_is_apart(viewer), _addressed_to(viewer, requested))


def _addressed_to(viewer: Viewer, requested: bool) -> ColumnElement[bool]:
    if viewer.account_id is not None:
        return or_(
            *(Post.audience == audience.value for audience in FOR_MEMBERS),
            Post.author_id == viewer.account_id,
            and_(Post.audience == Audience.FOLLOWERS, _follows(viewer.account_id)),
            _named(viewer.account_id, requested=requested),
        )
    if viewer.ally_id is not None:
        return and_(
            Post.is_ours,
            Post.audience != Audience.COMMUNITY,
            or_(Post.bound_ally_id.is_(None), Post.bound_ally_id == viewer.ally_id),
            or_(
                Post.audience.in_(FOR_ALLIES),
                and_(Post.audience == Audience.FOLLOWERS, _somebody_there_follows(viewer.ally_id)),
                _somebody_there_is_named(viewer.ally_id),
            ),
        )
    return false()


def facts_query(viewer: Viewer, *, requested: bool = False) -> AnySelect:
    """The SELECT behind every list of posts: facts and the viewer's marks, only what they may read."""
    mine = 0 if viewer.account_id is None else viewer.account_id
    favoured, boosted, bookmarked = aliased(Favourite), aliased(Boost), aliased(Bookmark)
    return (
        select(
            Post.id, Post.uri, Post.author_id, Account.name, Account.host, Account.display_name, Account.uri,
            Account.card, Account.ally_id, Post.is_ours, Post.audience, Post.bound_ally_id, Post.source, Post.content,
            Post.warning, Post.language, Post.reply_to_id, Post.reply_to_account_id, Post.reply_to_uri,
            Post.thread_id, Post.pictures, Post.written_at, Post.body,
            favoured.post_id.is_not(None), boosted.post_id.is_not(None), Post.sealed,
            Post.ends_at, Post.edited_at, pinned_by(mine),
            bookmarked.post_id.is_not(None),
        )
        .join(Account, Account.id == Post.author_id)
        .outerjoin(favoured, and_(favoured.post_id == Post.id, favoured.account_id == mine))
        .outerjoin(boosted, and_(boosted.post_id == Post.id, boosted.account_id == mine))
        .outerjoin(bookmarked, and_(bookmarked.post_id == Post.id, bookmarked.account_id == mine))
        .where(readable(viewer, away=Account.paused.is_(True), requested=requested), stands())
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
    values[_PINNED], values[_BOOKMARKED] = bool(values[_PINNED]), bool(values[_BOOKMARKED])
    for place in (_ENDS_AT, _EDITED_AT):
        moment = values[place]
        if isinstance(moment, int):  # as a prepared SELECT reads it
            values[place] = from_millis(moment)
    return PostFacts(*values)  # type: ignore[arg-type]


_one_for_member = Prepared(
    lambda: facts_query(Viewer.member(cast(int, bindparam("me", type_=BigInteger)))).where(
        Post.id == bindparam("post_id", type_=BigInteger)
    )
)


def one(session: Session, viewer: Viewer, post_id: int) -> PostFacts:
    """One post; raises NotFound also for what this viewer may not read. Every act on a post asks, so it is prepared."""
    if viewer.account_id is None:
        row = session.execute(facts_query(viewer).where(Post.id == post_id)).first()
        if row is None:
            raise NotFound
        return facts_of(row)
    rows = _one_for_member.rows(session, me=viewer.account_id, post_id=post_id)
    if not rows:
        raise NotFound
    return facts_of([*rows[0][:_WRITTEN_AT], from_millis(rows[0][_WRITTEN_AT]), *rows[0][_WRITTEN_AT + 1 :]])


def one_by_uri(session: Session, viewer: Viewer, uri: str) -> PostFacts:
    """The same by its ActivityPub address."""
    row = session.execute(facts_query(viewer).where(Post.uri == uri)).first()
    if row is None:
        raise NotFound
    return facts_of(row)


def several(session: Session, viewer: Viewer, ids: Sequence[int]) -> dict[int, PostFacts]:
    """Those of the posts that this viewer may read, by id."""
    rows = session.execute(facts_query(viewer).where(Post.id.in_(ids[:200])))
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


def pictures_of(session: Session, post_ids: Sequence[int]) -> dict[int, list[PictureFacts]]:
    """The pictures of posts that were read with a viewer before, in order."""
    found: dict[int, list[PictureFacts]] = {post_id: [] for post_id in post_ids}
    query = _pictures().where(Picture.post_id.in_(post_ids)).order_by(Picture.post_id, Picture.position)
    for row in session.execute(query):
        facts = PictureFacts(*row)
        found[facts.post_id or 0].append(facts)
    return found


def picture(session: Session, viewer: Viewer, picture_id: int) -> PictureFacts:
    """A picture its viewer may see: in a post they may read, or their own not yet posted. Raises NotFound (P27)."""
    row = session.execute(_pictures().where(Picture.id == picture_id, Picture.ready)).first()
    if row is None:
        raise NotFound
    facts = PictureFacts(*row)
    if facts.post_id is None:
        if viewer.account_id != facts.owner_id:
            raise NotFound
        return facts
    shown = or_(readable(viewer), readable(viewer, requested=True))
    if session.scalar(select(Post.id).where(Post.id == facts.post_id, shown, stands())) is None:
        raise NotFound
    return facts


def awaited_picture(session: Session, picture_id: int) -> PictureFacts | None:
    """An ally's picture that is still to be fetched; None when it is here or its post is gone."""
    row = session.execute(_pictures().where(Picture.id == picture_id, ~Picture.ready)).first()
    return None if row is None else PictureFacts(*row)


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
    asked = select(followed, mentioned, _author_is_away(), _is_apart(viewer))
    row = session.execute(asked.select_from(Post).where(Post.id == post_id)).one()
    return Readers(
        post.author_id, post.is_ours, Audience(post.audience), post.bound_ally_id, bool(row[0]), bool(row[1]),
        bool(row[2]), bool(row[3]),
    )  # fmt: skip


def reached(session: Session, post_id: int) -> tuple[int, ...]:
    """The allies that were sent or have fetched a post."""
    return tuple(session.scalars(select(Reach.ally_id).where(Reach.post_id == post_id).order_by(Reach.ally_id)))


def boost_by_id(session: Session, boost_id: int) -> tuple[int, int, str, datetime] | None:
    """(account, post, address, moment) of a boost."""
    row = session.execute(
        select(Boost.account_id, Boost.post_id, Boost.uri, Boost.boosted_at).where(Boost.id == boost_id)
    ).first()
    return None if row is None else (row[0], row[1], row[2], row[3])


def boost_by_uri(session: Session, uri: str) -> tuple[int, int] | None:
    """(account, post) of the boost at this address."""
    row = session.execute(select(Boost.account_id, Boost.post_id).where(Boost.uri == uri)).first()
    return None if row is None else (row[0], row[1])


def boost_of(session: Session, account_id: int, post_id: int) -> int | None:
    """The id of an account's boost of a post."""
    return session.scalar(select(Boost.id).where(Boost.account_id == account_id, Boost.post_id == post_id))


def favourite_uri(session: Session, account_id: int, post_id: int) -> str | None:
    """The Like's address; None when there is no such favourite."""
    return session.scalar(select(Favourite.uri).where(Favourite.account_id == account_id, Favourite.post_id == post_id))


def favourite_by_uri(session: Session, uri: str) -> tuple[int, int] | None:
    """(account, post) of the Like at this address."""
    row = session.execute(
        select(Favourite.account_id, Favourite.post_id).where(Favourite.uri == uri, Favourite.uri != "")
    ).first()
    return None if row is None else (row[0], row[1])


def _pictures() -> AnySelect:
    return select(
        Picture.id, Picture.owner_id, Picture.post_id, Picture.position, Picture.description, Picture.blob,
        Picture.mime, Picture.width, Picture.height, Picture.small_width, Picture.small_height, Picture.blurhash,
        Picture.source_uri, Picture.ready,
    )  # fmt: skip


def _author_is_away() -> ColumnElement[bool]:
    """A look-up by key for each post: PostgreSQL would make a list of all who are away out of an EXISTS."""
    author = aliased(Account)
    return select(author.paused).where(author.id == Post.author_id).correlate(Post).scalar_subquery()


def _is_apart(viewer: Viewer) -> ColumnElement[bool]:
    """Whether the reader and the author have blocked each other, or one the other."""
    reader_id = viewer.asks_for if viewer.account_id is None else viewer.account_id
    if reader_id is None or not viewer.keeps_away:
        return false()
    return and_(any_block(reader_id), blocked(reader_id, Post.author_id))


def _follows(account_id: int) -> ColumnElement[bool]:
    return exists().where(Follow.follower_id == account_id, Follow.followed_id == Post.author_id, Follow.accepted)


def _somebody_there_follows(ally_id: int) -> ColumnElement[bool]:
    follower = aliased(Account)
    return exists().where(
        Follow.followed_id == Post.author_id,
        Follow.accepted,
        Follow.follower_id == follower.id,
        follower.ally_id == ally_id,
        ~blocked(follower.id, Post.author_id),
    )


def _somebody_there_is_named(ally_id: int) -> ColumnElement[bool]:
    named = aliased(Account)
    return exists().where(
        Mention.post_id == Post.id,
        Mention.account_id == named.id,
        named.ally_id == ally_id,
        ~blocked(named.id, Post.author_id),
    )


def _named(account_id: int, *, requested: bool) -> ColumnElement[bool]:
    """Named in it; a message of somebody they do not know only once they took it."""
    return _mentions(and_(Mention.account_id == account_id, Mention.requested.is_(requested)))


def _mentions(who: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Mention.post_id == Post.id, who)
