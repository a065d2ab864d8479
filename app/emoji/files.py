"""Which files these pictures have: for backups, and for removing what nothing names."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, delete, select
from sqlalchemy.orm import Session

from app.emoji.models import Emoji
from app.media import storing


def named_files(connection: Connection) -> Iterator[str]:
    """Every file, a few rows at a time."""
    query = select(Emoji.blob).where(Emoji.blob.is_not(None)).order_by(Emoji.id)
    for blob in connection.execution_options(yield_per=200).execute(query).scalars():
        yield storing.full(str(blob))


def is_named(session: Session, name: str) -> bool:
    """Whether a row still names this file."""
    blob, _, size = name.rpartition("/")
    return size == "full" and session.execute(select(Emoji.id).where(Emoji.blob == blob)).first() is not None


def forget_those_with(session: Session, names: Sequence[str]) -> None:
    """Delete those of which the file was deleted: it went because they did, or were replaced."""
    for name in names:
        session.execute(delete(Emoji).where(Emoji.blob == name.rpartition("/")[0]))
