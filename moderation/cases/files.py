"""Which files the evidence names: for backups, and for removing what nothing names."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, delete, select
from sqlalchemy.orm import Session

from app.media import storing
from moderation.cases.models import Evidence

_SIZES = (storing.full, storing.small)


def named_files(connection: Connection) -> Iterator[str]:
    """Every sealed copy of a picture, a few rows at a time."""
    query = select(Evidence.blob).where(Evidence.blob.is_not(None)).order_by(Evidence.id)
    for blob in connection.execution_options(yield_per=200).execute(query).scalars():
        yield from (size(blob or "") for size in _SIZES)


def is_named(session: Session, name: str) -> bool:
    """Whether a copy's row still names this file."""
    return session.execute(select(Evidence.id).where(Evidence.blob == _blob_of(name))).first() is not None


def forget_those_with(session: Session, names: Sequence[str]) -> None:
    """The copies of which a file was destroyed go as well."""
    session.execute(delete(Evidence).where(Evidence.blob.in_([_blob_of(name) for name in names])))


def _blob_of(name: str) -> str:
    return name.rpartition("/")[0]
