"""Where the line stands between what is new in home and what was read. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.timelines.encoded_queries import Encoded


@dataclass(frozen=True, slots=True)
class ReadLine:
    """`above`: how many entries of the page are new. `is_shown`: whether the line is on this page.

    `place`: what to remember when the member has read them; 0 where there is nothing to remember.
    """

    above: int
    is_shown: bool
    place: int


def read_line(entries: Sequence[Encoded], read_up_to: int | None, before: int | None) -> ReadLine:
    """For a page of home, newest first, that begins `before` an entry or with the newest."""
    read = read_up_to or 0
    above = sum(entry.id > read for entry in entries)
    is_first = before is None
    # The line may fall between two pages: then it stands on top of the older one.
    crossed = above > 0 or (before is not None and before > read)
    newest = entries[0].id if entries and is_first else 0
    return ReadLine(above, bool(read) and crossed and above < len(entries), newest if newest > read else 0)
