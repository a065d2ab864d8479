"""Who may read a post, in SQL: what `rules.may_read` says, over `posts`. Every SELECT of posts asks it here."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.apart import Somebody, any_block, blocked
from app.accounts.models import Account, Follow
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.posts.audience import FOR_ALLIES, FOR_MEMBERS, Audience
from app.posts.models import Mention, Post
from app.posts.rules import Readers
from app.storage.moments import this_moment

# Made once: to make an alias anew costs as much as the rest of a SELECT, and pages are read by several.
_author, _answered = aliased(Account), aliased(Post)


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


def stands() -> ColumnElement[bool]:
    """Not past its end: nobody reads it then, whether or not the sweep has been."""
    return or_(Post.ends_at.is_(None), Post.ends_at > this_moment())


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
