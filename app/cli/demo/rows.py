"""Rows on their way into the database, and putting them there."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from app.notifications.models import Notification
from app.posts.models import Boost, Favourite, Mention, Post, PostKey, Said, Talk, Talker
from app.storage.tables import Base

Row = dict[str, Any]


@dataclass
class Batch:
    """Rows of one transaction."""

    posts: list[Row] = field(default_factory=list[Row])
    mentions: list[Row] = field(default_factory=list[Row])
    post_keys: list[Row] = field(default_factory=list[Row])
    talks: list[Row] = field(default_factory=list[Row])
    talkers: list[Row] = field(default_factory=list[Row])
    said: list[Row] = field(default_factory=list[Row])
    favourites: list[Row] = field(default_factory=list[Row])
    boosts: list[Row] = field(default_factory=list[Row])
    notifications: list[Row] = field(default_factory=list[Row])


def put(session: Session, model: type[Base], rows: list[Row]) -> None:
    """Insert them all with one statement, without an object for each."""
    table = model.__table__
    if rows and isinstance(table, Table):
        session.execute(insert(table), rows)


def put_batch(session: Session, batch: Batch) -> None:
    put(session, Post, batch.posts)
    put(session, Mention, batch.mentions)
    put(session, PostKey, batch.post_keys)
    put(session, Talk, batch.talks)
    put(session, Talker, batch.talkers)
    put(session, Said, batch.said)
    put(session, Favourite, batch.favourites)
    put(session, Boost, batch.boosts)
    put(session, Notification, batch.notifications)
