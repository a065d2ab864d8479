"""`parasol panic`: the house key is forgotten and everybody is signed out, at once and on every machine."""

import asyncio
import sys

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.accounts import house_key
from app.accounts.actions import shutting
from app.basics.clock import now
from app.basics.errors import ParasolError, Refused
from app.basics.settings import Settings, load
from app.cli.saying import say
from app.storage import Database, key_file, locks
from app.storage.scrubbing import Scrubber

PATIENCE = 15.0  # seconds for every process of the house to be gone


def panic(confirmed: str | None) -> None:
    """The key file first, since nothing else is needed for that; then the sessions; then wait for every process."""
    settings = load()
    _must_be_meant(settings, confirmed)
    gone = key_file.forget(settings.key_file)
    say("The key file is overwritten and removed." if gone else "There was no key file here any more.")
    database = _signed_out(settings)
    if database is None:
        return
    try:
        _wait_and_scrub(settings, database)
    finally:
        database.close()
    say(
        "Flash storage, snapshots and swap may still hold what was overwritten: if somebody is at the door, turn the "
        "machine off. Nothing starts again before: parasol key import"
    )


def _must_be_meant(settings: Settings, confirmed: str | None) -> None:
    typed = confirmed
    if typed is None:
        say("This forgets the key of the house and signs everybody out. Without a copy of it what is sealed is lost.")
        say(f"Type {settings.host} to do it:")
        typed = sys.stdin.readline()
    if typed.strip().lower() != settings.host:
        raise Refused(f"That is not {settings.host}. Nothing was done.")


def _signed_out(settings: Settings) -> Database | None:
    """Everybody; None (and a sentence) when the database does not answer: the key is gone all the same."""
    from migrations import tables

    tables.must_be_known()
    try:
        database = Database(settings)
        database.write_now(_shut)
    except (DBAPIError, ParasolError) as error:
        say(f"The database does not answer ({type(error).__name__}), so nobody could be signed out there.")
        return None
    say("Everybody is signed out, in browsers and in apps.")
    return database


def _shut(session: Session) -> None:
    if house_key.house_is_founded(session):
        house_key.note_forgotten(session, now=now())
        shutting.end_every_way_in(session)


def _wait_and_scrub(settings: Settings, database: Database) -> None:
    """Once nobody has the database open, what was deleted leaves its bytes as well."""
    try:
        with locks.for_oneself(settings, patience=PATIENCE):
            say("Every process of the house has ended.")
            _scrub(database)
    except locks.HouseInUse:
        say("Something of the house still runs after 15 seconds: end it by hand, or turn the machine off.")


def _scrub(database: Database) -> None:
    """Sessions and tokens leave the pages that they were in (P11)."""
    if database.on_sqlite:
        asyncio.run(Scrubber(database).write_anew(now()))
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (FULL) " + ", ".join(shutting.EMPTIED)))
