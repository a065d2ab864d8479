"""Posts in the homes of those who follow a tag of theirs: they come with the tag, and leave with it.

Reactions, run in a job. What was there before somebody followed a tag stays where it is; a tag that an edit adds
brings the post at its place in time, for nobody who could not read it before (P23).
"""

from collections.abc import Sequence

from sqlalchemy import BigInteger, BindParameter, ColumnElement, bindparam, delete, exists, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.accounts.apart import blocked
from app.accounts.models import Account, Follow
from app.posts.audience import FOR_MEMBERS
from app.posts.models import Post, PostTag, TagFollow
from app.storage.tables import AnySelect
from app.timelines.inserting import Spreading
from app.timelines.models import FeedEntry


def _followers_of_its_tags() -> AnySelect:
    """Members who follow a tag of it and are not apart from its author. Whom they mute is left out when they look."""
    return (
        select(TagFollow.account_id, PostTag.post_id, PostTag.post_id, literal(None, BigInteger))
        .join(PostTag, PostTag.tag_id == TagFollow.tag_id)
        .where(
            PostTag.post_id == bindparam("post_id"),
            ~blocked(TagFollow.account_id, bindparam("author_id")),
            ~_is_limited(bindparam("author_id")),
        )
        .distinct()
    )


def _is_limited(author_id: BindParameter[int]) -> ColumnElement[bool]:
    """Whoever is limited is read by their followers alone, whatever their tags."""
    return exists().where(Account.id == author_id, Account.limited)


def _followers_of_one() -> AnySelect:
    """Of the followers of one of its tags those in whose home it does not stand yet, through a boost perhaps."""
    there = aliased(FeedEntry)
    already = exists().where(there.owner_id == TagFollow.account_id, there.post_id == PostTag.post_id)
    return _followers_of_its_tags().where(PostTag.tag_id == bindparam("tag_id", type_=BigInteger), ~already)


_TO_FOLLOWERS_OF_TAGS = Spreading(_followers_of_its_tags())
_TO_FOLLOWERS_OF_ONE = Spreading(_followers_of_one())


def spread_post(session: Session, post: Post) -> None:
    """Of a post that was just written, where members may read it."""
    if post.audience in FOR_MEMBERS and not _answers_what_is_for_some(session, post):
        _TO_FOLLOWERS_OF_TAGS.run(session, post_id=post.id, author_id=post.author_id)


def spread_edit(session: Session, post_id: int, added: Sequence[int], removed: Sequence[int]) -> None:
    """The tags that an edit added bring the post, those it took out take it along, unless it stands for more."""
    post = session.get(Post, post_id) if added or removed else None
    if post is None:
        return
    if post.audience in FOR_MEMBERS and not _answers_what_is_for_some(session, post):
        for tag_id in added:
            _TO_FOLLOWERS_OF_ONE.run(session, post_id=post.id, author_id=post.author_id, tag_id=tag_id)
    if removed:
        theirs = select(TagFollow.account_id).where(TagFollow.tag_id.in_(removed))
        _take_out(session, FeedEntry.post_id == post.id, FeedEntry.owner_id.in_(theirs))


def _answers_what_is_for_some(session: Session, post: Post) -> bool:
    """In the homes of others an ally's answer to it would tell who is let in there (P4)."""
    answered = session.get(Post, post.reply_to_id) if post.reply_to_id is not None else None
    return answered is not None and answered.audience not in FOR_MEMBERS


def take_tag_out(session: Session, owner_id: int, tag_id: int) -> None:
    """A tag is no longer followed: what stood in the home for nothing else leaves it."""
    carried = select(PostTag.post_id).where(PostTag.tag_id == tag_id)
    _take_out(session, FeedEntry.owner_id == owner_id, FeedEntry.post_id.in_(carried))


def _take_out(session: Session, *which: ColumnElement[bool]) -> None:
    """Of those entries the ones for which there is neither another tag, nor that their author is followed."""
    other, post = aliased(PostTag), aliased(Post)
    still = exists().where(
        other.post_id == FeedEntry.post_id,
        TagFollow.tag_id == other.tag_id,
        TagFollow.account_id == FeedEntry.owner_id,
    )
    known = exists().where(
        post.id == FeedEntry.post_id,
        or_(post.author_id == FeedEntry.owner_id, _follows(FeedEntry.owner_id, post.author_id)),
    )
    session.execute(delete(FeedEntry).where(*which, FeedEntry.booster_id.is_(None), ~still, ~known))


def _follows(one: InstrumentedAttribute[int], other: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """However deep it stands, only the follow is its own: whose it is, is the entry's around it."""
    follow = aliased(Follow)
    found = exists().where(follow.follower_id == one, follow.followed_id == other, follow.accepted)
    return found.correlate_except(follow)
