"""Telling those who listen what homes and lists hold now, and whom it concerns. Reactions, after homes were filled.

To be concerned is no permission: whoever is told reads through the timelines, as themselves.
"""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.apart import blocked
from app.accounts.models import Account, Follow
from app.live import is_heard, tell
from app.live.news import EntryCame, News, PostChanged, PostsGone
from app.posts.audience import FOR_MEMBERS, Audience
from app.posts.models import Boost, Mention, Post, PostTag
from app.storage.tables import AnySelect
from app.timelines.models import FeedEntry

FEW = 500
"""So many accounts are named in a SELECT; among more of them its answer is sought instead."""


def tell_of_post(session: Session, post_id: int) -> None:
    """It stands in homes now."""
    post = session.get(Post, post_id) if is_heard(session) else None
    if post is not None:
        is_message = post.audience == Audience.MENTIONED
        tell(session, EntryCame(post.id, post.id, _for_members(post), is_message, _is_tagged(session, post)))


def tell_of_boost(session: Session, boost_id: int) -> None:
    """It stands in homes now, where the post was not already."""
    boost = session.get(Boost, boost_id) if is_heard(session) else None
    if boost is not None:
        tell(session, EntryCame(boost.id, boost.post_id))


def tell_of_edit(session: Session, post_id: int) -> None:
    """It says something else; a message's words are nobody's news."""
    post = session.get(Post, post_id) if is_heard(session) else None
    if post is not None and post.audience != Audience.MENTIONED:
        tell(session, PostChanged(post.id, _for_members(post), _is_tagged(session, post)))


def concerned(session: Session, what: News, accounts: Collection[int]) -> set[int]:
    """Those of these accounts in whose home it stands, whom it names, or who may have read what is gone."""
    match what:
        case EntryCame(for_named=True):
            found = _named(session, what.post_id)
        case EntryCame():
            here = FeedEntry.post_id == what.post_id, FeedEntry.entry_id == what.entry_id
            found = _among(session, select(FeedEntry.owner_id).where(*here), FeedEntry.owner_id, accounts)
        case PostChanged():
            query = select(FeedEntry.owner_id).where(FeedEntry.post_id == what.post_id)
            found = _among(session, query, FeedEntry.owner_id, accounts)
        case PostsGone():
            found = _may_have_read(session, what, accounts)
        case _:
            found = set[int]()
    return found & set(accounts)


def _for_members(post: Post) -> bool:
    return post.audience in FOR_MEMBERS


def _is_tagged(session: Session, post: Post) -> bool:
    return session.scalar(select(PostTag.tag_id).where(PostTag.post_id == post.id).limit(1)) is not None


def _named(session: Session, post_id: int) -> set[int]:
    named = select(Mention.account_id).where(Mention.post_id == post_id, ~Mention.requested)
    return {*session.scalars(named), *session.scalars(select(Post.author_id).where(Post.id == post_id))}


def _may_have_read(session: Session, what: PostsGone, accounts: Collection[int]) -> set[int]:
    """By what is known when it is gone: whom a message named is not. Whoever was sent it hears of it anyway."""
    if what.audience in FOR_MEMBERS:
        apart = select(Account.id).where(blocked(Account.id, what.author_id))
        return set(accounts) - _among(session, apart, Account.id, accounts)
    if what.audience == Audience.MENTIONED:
        return {what.author_id}
    follows = select(Follow.follower_id).where(Follow.followed_id == what.author_id, Follow.accepted)
    return {what.author_id, *_among(session, follows, Follow.follower_id, accounts)}


def _among(session: Session, query: AnySelect, column: object, accounts: Collection[int]) -> set[int]:
    if len(accounts) <= FEW:
        query = query.where(column.in_(accounts))  # type: ignore[attr-defined]
    return set(session.scalars(query))
