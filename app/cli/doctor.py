"""`parasol doctor`: what is wrong with this installation, and how to mend it. Looks, and changes nothing."""

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.accounts import house_key
from app.accounts.models import Account
from app.basics.clock import now
from app.basics.settings import Settings, load
from app.cli.saying import say
from app.jobs.models import Announcement, Job
from app.posts import files
from app.storage import Database, key_file
from app.storage.house import House
from moderation.openness import chain

ROOM: Final = 500 * 1024 * 1024
LATE: Final = timedelta(minutes=15)
NOT_A_PROOF: Final = (
    "Whoever can write in the database can make a whole new chain: it shows accidents, not a determined operator, "
    "unless somebody elsewhere kept an earlier head."
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, and what to do about it."""

    what: str
    mend: str


def examine(head: str = "", *, ask_allies: bool = False) -> None:
    """Print what is wrong; ends with exit code 1 if anything is. `head`: one of the log of reading, kept before.

    With `ask_allies` it also asks allies for those that they keep, and speaks with nobody otherwise.
    """
    settings = load()
    troubles = list(_outside(settings))
    if not any(each.mend == _MIGRATE or each.what.startswith("The database cannot") for each in troubles):
        troubles += _inside(settings, head, ask_allies=ask_allies)
    for number, each in enumerate(troubles, 1):
        say(f"{number}. {each.what}", f"   {each.mend}")
    if troubles:
        sys.exit(1)
    say("Nothing is wrong that can be seen from here.")


_MIGRATE: Final = "Run: parasol migrate"


def _outside(settings: Settings) -> Iterator[Trouble]:
    """What can be seen without looking into the house."""
    yield from _address(settings)
    yield from _folder(settings)
    yield from _key(settings)
    yield from _database(settings)


def _address(settings: Settings) -> Iterator[Trouble]:
    if not settings.origin.startswith("https://") and not settings.lab:
        yield Trouble(
            f"The house's address is {settings.origin}, without encryption: no ally can reach it, and names and "
            "passphrases can be read on the way.",
            "Set PARASOL_ORIGIN=https://… and put a proxy with a certificate before it (docs/hosting.md).",
        )
    if settings.lab:
        yield Trouble("PARASOL_LAB is on: allies on this machine and without encryption are let in.", "Unset it.")


def _folder(settings: Settings) -> Iterator[Trouble]:
    if not settings.data.is_dir():
        yield Trouble(f"The data folder {settings.data} is not there.", "Run: parasol serve, or set PARASOL_DATA.")
        return
    if stat.S_IMODE(settings.data.stat().st_mode) & 0o077:
        yield Trouble(f"Others on this machine can look into {settings.data}.", f"Run: chmod 700 {settings.data}")
    if not os.access(settings.data, os.W_OK | os.X_OK):
        yield Trouble(f"Nothing can be written in {settings.data}.", "Give it to the user that the house runs as.")
    if shutil.disk_usage(settings.data).free < ROOM:
        yield Trouble("Less than 500 MB are free on the disk with the data.", "Make room before it is full.")


def _key(settings: Settings) -> Iterator[Trouble]:
    path = settings.key_file
    if key_file.read(path) is None:
        yield Trouble(
            f"The key file {path} is not there: nothing that is sealed can be opened.",
            "Bring the key back from paper: parasol key import",
        )
        return
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Trouble(f"Others on this machine can read the key file {path}.", f"Run: chmod 600 {path}")
    if path.is_relative_to(settings.data):
        yield Trouble(
            f"The key file {path} lies in the data folder: whoever takes the one has the other.",
            "Move it elsewhere, and say where in PARASOL_KEY_FILE.",
        )


def _database(settings: Settings) -> Iterator[Trouble]:
    from migrations import run

    file = settings.database_url.removeprefix("sqlite:///")
    if settings.on_sqlite and not Path(file).is_file():
        yield Trouble(f"The database cannot be found: {file}.", "Run: parasol serve, or set PARASOL_DATABASE_URL.")
        return
    database = Database(settings)
    try:
        if run.standing(database.engine) != run.newest():
            yield Trouble("The database has another schema than this version of Parasol needs.", _MIGRATE)
    finally:
        database.close()


def _inside(settings: Settings, head: str, *, ask_allies: bool) -> list[Trouble]:
    from migrations import tables

    tables.must_be_known()
    if key_file.read(settings.key_file) is None:
        return []  # said already, and a house that is opened without a key makes a new one
    house = House.opened(settings)
    try:
        looks: tuple[Callable[[Session, House], Iterator[Trouble]], ...] = (
            _right_key, _whole_file, _guards, _stewards, _lateness, _files,
        )  # fmt: skip
        found = [trouble for look in looks for trouble in house.database.read_now(_all_of, look, house)]
        found += house.database.read_now(_readings, house, head)
        return found + _kept_by_allies(house) if ask_allies else found
    finally:
        house.close()


def _all_of(session: Session, look: Callable[[Session, House], Iterator[Trouble]], house: House) -> list[Trouble]:
    return list(look(session, house))


def _right_key(session: Session, house: House) -> Iterator[Trouble]:
    if not house_key.opens(session, house.key):
        yield Trouble(
            f"The key in {house.settings.key_file} is not the one that this house was made with.",
            "Move it away and bring the right one back from paper: parasol key import",
        )


def _whole_file(session: Session, house: House) -> Iterator[Trouble]:
    if not house.settings.on_sqlite:
        return
    said = session.execute(text("PRAGMA quick_check(1)")).scalar_one()
    if said != "ok":
        yield Trouble(f"The database file is damaged: {said}.", "Stop the house and restore the newest backup.")
    if session.execute(text("PRAGMA foreign_key_check")).first() is not None:
        yield Trouble(
            "Rows of the database point at rows that are not there.", "Restore the newest backup, and tell us of it."
        )


def _guards(session: Session, house: House) -> Iterator[Trouble]:
    from migrations.guards import names_here, names_wanted

    if missing := sorted(names_wanted() - names_here(session.connection())):
        yield Trouble(
            f"The database lacks guards that it was made with: {', '.join(missing)}. Without them it takes decisions "
            "that nobody made.",
            "Find out who took them away, and restore the newest backup that has them.",
        )


def _stewards(session: Session, house: House) -> Iterator[Trouble]:
    members = Account.host == ""
    if session.scalar(select(Account.id).where(members).limit(1)) is None:
        return
    if session.scalar(select(Account.id).where(members, Account.role == "steward").limit(1)) is None:
        yield Trouble("Nobody is a steward.", "Add one: parasol member add NAME --role steward")


def _lateness(session: Session, house: House) -> Iterator[Trouble]:
    oldest = session.scalar(select(func.min(Announcement.announced_at)))
    if oldest is not None and oldest < now() - LATE:
        waits = session.scalar(select(func.count()).select_from(Job)) or 0
        yield Trouble(
            f"What members did at {oldest:%Y-%m-%d %H:%M} UTC still waits to reach others ({waits} jobs wait as well).",
            "Is parasol serve or parasol worker running? Its log names what fails.",
        )


def _files(session: Session, house: House) -> Iterator[Trouble]:
    if not house.settings.media_url.startswith("file://"):
        return
    there = set(house.blobs.names())
    lost = sum(1 for name in files.named_files(session.connection()) if name not in there)
    if lost:
        yield Trouble(
            f"{lost} files of pictures are in the database and not in {house.settings.media_url.removeprefix('file://')}.",
            "Bring the folder back from a backup, or set PARASOL_MEDIA_URL to where they lie.",
        )


def _readings(session: Session, house: House, head: str) -> list[Trouble]:
    """The chain of who read what (P18), and a head that somebody wrote down."""
    mend = f"Ask everybody who can reach the database. {NOT_A_PROOF}"
    broken = chain.first_broken(session, key=house.key)
    if broken is not None:
        return [Trouble(f"The log of who read what does not hold from link {broken} on.", mend)]
    number, _, value = head.partition("-")
    if head and not (number.isdigit() and chain.holds(session, int(number), value)):
        return [Trouble("The log of who read what is not the one of which you kept a head.", mend)]
    say(f"The log of who read what is whole. Its head now: {chain.head(session).words}", NOT_A_PROOF)
    return []


def _kept_by_allies(house: House) -> list[Trouble]:
    """The same with heads that allies kept, where the house has the key with which it asks them."""
    from app.cli import asking_allies

    if not house.database.read_now(house_key.opens, house.key):
        return []
    return [Trouble(lost.what, asking_allies.MEND) for lost in asking_allies.compare(house)]
