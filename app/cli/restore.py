"""`parasol restore`: a backup in the place of what is there, with what was deleted since deleted again."""

import contextlib
import sys
from collections.abc import Generator, Sequence
from pathlib import Path

from app.accounts import house_key
from app.basics.errors import Refused
from app.basics.settings import Settings, load
from app.cli import named_files as files
from app.cli.aftermath import Aftermath, present_of
from app.cli.saying import say
from app.storage import Database, key_file, locks
from app.storage.backup import envelope, leftovers, restoring
from app.storage.backup.frames import Head, Tail
from app.storage.backup.restoring import Means
from app.storage.blobs import Blobs
from app.storage.house import House
from app.storage.tables import from_millis


def restore(path: Path, identity: Path | None, *, only_check: bool) -> None:
    """Check the whole backup, then let it take the place of the present house; a server must not run."""
    settings = load()
    _tables_must_be_known()
    identities = envelope.identities(identity) if identity else _asked_for()
    if not path.is_file():
        raise Refused(f"There is no file {path}.")
    if key_file.read(settings.key_file) is None:
        raise Refused(
            f"The key file {settings.key_file} is not there, and without it nothing in the backup that is sealed can "
            "be opened. Bring it back from where you keep it: parasol key import"
        )
    use = locks.shared if only_check else locks.for_oneself
    with use(settings), _house(settings) as house:
        head, tail = restoring.checked(house, path, identities, knows=_knows)
        _tell(head, tail)
        if only_check:
            say("It is whole and belongs to this house. Nothing was changed.")
            return
        _replace(house, path, identities, tail)


def finish_interrupted(settings: Settings) -> None:
    """Remove what a restore that was killed may have left, if nobody else uses the house now."""
    if not leftovers.may_be_there(settings):
        return
    _tables_must_be_known()
    with (
        contextlib.suppress(locks.HouseInUse),
        locks.for_oneself(settings),
        contextlib.closing(Database(settings)) as database,
    ):
        # Where there is no house every file would be one that nothing names: they wait for the restore that makes one.
        if database.read_now(house_key.house_is_founded):
            _remove_unnamed(settings, database)


def _replace(house: House, path: Path, identities: Sequence[envelope.Identity], tail: Tail) -> None:
    from migrations import run

    present = present_of(house, _knows)
    aftermath = Aftermath(house, present)
    means = Means(upgrade=run.upgrade, settle=aftermath.settle, is_named=files.is_named)
    restoring.replace(house, path, identities, tail, means)
    with contextlib.closing(Database(house.settings)) as database:
        _remove_unnamed(house.settings, database)
    say("The house is restored. Everybody signs in anew, and invitations that were open are void.", *aftermath.told())


def _remove_unnamed(settings: Settings, database: Database) -> None:
    leftovers.remove(
        settings,
        Blobs.at(settings.media_url),
        is_ours=files.is_ours,
        is_named=lambda name: database.read_now(files.is_named, name),
    )


@contextlib.contextmanager
def _house(settings: Settings) -> Generator[House]:
    """The house, whatever state its database is in: nothing is read of it here."""
    house = House.opened(settings)
    try:
        yield house
    finally:
        house.close()


def _tell(head: Head, tail: Tail) -> None:
    rows = sum(each.count for each in tail.tables.values())
    made = from_millis(head.made_at)
    say(f"A backup of {head.origin}, {made:%d %B %Y at %H:%M} UTC: {rows} rows, {tail.files.count} files.")


def _asked_for() -> list[envelope.Identity]:
    """The identity itself from standard input, or from a person the path of its file."""
    if not sys.stdin.isatty():
        return envelope.identities_in(sys.stdin.read().encode(), "standard input")
    given = input("What opens the backup: the path of your age identity file: ").strip()
    if not given:
        raise Refused("Without it nobody can open a backup. Nothing was changed.")
    return envelope.identities(Path(given).expanduser())


def _knows(revision: str) -> bool:
    from migrations import run

    return run.knows(revision)


def _tables_must_be_known() -> None:
    from migrations import tables

    tables.must_be_known()
