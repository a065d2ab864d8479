"""Restoring: the whole is checked, then built beside what is there, then takes its place in one step.

Files have names that are never used twice, so the ones that the restored rows name are put beside those that are
there; what nothing names any more is removed after the step. Killed before it, the old house is whole; after it, the
new one; the leftovers go at the next start (`leftovers`).
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from app.storage.backup import checking, leftovers
from app.storage.backup.envelope import Identity
from app.storage.backup.filling import Fresh
from app.storage.backup.frames import BackupRefused, File, Frame, Head, Rows, Tail
from app.storage.backup.replacing import Replacement, replacement
from app.storage.house import House
from app.storage.sessions import new_session


@dataclass(frozen=True)
class Means:
    """What restoring needs of those who know the schema's steps and the tables.

    `settle` comes after the rows and before the files; it is told which files were deleted while the backup was made.
    """

    upgrade: Callable[[Connection, str], None]
    settle: Callable[[Session, Sequence[str]], None]
    is_named: Callable[[Session, str], bool]


def checked(
    house: House, path: Path, identities: Sequence[Identity], *, knows: Callable[[str], bool]
) -> tuple[Head, Tail]:
    """Read the backup from beginning to end and change nothing; raises BackupRefused for what may not be restored."""
    head, tail = checking.check(path, identities, house.key)
    if head.origin != house.settings.origin:
        raise BackupRefused(
            f"That is a backup of {head.origin}, and PARASOL_ORIGIN is {house.settings.origin}. Every address in it "
            "begins with the first. Nothing was changed."
        )
    if not knows(head.revision):
        raise BackupRefused("This backup was made by a newer version of Parasol. Update this one first.")
    return head, tail


def replace(house: House, path: Path, identities: Sequence[Identity], tail: Tail, means: Means) -> None:
    """Put the backup in the place of what is there; whoever calls has the house alone and has checked the backup."""
    leftovers.begin(house.settings)
    with replacement(house.settings) as new:
        with checking.opened(path, identities, house.key) as (head, following):
            _fill(new, head, following, house, tail, means)
        os.sync()  # every file is on the disk before a row names it
        new.replace()


def _fill(new: Replacement, head: Head, following: Iterator[Frame], house: House, tail: Tail, means: Means) -> None:
    means.upgrade(new.connection, head.revision)
    fresh = Fresh(new.connection, head)
    settled = False
    for frame in following:
        if isinstance(frame, Rows):
            fresh.take(frame)
            continue
        if not settled:
            _settle(new, fresh, tail, means)
            settled = True
        if isinstance(frame, File):
            with new_session(new.connection) as session:
                if means.is_named(session, frame.name):
                    house.blobs.put_now(frame.name, frame.content)
        elif frame != tail:
            raise BackupRefused("The backup was changed while it was being restored. Nothing was changed here.")


def _settle(new: Replacement, fresh: Fresh, tail: Tail, means: Means) -> None:
    """All rows are there: tie them, bring them to the newest schema, and delete again what was deleted."""
    fresh.tie()
    means.upgrade(new.connection, "head")
    new.keep_rules()
    with new_session(new.connection) as session, session.begin():
        means.settle(session, tail.missing)
