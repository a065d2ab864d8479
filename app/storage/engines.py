"""Engines for the two databases, with everything set that a house relies on."""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

_EVERY_CONNECTION = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # P11: deleted is deleted, on the bytes
    "PRAGMA busy_timeout=10000",
    "PRAGMA mmap_size=268435456",
    "PRAGMA cache_size=-16000",
    "PRAGMA temp_store=MEMORY",
)


def sqlite_engine(url: str, *, writes: bool, connections: int) -> Engine:
    """An engine on one file. The writer begins IMMEDIATE; a reader cannot write at all."""
    location = make_url(url)
    _make_private_folder(location)
    engine = create_engine(
        location,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,  # an error in the log must not tell what somebody wrote
        connect_args={"check_same_thread": False, "isolation_level": None, "cached_statements": 512},
    )

    def on_connect(connection: Any, _record: object) -> None:
        for pragma in _EVERY_CONNECTION:
            connection.execute(pragma)
        if not writes:
            connection.execute("PRAGMA query_only=ON")

    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    return engine


def postgres_engine(url: str, *, connections: int) -> Engine:
    """An engine on PostgreSQL through psycopg 3."""
    location = make_url(url).set(drivername="postgresql+psycopg")
    return create_engine(
        location,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,
        use_native_hstore=False,  # no column of ours is one: nothing is asked about it at each start
    )


def _make_private_folder(location: URL) -> None:
    if location.database:
        folder = Path(location.database).parent
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if folder.stat().st_uid == os.geteuid():
            folder.chmod(0o700)
