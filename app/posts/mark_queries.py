"""Reading boosts and favourites by what names them on the wire. Who sees them is for others to ask."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.posts.models import Boost, Favourite


def boost_by_id(session: Session, boost_id: int) -> tuple[int, int, str, datetime] | None:
    """(account, post, address, moment) of a boost."""
    row = session.execute(
        select(Boost.account_id, Boost.post_id, Boost.uri, Boost.boosted_at).where(Boost.id == boost_id)
    ).first()
    return None if row is None else (row[0], row[1], row[2], row[3])


def boost_by_uri(session: Session, uri: str) -> tuple[int, int] | None:
    """(account, post) of the boost at this address."""
    row = session.execute(select(Boost.account_id, Boost.post_id).where(Boost.uri == uri)).first()
    return None if row is None else (row[0], row[1])


def favourite_uri(session: Session, account_id: int, post_id: int) -> str | None:
    """The Like's address; None when there is no such favourite."""
    return session.scalar(select(Favourite.uri).where(Favourite.account_id == account_id, Favourite.post_id == post_id))


def favourite_by_uri(session: Session, uri: str) -> tuple[int, int] | None:
    """(account, post) of the Like at this address."""
    row = session.execute(
        select(Favourite.account_id, Favourite.post_id).where(Favourite.uri == uri, Favourite.uri != "")
    ).first()
    return None if row is None else (row[0], row[1])
