"""Facts about files."""

from dataclasses import dataclass

from app.basics.events import Event


@dataclass(frozen=True, slots=True)
class BlobsOrphaned(Event):
    """Files that nothing names any more and that must go (P11)."""

    blobs: tuple[str, ...]
