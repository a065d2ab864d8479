"""Reading for so long and no longer, for what people may ask as they like."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final, cast

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.basics.errors import Unavailable

_STEPS: Final = 5_000  # of SQLite's machine between two looks at the clock
_CANCELED: Final = "57014"  # PostgreSQL, appendix A: query_canceled


class TooSlow(Unavailable):
    """What was asked takes longer than anybody may make this house read."""

    safe = "That takes too long here. Please ask for less."


@contextmanager
def at_most(session: Session, seconds: float) -> Generator[None]:
    """Whatever is read inside; on PostgreSQL each statement by itself. Raises TooSlow."""
    driver = cast(Any, session.connection().connection.driver_connection)
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    if on_sqlite:
        until = time.monotonic() + seconds
        driver.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    else:
        session.execute(text(f"SET LOCAL statement_timeout = {int(seconds * 1000)}"))
    try:
        yield
    except OperationalError as error:
        if "interrupted" in str(error.orig) or getattr(error.orig, "sqlstate", "") == _CANCELED:
            raise TooSlow from error
        raise
    finally:
        if on_sqlite:
            driver.set_progress_handler(None, 0)
