"""Posts and boosts into homes, for many at once: what `timelines.fanning` does one by one (a test holds them equal)."""

from sqlalchemy import exists, insert, literal, null, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Account, Follow
from app.posts.audience import FOR_MEMBERS, Audience
from app.posts.models import Boost, Post
from app.storage.tables import AnySelect
from app.timelines.models import FeedEntry

_COLUMNS = ["owner_id", "entry_id", "post_id", "booster_id"]


def spread(session: Session, first: int, last: int) -> None:
    """Every post between two ids into the homes where it belongs, then the boosts of these posts."""
    these = Post.id.between(first, last)
    for rows in (_to_authors(), _to_followers(), _boosts()):
        session.execute(insert(FeedEntry).from_select(_COLUMNS, rows.where(these)))


def _to_authors() -> AnySelect:
    return (
        select(Post.author_id, Post.id, Post.id, null())
        .join(Account, Account.id == Post.author_id)
        .where(Account.host == "", Post.audience != Audience.MENTIONED)
    )


def _to_followers() -> AnySelect:
    both = aliased(Follow)
    return (
        select(Follow.follower_id, Post.id, Post.id, null())
        .select_from(Post)
        .join(Follow, Follow.followed_id == Post.author_id)
        .join(Account, Account.id == Follow.follower_id)
        .where(
            Follow.accepted,
            Account.host == "",
            Post.audience != Audience.MENTIONED,
            or_(
                Post.reply_to_account_id.is_(None),
                Post.reply_to_account_id == Post.author_id,
                Post.reply_to_account_id == Follow.follower_id,
                exists(literal(1)).where(
                    both.follower_id == Follow.follower_id,
                    both.followed_id == Post.reply_to_account_id,
                    both.accepted,
                ),
            ),
        )
    )


def _boosts() -> AnySelect:
    there = aliased(FeedEntry)
    return (
        select(Follow.follower_id, Boost.id, Boost.post_id, Boost.account_id)
        .select_from(Boost)
        .join(Post, Post.id == Boost.post_id)
        .join(Follow, Follow.followed_id == Boost.account_id)
        .join(Account, Account.id == Follow.follower_id)
        .where(
            Follow.accepted,
            Account.host == "",
            Post.audience.in_(FOR_MEMBERS),
            ~exists(literal(1)).where(there.owner_id == Follow.follower_id, there.post_id == Boost.post_id),
        )
    )
