"""Putting posts into homes and taking them out: reactions, run in a job, never in the act itself."""

from sqlalchemy import BigInteger, and_, delete, exists, literal, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.accounts.apart import blocked, muted
from app.accounts.models import Account, Follow
from app.posts.audience import FOR_MEMBERS, Audience
from app.posts.models import Boost, Post, PostTag, TagFollow
from app.storage.tables import AnySelect
from app.timelines.inserting import insert_missing
from app.timelines.models import FeedEntry

BACKFILL = 40


def spread_post(session: Session, post_id: int) -> None:
    """Into the homes of the members who follow its author, unless it is for named people only."""
    post = session.get(Post, post_id)
    if post is None or post.audience == Audience.MENTIONED:
        return
    followers = _followers_here(post.author_id, post.id, post.id, None)
    if post.reply_to_account_id not in {None, post.author_id}:
        # An answer interests those who follow both; the person answered gets a notification as well.
        both = aliased(Follow)
        followers = followers.where(
            or_(
                Follow.follower_id == post.reply_to_account_id,
                exists().where(
                    both.follower_id == Follow.follower_id,
                    both.followed_id == post.reply_to_account_id,
                    both.accepted,
                ),
            )
        )
    insert_missing(session, FeedEntry, followers)
    if post.audience in FOR_MEMBERS:
        insert_missing(session, FeedEntry, _followers_of_its_tags(post))


def spread_boost(session: Session, boost_id: int) -> None:
    """Into the homes of the booster's followers here who may read the post, unless the post is there already.

    Whoever does not want to see it is passed over: it would stand in the way of another's boost that they do.
    """
    row = session.execute(
        select(Boost.account_id, Boost.post_id, Post.audience, Post.author_id)
        .join(Post, Post.id == Boost.post_id)
        .where(Boost.id == boost_id)
    ).first()
    if row is None or row.audience not in FOR_MEMBERS:
        return
    there = aliased(FeedEntry)
    already = exists().where(there.owner_id == Follow.follower_id, there.post_id == row.post_id)
    insert_missing(
        session,
        FeedEntry,
        _followers_here(row.account_id, boost_id, row.post_id, row.account_id).where(
            ~already,
            Follow.shows_boosts,
            ~muted(Follow.follower_id, row.account_id),
            ~blocked(Follow.follower_id, row.author_id),
        ),
    )


def take_boost_out(session: Session, booster_id: int, post_id: int) -> None:
    """The boost was taken back."""
    session.execute(delete(FeedEntry).where(FeedEntry.post_id == post_id, FeedEntry.booster_id == booster_id))


def fill_after_follow(session: Session, follower_id: int, followed_id: int) -> None:
    """A follow was accepted: the newest posts of the followed appear at once, in their place in time."""
    newest = (
        select(Post.id)
        .where(
            Post.author_id == followed_id,
            Post.audience != Audience.MENTIONED,
            or_(Post.reply_to_account_id.is_(None), Post.reply_to_account_id == followed_id),
        )
        .order_by(Post.id.desc())
        .limit(BACKFILL)
        .subquery()
    )
    here = (
        select(Account.id, newest.c.id, newest.c.id, literal(None))
        .join(newest, true())
        .where(Account.id == follower_id, Account.host == "")
    )
    insert_missing(session, FeedEntry, here)


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


def take_tag_out(session: Session, owner_id: int, tag_id: int) -> None:
    """A tag is no longer followed: what stood in the home for nothing else leaves it."""
    carried, others = aliased(PostTag), aliased(PostTag)
    still = exists().where(
        others.post_id == FeedEntry.post_id, TagFollow.tag_id == others.tag_id, TagFollow.account_id == owner_id
    )
    known = or_(
        Post.author_id == owner_id,
        exists().where(Follow.follower_id == owner_id, Follow.followed_id == Post.author_id, Follow.accepted),
    )
    session.execute(
        delete(FeedEntry).where(
            FeedEntry.owner_id == owner_id,
            FeedEntry.booster_id.is_(None),
            FeedEntry.post_id.in_(select(carried.post_id).where(carried.tag_id == tag_id)),
            ~still,
            ~exists().where(Post.id == FeedEntry.post_id, known),
        )
    )


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


def _followers_here(author_id: int, entry_id: int, post_id: int, booster_id: int | None) -> AnySelect:
    return (
        select(Follow.follower_id, literal(entry_id), literal(post_id), literal(booster_id))
        .join(Account, Account.id == Follow.follower_id)
        .where(Follow.followed_id == author_id, Follow.accepted, Account.host == "")
    )


def _followers_of_its_tags(post: Post) -> AnySelect:
    """Members who follow a tag of it and are not apart from its author. Whom they mute is left out when they look."""
    return (
        select(TagFollow.account_id, literal(post.id), literal(post.id), literal(None, BigInteger))
        .join(PostTag, PostTag.tag_id == TagFollow.tag_id)
        .where(PostTag.post_id == post.id, ~blocked(TagFollow.account_id, post.author_id))
        .distinct()
    )
