"""Reading a backup with everything that can be checked about it, frame by frame and at the end as a whole."""

import contextlib
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

from app.storage.backup import envelope, frames
from app.storage.backup.envelope import Identity
from app.storage.backup.frames import BackupRefused, File, Frame, Head, Rows, Tail, Tally
from app.storage.backup.taking import PROBE, PROBE_PURPOSE
from app.storage.sealing import HouseKey, SealBroken

_ALTERED = "The backup is not whole: its counts or hashes do not fit. Nothing was changed."


@contextlib.contextmanager
def opened(path: Path, identities: Sequence[Identity], key: HouseKey) -> Generator[tuple[Head, Iterator[Frame]]]:
    """Its head, and the frames after it; reading them to the end proves the whole. Raises BackupRefused."""
    with envelope.decrypted(path, identities) as stream:
        following = frames.unframed(stream)
        packed, head = next(following, (b"", None))
        if not isinstance(head, Head):
            raise BackupRefused("The backup is cut off or altered. Nothing was changed.")
        _must_be_ours(head, key)
        yield head, _checked(packed, head, following, key)


def check(path: Path, identities: Sequence[Identity], key: HouseKey) -> tuple[Head, Tail]:
    """Read it once from beginning to end, changing nothing; raises BackupRefused."""
    with opened(path, identities, key) as (head, following):
        last = None
        for last in following:  # noqa: B007 - the last one is wanted
            pass
    if not isinstance(last, Tail):
        raise BackupRefused(_ALTERED)
    return head, last


def _must_be_ours(head: Head, key: HouseKey) -> None:
    if head.format > frames.FORMAT:
        raise BackupRefused("This backup was made by a newer version of Parasol. Update this one first.")
    try:
        ours = key.open(head.probe, PROBE_PURPOSE) == PROBE
    except SealBroken:
        ours = False
    if not ours:
        raise BackupRefused(
            "The key file here is not the one of the house in that backup: nothing that is sealed in it could be "
            "opened. Bring the right one first: parasol key import. Nothing was changed."
        )


def _checked(first: bytes, head: Head, following: Iterator[tuple[bytes, Frame]], key: HouseKey) -> Iterator[Frame]:
    """Every frame; at the tail, whether all that went by is what the house wrote."""
    tally = Tally()
    for table in head.tables:
        tally.rows(table, 0, b"")
    for packed, frame in following:
        if isinstance(frame, Tail):
            if frame != tally.tail(first, frame.missing, key) or next(following, None) is not None:
                raise BackupRefused(_ALTERED)
            yield frame
            return
        _count(tally, head, packed, frame)
        yield frame
    raise BackupRefused(_ALTERED)


def _count(tally: Tally, head: Head, packed: bytes, frame: Frame) -> None:
    if isinstance(frame, File):
        tally.file(packed)
        return
    if not isinstance(frame, Rows) or frame.table not in head.tables or tally.files.count:
        raise BackupRefused(_ALTERED)
    width = len(head.tables[frame.table])
    if any(len(row) != width for row in frame.rows):
        raise BackupRefused(_ALTERED)
    tally.rows(frame.table, len(frame.rows), packed)
