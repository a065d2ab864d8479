"""Keeping away: blocks between two people, mutes, and wanting nothing of an ally's house. Nobody is told of any."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from app.accounts.actions.following import refuse_follower, unfollow
from app.accounts.actions.friends import part_friends
from app.accounts.events import Blocked, BlockEnded, HouseBlocked, Muted
from app.accounts.models import Account, AllyBlock, Block, Correspondent, Follow, Mute
from app.accounts.queries_between import hidden_from
from app.allies.queries import by_id as ally_by_id
from app.allies.rules import is_ally
from app.basics.errors import Invalid, NotFound, Refused
from app.basics.ids import new_token
from app.jobs.outbox import announce


def block(session: Session, account_id: int, target_id: int, *, now: datetime, uri: str = "") -> None:
    """From now on neither sees the other; twice changes nothing. `uri` is the Block of an ally's member.

    Whatever stood between them ends and is not restored later. Raises Refused for oneself, NotFound for whoever is not
    there for the one who blocks.
    """
    if account_id == target_id:
        raise Refused("You cannot block yourself.")
    account = session.get(Account, account_id)
    if account is None or not _is_there(session, account_id, target_id, from_afar=bool(uri)):
        raise NotFound
    existing = session.get(Block, (account_id, target_id))
    if existing is not None:
        existing.uri = uri or existing.uri
        return
    _end_follows(session, account_id, [target_id])
    _forget_correspondence(session, account_id, target_id)
    part_friends(session, account_id, target_id)
    address = uri or f"{account.uri}/blocks/{new_token()}"
    session.add(Block(account_id=account_id, target_id=target_id, uri=address, made_at=now))
    session.flush()
    announce(session, Blocked(account_id, target_id))


def end_block(session: Session, account_id: int, target_id: int) -> None:
    """They see each other again; follows must be asked for anew. Changes nothing when there is none."""
    uri = session.execute(
        delete(Block).where(Block.account_id == account_id, Block.target_id == target_id).returning(Block.uri)
    ).scalar_one_or_none()
    if uri is not None:
        announce(session, BlockEnded(account_id, target_id, uri))


def block_by_uri(session: Session, uri: str) -> tuple[int, int] | None:
    """(account, target) of the Block at this address."""
    row = session.execute(select(Block.account_id, Block.target_id).where(Block.uri == uri)).first()
    return None if row is None else (row[0], row[1])


def mute(
    session: Session,
    account_id: int,
    target_id: int,
    *,
    notifications: bool = True,
    until: datetime | None = None,
    now: datetime,
) -> None:
    """Not to see somebody, for a time or until ended; again, it is as said last. They cannot find out.

    Raises Refused for oneself, NotFound for whoever is not there for this member, Invalid for a moment that is over.
    """
    if account_id == target_id:
        raise Refused("You cannot mute yourself.")
    if not _is_there(session, account_id, target_id):
        raise NotFound
    if until is not None and until <= now:
        raise Invalid("duration", "Please choose a time that is still to come.")
    row = session.get(Mute, (account_id, target_id))
    if row is None:
        row = Mute(account_id=account_id, target_id=target_id)
        session.add(row)
    row.notifications, row.until, row.made_at = notifications, until, now
    session.flush()
    announce(session, Muted(account_id, target_id))


def end_mute(session: Session, account_id: int, target_id: int) -> None:
    """Changes nothing when there is none."""
    session.execute(delete(Mute).where(Mute.account_id == account_id, Mute.target_id == target_id))


def block_house(session: Session, account_id: int, ally_id: int) -> None:
    """Nothing of an ally's people reaches this member any more; everybody else here is unaffected.

    Raises NotFound for a house that is no ally.
    """
    ally = ally_by_id(session, ally_id)
    if ally is None or not is_ally(ally.state):
        raise NotFound
    if session.get(AllyBlock, (account_id, ally_id)) is not None:
        return
    _end_follows(session, account_id, _followed_or_following_at(session, account_id, ally_id))
    session.add(AllyBlock(account_id=account_id, ally_id=ally_id))
    session.flush()
    announce(session, HouseBlocked(account_id, ally_id))


def end_house_block(session: Session, account_id: int, ally_id: int) -> None:
    """Changes nothing when there is none; follows must be asked for anew."""
    session.execute(delete(AllyBlock).where(AllyBlock.account_id == account_id, AllyBlock.ally_id == ally_id))


def forget_old(session: Session, now: datetime) -> None:
    """A sweep: mutes whose time is over."""
    session.execute(delete(Mute).where(Mute.until <= now))


def _is_there(session: Session, account_id: int, target_id: int, *, from_afar: bool = False) -> bool:
    """Somebody elsewhere may block whoever has blocked them: their house knows of it anyway."""
    target = session.get(Account, target_id)
    if target is None or from_afar:
        return target is not None
    return target.is_there and not hidden_from(session, account_id, [target_id])


def _end_follows(session: Session, me: int, others: Sequence[int]) -> None:
    """In both directions, accepted or only asked for, as if each had been ended by hand: allies hear what they must."""
    for other in others:
        unfollow(session, me, other)
        if session.get(Follow, (other, me)) is not None:
            refuse_follower(session, me, other)


def _followed_or_following_at(session: Session, me: int, ally_id: int) -> Sequence[int]:
    there = select(Account.id).where(Account.ally_id == ally_id)
    out = select(Follow.followed_id).where(Follow.follower_id == me, Follow.followed_id.in_(there))
    back = select(Follow.follower_id).where(Follow.followed_id == me, Follow.follower_id.in_(there))
    return session.scalars(out.union(back)).all()


def _forget_correspondence(session: Session, one: int, other: int) -> None:
    session.execute(
        delete(Correspondent).where(
            or_(
                and_(Correspondent.account_id == one, Correspondent.other_id == other),
                and_(Correspondent.account_id == other, Correspondent.other_id == one),
            )
        )
    )
