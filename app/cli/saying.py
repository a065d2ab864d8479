"""What commands say, and how they fail: with a sentence, never a traceback."""

import contextlib
import logging
import sqlite3
import sys
from collections.abc import Generator

from app.basics.errors import ParasolError
from app.basics.settings import SettingsError


def say(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)


@contextlib.contextmanager
def explained() -> Generator[None]:
    """Turn expected failures into a sentence on standard error and exit code 1."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except (SettingsError, ParasolError) as error:
        _fail(getattr(error, "safe", str(error)))
    except (DBAPIError, sqlite3.Error) as error:
        _fail(f"The database cannot be used: {getattr(error, 'orig', error)}")
    except OSError as error:
        _fail(f"{error.strerror or error}: {error.filename}" if error.filename else str(error))


def _fail(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(1)


def log_plainly() -> None:
    """Log to standard error, places and ids only; libraries that would tell addresses stay quiet (P1)."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s", force=True)
    for name in ("httpx2", "httpcore2", "uvicorn.access", "alembic", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
