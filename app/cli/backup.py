"""`parasol backup`: a copy of everything but the key file, encrypted as it is made, while the house goes on."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from app.basics.clock import now
from app.basics.errors import Refused
from app.cli import named_files as files
from app.cli.opening import opened
from app.cli.saying import say
from app.storage.backup import envelope
from app.storage.backup.envelope import Recipient
from app.storage.backup.taking import Files, Taken, snapshot
from app.storage.house import House


def take(path: Path, to: Sequence[str], *, force: bool) -> None:
    """Write the backup under another name, and give it its own when it is whole and on the disk."""
    recipients = [envelope.recipient(each) for each in to]
    _must_be_free(path, force=force)
    with opened(migrating=False) as house:
        taken = Taken()
        _write(house, path, recipients, taken, force=force)
    size = path.stat().st_size
    say(f"{path}: {taken.rows} rows and {taken.files} files, {size / 1_000_000:.1f} MB, encrypted.")
    if taken.lost:
        say(f"{taken.lost} files that the database names are not there; the backup does not have them either.")
    say("The key file is not in it, and must not be kept beside it: parasol key export")


def _write(house: House, path: Path, recipients: Sequence[Recipient], taken: Taken, *, force: bool) -> None:
    from migrations import run

    revision = run.standing(house.database.engine) or ""
    named = Files(files.named_files, lambda name: house.database.read_now(files.is_named, name))
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            envelope.encrypt(snapshot(house, named, taken, revision=revision, now=now()), out, recipients)
            out.flush()
            os.fsync(out.fileno())
        _must_be_free(path, force=force)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    _sync(path.parent)


def _must_be_free(path: Path, *, force: bool) -> None:
    if path.is_dir():
        raise Refused(f"{path} is a folder. Say what the backup in it is to be called.")
    if path.exists() and not force:
        raise Refused(f"{path} is there already. Choose another name, or replace it with --force.")


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
