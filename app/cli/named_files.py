"""Every file that the house's rows name, whatever it is a picture of: what a backup holds, and a restore keeps."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from app.emoji import files as of_emoji
from app.posts import files as of_posts
from app.posts.files import is_ours
from moderation.cases import files as of_cases

__all__ = ["forget_those_with", "is_named", "is_ours", "named_files"]


def named_files(connection: Connection) -> Iterator[str]:
    """All of them, a few rows at a time."""
    yield from of_posts.named_files(connection)
    yield from of_emoji.named_files(connection)
    yield from of_cases.named_files(connection)


def is_named(session: Session, name: str) -> bool:
    """Whether a row still names this file."""
    return any(one.is_named(session, name) for one in (of_posts, of_emoji, of_cases))


def forget_those_with(session: Session, names: Sequence[str]) -> None:
    """Delete what these files belonged to: they went because it did."""
    of_posts.forget_those_with(session, names)
    of_emoji.forget_those_with(session, names)
    of_cases.forget_those_with(session, names)
