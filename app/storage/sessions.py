"""Sessions, and what waits for the commit."""

from collections.abc import Callable

from sqlalchemy import Connection
from sqlalchemy.orm import Session

_AFTER = "after_commit"


def new_session(connection: Connection) -> Session:
    """A session inside the connection's transaction: its own commit is the release of a SAVEPOINT."""
    return Session(bind=connection, join_transaction_mode="create_savepoint", expire_on_commit=False)


def after_commit(session: Session, reaction: Callable[[], None]) -> None:
    """Call `reaction` once what this session does is on the disk; never when it is rolled back."""
    session.info.setdefault(_AFTER, []).append(reaction)


def run_after_commit(session: Session) -> None:
    for reaction in session.info.pop(_AFTER, ()):
        reaction()
