"""Following is by consent: everybody is asked, everybody may say no, or take it back later."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.events import BoostsHidden, FollowAccepted, FollowAsked, FollowedAtOnce, FollowRefused, Unfollowed
from app.accounts.models import Account, AllyBlock, Block, Follow
from app.basics.errors import NotFound, Refused
from app.basics.ids import new_token
from app.jobs.outbox import announce


def ask_to_follow(
    session: Session, follower_id: int, followed_id: int, *, now: datetime, uri: str | None = None
) -> Follow:
    """Ask, once: asking again changes nothing. Who asks nobody is followed at once.

    `uri` is the Follow's address when an ally's member asks.

    Raises NotFound for whoever is not there, or wants nothing of who asks: both look the same. Refused for oneself
    and for those one has blocked.
    """
    if follower_id == followed_id:
        raise Refused("You cannot follow yourself.")
    follower, followed = session.get(Account, follower_id), session.get(Account, followed_id)
    if follower is None or followed is None or not followed.is_there:
        raise NotFound
    _must_not_be_apart(session, follower, followed)
    existing = session.get(Follow, (follower_id, followed_id))
    if existing is not None:
        if uri is not None:
            existing.uri = uri
        if existing.accepted and uri is not None:
            # The ally asks again because it did not hear our yes: say it again.
            announce(session, FollowAccepted(follower_id, followed_id))
        return existing
    follow = Follow(
        follower_id=follower_id,
        followed_id=followed_id,
        uri=uri or f"{follower.uri}/follows/{new_token()}",
        asked_at=now,
    )
    # Somebody at an ally is always asked: what their house does with the question is for that house. Whoever is limited
    # is read by their followers alone, so nobody becomes one unasked.
    follow.accepted = not (followed.host or followed.asks_before_follow or followed.limited)
    session.add(follow)
    session.flush()
    announce(session, FollowAsked(follower_id, followed_id))
    if follow.accepted:
        announce(session, FollowAccepted(follower_id, followed_id))
        announce(session, FollowedAtOnce(follower_id, followed_id))
    return follow


def accept_follower(session: Session, followed_id: int, follower_id: int) -> None:
    """The asked person says yes; saying it twice changes nothing. Raises NotFound when nobody asked."""
    follow = session.get(Follow, (follower_id, followed_id))
    if follow is None:
        raise NotFound
    if not follow.accepted:
        follow.accepted = True
        announce(session, FollowAccepted(follower_id, followed_id))


def refuse_follower(session: Session, followed_id: int, follower_id: int) -> None:
    """The asked person says no, or lets a follower go. Raises NotFound when there is none."""
    uri = _remove(session, follower_id, followed_id)
    if uri is None:
        raise NotFound
    announce(session, FollowRefused(follower_id, followed_id, uri))


def unfollow(session: Session, follower_id: int, followed_id: int) -> None:
    """Stop following, or take the question back. Changes nothing when there is nothing to end."""
    uri = _remove(session, follower_id, followed_id)
    if uri is not None:
        announce(session, Unfollowed(follower_id, followed_id, uri))


def show_boosts(session: Session, follower_id: int, followed_id: int, *, wanted: bool) -> None:
    """Whether what somebody boosts is in the follower's home, asked for or followed. Raises NotFound for no follow."""
    follow = session.get(Follow, (follower_id, followed_id))
    if follow is None:
        raise NotFound
    if follow.shows_boosts and not wanted:
        announce(session, BoostsHidden(follower_id, followed_id))
    follow.shows_boosts = wanted


def ring_for_posts(session: Session, follower_id: int, followed_id: int, *, wanted: bool) -> None:
    """Whether the follower is told of each of their posts; they do not learn of it. Raises NotFound for no follow."""
    follow = session.get(Follow, (follower_id, followed_id))
    if follow is None:
        raise NotFound
    follow.rings = wanted


def follow_by_uri(session: Session, uri: str) -> tuple[int, int] | None:
    """(follower, followed) of the Follow at this address."""
    row = session.execute(select(Follow.follower_id, Follow.followed_id).where(Follow.uri == uri)).first()
    return None if row is None else (row[0], row[1])


def _must_not_be_apart(session: Session, follower: Account, followed: Account) -> None:
    if session.get(Block, (followed.id, follower.id)) or _wants_nothing_of(session, followed, follower.ally_id):
        raise NotFound
    if session.get(Block, (follower.id, followed.id)) or _wants_nothing_of(session, follower, followed.ally_id):
        raise Refused("You keep away from them. End that first.")


def _wants_nothing_of(session: Session, account: Account, ally_id: int | None) -> bool:
    return ally_id is not None and session.get(AllyBlock, (account.id, ally_id)) is not None


def _remove(session: Session, follower_id: int, followed_id: int) -> str | None:
    return session.execute(
        delete(Follow).where(Follow.follower_id == follower_id, Follow.followed_id == followed_id).returning(Follow.uri)
    ).scalar_one_or_none()
