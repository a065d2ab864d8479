"""Which files the posts of this house name: for backups, and for removing what nothing names."""

import re
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, delete, select
from sqlalchemy.orm import Session

from app.media import storing
from app.posts.models import Picture, Post

_SIZES = (storing.full, storing.small)
_OURS = re.compile(r"[A-Za-z0-9_-]{22}/(full|small)")


def named_files(connection: Connection) -> Iterator[str]:
    """Every file of every picture that is here, a few rows at a time."""
    query = select(Picture.blob).where(Picture.ready).order_by(Picture.id)
    for blob in connection.execution_options(yield_per=200).execute(query).scalars():
        yield from (size(blob) for size in _SIZES)


def is_ours(name: str) -> bool:
    """Whether a file's name is one of those that this house makes; a store may hold other things."""
    return _OURS.fullmatch(name) is not None


def is_named(session: Session, name: str) -> bool:
    """Whether a picture's row still names this file."""
    query = select(Picture.id).where(Picture.blob == _blob_of(name), Picture.ready)
    return session.execute(query).first() is not None


def unnamed(session: Session, blobs: Sequence[str]) -> list[str]:
    """Those of them that no picture's row names."""
    named = set(session.scalars(select(Picture.blob).where(Picture.blob.in_(blobs))))
    return [blob for blob in blobs if blob not in named]


def forget_those_with(session: Session, names: Sequence[str]) -> None:
    """Delete the posts, and the unposted pictures, of which a file was deleted: it went because they did."""
    for name in names:
        picture = session.execute(select(Picture.id, Picture.post_id).where(Picture.blob == _blob_of(name))).first()
        if picture is not None:
            session.execute(delete(Post).where(Post.id == picture.post_id))
            session.execute(delete(Picture).where(Picture.id == picture.id))


def _blob_of(name: str) -> str:
    return name.rpartition("/")[0]
