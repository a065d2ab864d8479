"""Favourites and boosts."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.may_post import must_be_free_to_post
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound, Refused
from app.basics.ids import new_id, new_token
from app.jobs.outbox import announce
from app.posts import queries
from app.posts.audience import may_boost
from app.posts.events import Boosted, BoostUndone, Favoured, FavouriteUndone
from app.posts.models import Boost, Favourite


def favour(session: Session, account_id: int, post_id: int, *, now: datetime, uri: str = "") -> None:
    """Thank for a post that one may read; twice changes nothing. `uri` is an ally's Like."""
    if not uri:
        queries.one(session, Viewer.member(account_id), post_id)
    if session.get(Favourite, (account_id, post_id)) is not None:
        return
    address = uri or f"{_actor(session, account_id)}/likes/{new_token()}"
    session.add(Favourite(account_id=account_id, post_id=post_id, uri=address, favoured_at=now))
    session.flush()
    announce(session, Favoured(account_id, post_id))


def take_back_favourite(session: Session, account_id: int, post_id: int) -> None:
    """Changes nothing when there is none."""
    uri = session.execute(
        delete(Favourite)
        .where(Favourite.account_id == account_id, Favourite.post_id == post_id)
        .returning(Favourite.uri)
    ).scalar_one_or_none()
    if uri is not None:
        announce(session, FavouriteUndone(account_id, post_id, uri))


def boost(session: Session, account_id: int, post_id: int, *, now: datetime, uri: str = "") -> int:
    """Show a post to one's followers; the boost's id, the earlier one when boosted before.

    Raises NotFound for what one may not read, Refused for what is for followers or named people only, PostingPaused.
    """
    if not uri:
        must_be_free_to_post(session, account_id)
    if not uri and not may_boost(queries.one(session, Viewer.member(account_id), post_id).reaches):
        raise Refused("This was written for some people only. It cannot be boosted.")
    earlier = session.scalar(select(Boost.id).where(Boost.account_id == account_id, Boost.post_id == post_id))
    if earlier is not None:
        return earlier
    row = Boost(
        id=new_id(now),
        account_id=account_id,
        post_id=post_id,
        uri=uri or f"{_actor(session, account_id)}/boosts/{new_token()}",
        boosted_at=now,
    )
    session.add(row)
    session.flush()
    announce(session, Boosted(row.id))
    return row.id


def take_back_boost(session: Session, account_id: int, post_id: int) -> None:
    """Changes nothing when there is none."""
    uri = session.execute(
        delete(Boost).where(Boost.account_id == account_id, Boost.post_id == post_id).returning(Boost.uri)
    ).scalar_one_or_none()
    if uri is not None:
        announce(session, BoostUndone(account_id, post_id, uri))


def _actor(session: Session, account_id: int) -> str:
    facts = accounts.by_id(session, account_id)
    if facts is None:
        raise NotFound
    return facts.uri
