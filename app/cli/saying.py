"""What commands say, and how they fail: with a sentence, never a traceback."""

import contextlib
import logging
import sqlite3
import sys
import traceback
from collections.abc import Generator
from typing import Any

from app.basics.errors import ParasolError
from app.basics.settings import SettingsError


def say(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)


@contextlib.contextmanager
def explained() -> Generator[None]:
    """Turn expected failures into a sentence on standard error and exit code 1."""
    try:
        yield
    except (SystemExit, KeyboardInterrupt):  # so that no command asks for what follows as it ends
        raise
    except (SettingsError, ParasolError) as error:
        _fail(getattr(error, "safe", str(error)))
    except _of_the_database() as error:
        _fail(f"The database cannot be used: {getattr(error, 'orig', error)}")
    except OSError as error:
        _fail(f"{error.strerror or error}: {error.filename}" if error.filename else str(error))


def _of_the_database() -> tuple[type[Exception], ...]:
    """What databases raise; asked for when something failed, since loading both drivers takes long."""
    import psycopg
    from sqlalchemy.exc import DBAPIError

    return DBAPIError, sqlite3.Error, psycopg.Error


def _fail(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(1)


class PlacesOnly(logging.Formatter):
    """Tells of an error its kind, its code and where it was. What it says may quote a name or a text (P1)."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        return "\n".join(_place(error) for error in reversed(_chain(ei[1])))


def log_plainly() -> None:
    """Log to standard error, places and ids only; libraries that would tell addresses stay quiet (P1)."""
    handler = logging.StreamHandler()
    handler.setFormatter(PlacesOnly("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in ("httpx2", "httpcore2", "uvicorn.access", "alembic", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _chain(error: BaseException | None) -> list[BaseException]:
    """The error and what led to it, each once."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _place(error: BaseException) -> str:
    """Its way through the code, its kind, and the code by which databases and systems call it."""
    codes = (getattr(error, name, None) for name in ("sqlstate", "sqlite_errorname", "errno"))
    kind = " ".join([type(error).__name__, *(str(code) for code in codes if code is not None)])
    return "".join(traceback.format_tb(error.__traceback__)) + kind
