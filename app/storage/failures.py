"""A database that cannot be written becomes one clear sentence; everything else stays what it is."""

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.basics.errors import Unavailable


class CannotWrite(Unavailable):
    """The disk is full, read-only or gone, or the database server does not answer."""

    safe = "This house cannot save anything just now. What you wrote was not kept here; please try again soon."


def translated(error: BaseException) -> BaseException:
    """CannotWrite for what the database itself could not do, otherwise the error unchanged."""
    if isinstance(error, OperationalError | PoolTimeout) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    ):
        failure = CannotWrite(None, type(error).__name__)
        failure.__cause__ = error
        return failure
    return error
