"""What a member does not see in lists, as forms for SELECTs: of whom they keep away, and boosts they hid.

This is their own hiding, beside permission (`app.posts.readable`). It is asked before a page is cut, so that
a page is full whatever was left out. For members who keep away from nobody there is nothing to ask
(`Viewer.keeps_away`), and for others one look before those for each row.
"""

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlalchemy.orm import aliased

from app.accounts.apart import Somebody, any_block, blocked, house_blocked, keeps_away, muted, unwelcome
from app.accounts.models import Account, Follow
from app.accounts.viewer import Viewer
from app.posts.models import Post
from app.posts.readable import answers_nothing_unreadable
from app.timelines.models import FeedEntry, Listed, PeopleList


def unwanted(viewer: Viewer) -> ColumnElement[bool]:
    """Over `posts`: by somebody whom the member mutes, or of a house they want nothing of."""
    if not viewer.keeps_away:
        return false()
    return unwelcome(viewer.account_id, Post.author_id, Post.foreign_ally_id)


def tells_of_nobody(viewer: Viewer) -> ColumnElement[bool]:
    """Over `posts`: the member's own, or none that answers what they may not read.

    An ally's person may answer aloud what is for few here: in a list it would tell who is let in there (P4).
    """
    return or_(Post.author_id == viewer.account_id, answers_nothing_unreadable(viewer))


def kept_from(viewer: Viewer) -> ColumnElement[bool]:
    """Over `posts`: unwanted, or apart by a block."""
    if not viewer.keeps_away:
        return false()
    return or_(unwanted(viewer), and_(any_block(viewer.account_id), blocked(viewer.account_id, Post.author_id)))


def kept_from_home(viewer: Viewer) -> ColumnElement[bool]:
    """Over `feed_entries`: of or through somebody from whom the member keeps away, or a boost they hid."""
    me = viewer.account_id
    if not viewer.keeps_away:
        return _hid_the_boost(me)
    post, booster = aliased(Post), aliased(Account)
    written = exists().where(post.id == FeedEntry.post_id, _keeps_away(me, post.author_id, post.foreign_ally_id))
    boosted = exists().where(booster.id == FeedEntry.booster_id, _keeps_away(me, booster.id, booster.ally_id))
    return or_(and_(keeps_away(me), or_(written, boosted)), _hid_the_boost(me))


def stands_in_a_list_alone(viewer: Viewer) -> ColumnElement[bool]:
    """Over `feed_entries`: of or through somebody in a list of the member's that leaves home.

    Whether there is any such list is asked once a SELECT, so that most members pay nothing.
    """
    me, post, through = viewer.account_id, aliased(Post), aliased(Listed)
    mine, also_mine, any_of_mine = aliased(PeopleList), aliased(PeopleList), aliased(PeopleList)
    written = exists().where(
        post.id == FeedEntry.post_id,
        Listed.account_id == post.author_id,
        mine.id == Listed.list_id,
        mine.owner_id == me,
        mine.leaves_home,
    )
    boosted = exists().where(
        through.account_id == FeedEntry.booster_id,
        also_mine.id == through.list_id,
        also_mine.owner_id == me,
        also_mine.leaves_home,
    )
    return and_(
        exists().where(any_of_mine.owner_id == me, any_of_mine.leaves_home),
        or_(and_(FeedEntry.booster_id.is_(None), written), boosted),
    )


def _keeps_away(me: Somebody, other: Somebody, ally_id: Somebody) -> ColumnElement[bool]:
    return or_(blocked(me, other), muted(me, other), house_blocked(me, ally_id))


def _hid_the_boost(me: Somebody) -> ColumnElement[bool]:
    hid = exists().where(
        Follow.follower_id == me, Follow.followed_id == FeedEntry.booster_id, Follow.shows_boosts.is_(False)
    )
    return and_(FeedEntry.booster_id.is_not(None), hid)
