"""What people decided about somebody reaches lists: what members may not read leaves them, and comes back after.

Left there it would make pages short, for each is cut first and sifted by who may read it after. A reaction.
"""

from typing import Final

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.accounts.events import StandingChanged
from app.accounts.models import Account, Follow
from app.jobs.outbox import announce
from app.posts.actions.listing import list_as_decided
from app.posts.models import Boost, Post
from app.storage.portions import delete_some
from app.timelines import fanning
from app.timelines.models import FeedEntry

A_PORTION: Final = 5_000


def show_as_decided(session: Session, account_id: int) -> None:
    """In homes and in the community's list there is what may be read there, as things stand now."""
    account = session.get(Account, account_id)
    if account is None:
        return
    list_as_decided(session, account)
    if (account.suspended or account.limited) and delete_some(session, FeedEntry, _unreadable(account), most=A_PORTION):
        announce(session, StandingChanged(account_id))
    elif not account.suspended:
        _bring_back(session, account_id)


def _unreadable(account: Account) -> ColumnElement[bool]:
    """Their posts and boosts in the homes of others; of somebody limited their posts, where nobody follows them."""
    theirs = FeedEntry.post_id.in_(select(Post.id).where(Post.author_id == account.id))
    if account.suspended:
        return and_(FeedEntry.owner_id != account.id, or_(theirs, FeedEntry.booster_id == account.id))
    followers = select(Follow.follower_id).where(Follow.followed_id == account.id, Follow.accepted)
    return and_(FeedEntry.owner_id != account.id, theirs, FeedEntry.owner_id.not_in(followers))


def _bring_back(session: Session, account_id: int) -> None:
    """As many of the newest as whoever begins to follow gets, each at its place in time."""
    posts = select(Post.id).where(Post.author_id == account_id, ~Post.held, ~Post.removed)
    boosts = select(Boost.id).join(Post, Post.id == Boost.post_id).where(~Post.held, ~Post.removed)
    of_theirs = or_(Boost.account_id == account_id, Post.author_id == account_id)
    for post_id in session.scalars(posts.order_by(Post.id.desc()).limit(fanning.BACKFILL)).all():
        fanning.spread_post(session, post_id)
    for boost_id in session.scalars(boosts.where(of_theirs).order_by(Boost.id.desc()).limit(fanning.BACKFILL)).all():
        fanning.spread_boost(session, boost_id)
