"""Putting posts into homes and taking them out: reactions, run in a job, never in the act itself."""

from sqlalchemy import BigInteger, BindParameter, and_, bindparam, delete, exists, literal, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.accounts.apart import blocked, muted
from app.accounts.models import Account, Follow
from app.posts.audience import FOR_MEMBERS, Audience
from app.posts.models import Boost, Post
from app.storage.tables import AnySelect
from app.timelines import by_tag
from app.timelines.inserting import Spreading
from app.timelines.models import FeedEntry

BACKFILL = 40


def _number(name: str) -> BindParameter[int]:
    return bindparam(name, type_=BigInteger)


def _followers_here() -> AnySelect:
    """Members who follow `whose`, each with the entry that their home gets."""
    return (
        select(Follow.follower_id, _number("entry_id"), _number("post_id"), _number("booster_id"))
        .join(Account, Account.id == Follow.follower_id)
        .where(Follow.followed_id == bindparam("whose"), Follow.accepted, Account.host == "")
    )


def _followers_of_both() -> AnySelect:
    """Of the followers of `whose` those who follow `answered` as well, or are that person."""
    both = aliased(Follow)
    follows = exists().where(
        both.follower_id == Follow.follower_id, both.followed_id == bindparam("answered"), both.accepted
    )
    return _followers_here().where(or_(Follow.follower_id == bindparam("answered"), follows))


def _followers_of_a_booster() -> AnySelect:
    """Whoever does not want to see it is passed over: it would stand in the way of another's boost that they do."""
    there = aliased(FeedEntry)
    already = exists().where(there.owner_id == Follow.follower_id, there.post_id == bindparam("post_id"))
    return _followers_here().where(
        ~already,
        Follow.shows_boosts,
        ~muted(Follow.follower_id, bindparam("booster_id")),
        ~blocked(Follow.follower_id, bindparam("author_id")),
    )


_TO_FOLLOWERS = Spreading(_followers_here())
_TO_FOLLOWERS_OF_BOTH = Spreading(_followers_of_both())
_TO_FOLLOWERS_OF_BOOSTER = Spreading(_followers_of_a_booster())


def spread_post(session: Session, post_id: int) -> None:
    """Into the homes of the members who follow its author, unless it is for named people only.

    An answer interests those who follow both; the person answered gets a notification as well.
    """
    post = session.get(Post, post_id)
    if post is None or post.audience == Audience.MENTIONED:
        return
    entry = {"whose": post.author_id, "entry_id": post.id, "post_id": post.id, "booster_id": None}
    if post.reply_to_account_id in {None, post.author_id}:
        _TO_FOLLOWERS.run(session, **entry)
    else:
        _TO_FOLLOWERS_OF_BOTH.run(session, **entry, answered=post.reply_to_account_id)
    by_tag.spread_post(session, post)


def spread_boost(session: Session, boost_id: int) -> None:
    """Into the homes of the booster's followers here who may read the post, unless the post is there already."""
    row = session.execute(
        select(Boost.account_id, Boost.post_id, Post.audience, Post.author_id)
        .join(Post, Post.id == Boost.post_id)
        .where(Boost.id == boost_id)
    ).first()
    if row is None or row.audience not in FOR_MEMBERS:
        return
    _TO_FOLLOWERS_OF_BOOSTER.run(
        session,
        whose=row.account_id,
        entry_id=boost_id,
        post_id=row.post_id,
        booster_id=row.account_id,
        author_id=row.author_id,
    )


def take_boost_out(session: Session, booster_id: int, post_id: int) -> None:
    """The boost was taken back."""
    session.execute(delete(FeedEntry).where(FeedEntry.post_id == post_id, FeedEntry.booster_id == booster_id))


def _newest_of_the_followed() -> AnySelect:
    newest = (
        select(Post.id)
        .where(
            Post.author_id == bindparam("followed"),
            Post.audience != Audience.MENTIONED,
            or_(Post.reply_to_account_id.is_(None), Post.reply_to_account_id == bindparam("followed")),
        )
        .order_by(Post.id.desc())
        .limit(BACKFILL)
        .subquery()
    )
    return (
        select(Account.id, newest.c.id, newest.c.id, literal(None))
        .join(newest, true())
        .where(Account.id == bindparam("follower"), Account.host == "")
    )


_NEWEST_OF_THE_FOLLOWED = Spreading(_newest_of_the_followed())


def fill_after_follow(session: Session, follower_id: int, followed_id: int) -> None:
    """A follow was accepted: the newest posts of the followed appear at once, in their place in time."""
    _NEWEST_OF_THE_FOLLOWED.run(session, follower=follower_id, followed=followed_id)


def empty_after_unfollow(session: Session, follower_id: int, followed_id: int) -> None:
    """Their posts and boosts leave the home of whoever no longer follows."""
    theirs = select(Post.id).where(Post.author_id == followed_id)
    session.execute(
        delete(FeedEntry).where(
            FeedEntry.owner_id == follower_id,
            or_(
                FeedEntry.booster_id == followed_id,
                and_(FeedEntry.booster_id.is_(None), FeedEntry.post_id.in_(theirs)),
            ),
        )
    )


def take_boosts_out(session: Session, owner_id: int, booster_id: int) -> None:
    """Somebody's boosts leave one home: they were hidden, or who boosted was muted."""
    session.execute(delete(FeedEntry).where(FeedEntry.owner_id == owner_id, FeedEntry.booster_id == booster_id))


def part(session: Session, one_id: int, other_id: int) -> None:
    """A block: whatever either wrote or boosted leaves the home of the other."""
    for owner_id, gone_id in ((one_id, other_id), (other_id, one_id)):
        theirs = select(Post.id).where(Post.author_id == gone_id)
        session.execute(
            delete(FeedEntry).where(
                FeedEntry.owner_id == owner_id,
                or_(FeedEntry.booster_id == gone_id, FeedEntry.post_id.in_(theirs)),
            )
        )


def take_house_out(session: Session, owner_id: int, ally_id: int) -> None:
    """A member wants nothing of an ally's people: it leaves their home, whoever boosted it."""
    written = select(Post.id).where(Post.foreign_ally_id == ally_id)
    people = select(Account.id).where(Account.ally_id == ally_id)
    session.execute(
        delete(FeedEntry).where(
            FeedEntry.owner_id == owner_id,
            or_(FeedEntry.post_id.in_(written), FeedEntry.booster_id.in_(people)),
        )
    )
