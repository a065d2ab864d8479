"""What the database knows of the house key: whether it is the right one, and whether it was forgotten on purpose."""

from datetime import datetime

from sqlalchemy import inspect, select, update
from sqlalchemy.orm import Session

from app.accounts.community import INSTANCE_KEY
from app.accounts.models import Community
from app.storage.sealing import HouseKey, SealBroken


def house_is_founded(session: Session) -> bool:
    """Whether there is a house at all, whatever the age of its schema; an empty database has none."""
    return inspect(session.connection()).has_table(Community.__tablename__) and (
        session.scalar(select(Community.id)) is not None
    )


def opens(session: Session, key: HouseKey) -> bool:
    """Whether this key is that of the house; before its founding every key is."""
    sealed = session.scalar(select(Community.private_key_sealed)) if house_is_founded(session) else None
    return sealed is None or fits(sealed, key)


def fits(private_key_sealed: bytes, key: HouseKey) -> bool:
    """Whether this key opens what the house's own row holds."""
    try:
        key.open(private_key_sealed, INSTANCE_KEY)
    except SealBroken:
        return False
    return True


def forgotten_at(session: Session) -> datetime | None:
    """When somebody gave the alarm; None while all is well. For the newest schema: asked every second."""
    return session.scalar(select(Community.key_forgotten_at))


def note_forgotten(session: Session, *, now: datetime) -> None:
    """Every process of the house sees this within a second, on every machine, and forgets the key."""
    _note(session, now)


def note_back(session: Session) -> None:
    """Processes may start again."""
    _note(session, None)


def _note(session: Session, moment: datetime | None) -> None:
    """Nothing is written where there is no house, or one with a schema older than this mark."""
    if not house_is_founded(session):
        return
    columns = {column["name"] for column in inspect(session.connection()).get_columns(Community.__tablename__)}
    if Community.key_forgotten_at.key in columns:
        session.execute(update(Community).values(key_forgotten_at=moment))
