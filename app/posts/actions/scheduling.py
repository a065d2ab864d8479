"""Posts that go by themselves at a moment: sealed under the house key until then (P10), posted exactly once."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, tuple_, update
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.may_post import must_be_free_to_post
from app.accounts.models import Account
from app.basics.errors import Invalid, NotFound, Refused
from app.basics.ids import new_id
from app.posts import begun as reading
from app.posts.actions import drafting
from app.posts.actions.picturing import own_pictures
from app.posts.actions.taking_up import hold, take_up, with_pictures_closed
from app.posts.actions.writing import Draft, must_be_possible
from app.posts.audience import chosen
from app.posts.begun import MOST, Begun, Earlier, NoLongerKept, Waiting
from app.posts.models import Picture, ScheduledPost
from app.posts.quoting import who_may
from app.storage.sealing import HouseKey, SealBroken

SOONEST: Final = timedelta(minutes=5)
LATEST: Final = timedelta(days=365)
TOO_LATE: Final = timedelta(days=1)
"""What a house that stood still for so long would post now, nobody meant for now."""


def schedule(
    session: Session,
    account_id: int,
    begun: Begun,
    goes_at: datetime,
    earlier: Earlier,
    *,
    origin: str,
    key: HouseKey,
    now: datetime,
) -> int:
    """Keep it for its moment, in place of what it was kept as before; its id, or the earlier one for the same `once`.

    Raises what posting it now would raise, Invalid for the moment, and NoLongerKept.
    """
    must_be_free_to_post(session, account_id)
    waiting = reading.waiting_of(session, account_id)
    sent_before = _sent_before(waiting, begun.once, key)
    if sent_before is not None:
        return sent_before
    checked_moment(goes_at, now=now)
    take_up(session, account_id, earlier, begun.picture_ids, key=key, now=now)
    if len(waiting) - (earlier.scheduled_id is not None) >= MOST:
        raise Invalid("later", "50 of your posts are waiting, which is as many as may.")
    _must_be_possible(session, account_id, begun, origin=origin, now=now)
    pictures = own_pictures(session, account_id, begun.picture_ids)
    closed = with_pictures_closed(session, begun, pictures, earlier.held, key=key)
    row = ScheduledPost(
        id=new_id(now), account_id=account_id, sealed=reading.sealed_by_house(closed, key), goes_at=goes_at
    )
    session.add(row)
    session.flush()
    hold(session, pictures, Picture.scheduled_id, row.id)
    return row.id


def checked_moment(goes_at: datetime, *, now: datetime) -> datetime:
    """Raises Invalid."""
    if goes_at < now + SOONEST:
        raise Invalid("later", "Please choose a moment at least five minutes from now.")
    if goes_at > now + LATEST:
        raise Invalid("later", "Please choose a moment within a year.")
    return goes_at


def move(session: Session, account_id: int, scheduled_id: int, goes_at: datetime, *, now: datetime) -> None:
    """Another moment; raises Invalid, and NotFound for what is not theirs, or gone already."""
    mine = ScheduledPost.id == scheduled_id, ScheduledPost.account_id == account_id
    reading.waiting(session, account_id, scheduled_id)
    moved = update(ScheduledPost).where(*mine).values(goes_at=checked_moment(goes_at, now=now))
    if session.execute(moved.returning(ScheduledPost.id)).first() is None:
        raise NotFound


def unschedule(session: Session, account_id: int, scheduled_id: int, *, key: HouseKey, now: datetime) -> None:
    """It goes for good, with its pictures. Raises NotFound, also for what was posted meanwhile."""
    reading.waiting(session, account_id, scheduled_id)
    try:
        take_up(session, account_id, Earlier(scheduled_id=scheduled_id), (), key=key, now=now)
    except NoLongerKept as error:
        raise NotFound from error


def due(session: Session, now: datetime, after: Waiting | None, *, limit: int) -> list[tuple[int, Waiting]]:
    """What is to go now, the earliest first, with whose it is; `after` one that was told before."""
    order = tuple_(ScheduledPost.goes_at, ScheduledPost.id)
    query = select(ScheduledPost.account_id, ScheduledPost.id, ScheduledPost.goes_at, ScheduledPost.sealed)
    query = query.where(ScheduledPost.goes_at <= now).order_by(ScheduledPost.goes_at, ScheduledPost.id).limit(limit)
    if after is not None:
        query = query.where(order > (after.goes_at, after.id))
    return [(row[0], Waiting(*row[1:])) for row in session.execute(query)]


def must_still_go(session: Session, account_id: int, waiting: Waiting, *, now: datetime) -> None:
    """Raises Refused where its author is not there at its moment, or the house was not."""
    if now >= waiting.goes_at + TOO_LATE:
        raise Refused("The house was not running at its moment.")
    if session.scalar(select(Account.is_there).where(Account.id == account_id)) is not True:
        raise Refused("You were hidden at its moment.")
    must_be_free_to_post(session, account_id)


def put_among_drafts(
    session: Session, account_id: int, scheduled_id: int, begun: Begun, *, key: HouseKey, now: datetime
) -> None:
    """What could not be posted is not lost, and its writer reads why; nobody else ever does.

    Raises Refused for somebody who has left.
    """
    pictures = session.scalars(select(Picture).where(Picture.scheduled_id == scheduled_id)).all()
    earlier = Earlier(scheduled_id=scheduled_id, held=begun.held)
    take_up(session, account_id, earlier, begun.picture_ids, key=key, now=now)
    drafting.put_away(session, account_id, scheduled_id, begun, pictures, begun.held, key=key, now=now)


def as_it_is_posted(begun: Begun) -> Draft:
    """What is written then. Raises Invalid for an audience that there is not."""
    return Draft(
        text=begun.text,
        audience=chosen(begun.audience) if begun.audience else None,
        warning=begun.warning,
        language=begun.language,
        reply_to=begun.reply_to,
        pictures=begun.picture_ids,
        idempotency_key=begun.once,
        lasts_days=begun.lasts_days,
        descriptions={picture.id: picture.description for picture in begun.pictures},
        poll=begun.poll,
        quotes=begun.quotes,
        quotable=who_may(begun.quotable),
    )


def _sent_before(waiting: Sequence[Waiting], once: str, key: HouseKey) -> int | None:
    for one in waiting if once else ():
        with suppress(SealBroken):
            if one.opened(key).once == once:
                return one.id
    return None


def _must_be_possible(session: Session, account_id: int, begun: Begun, *, origin: str, now: datetime) -> None:
    """Whatever forbids it now is told now, beside its field. No word of it is said to the database (P10)."""
    author = accounts.by_id(session, account_id)
    if author is None:
        raise NotFound
    must_be_possible(session, author, as_it_is_posted(begun), origin=origin, now=now)
