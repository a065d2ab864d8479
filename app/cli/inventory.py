"""`parasol inventory`: what a seized disk would hold (P9), counted from the declarations."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from app import wiring
from app.basics.settings import Settings
from app.cli.opening import opened
from app.cli.saying import say
from app.storage import counting
from app.storage.ages import AtMost, Until
from app.storage.counting import Held
from app.web import keeping
from app.web.words import Words

BACKUPS: Final = (
    "Backups: none of their places is written down here. Each holds everything above as it was on its day, until "
    "somebody deletes it. What was deleted since is deleted again when one is put back, for up to 400 days."
)
BESIDE: Final = (
    "Not counted, because this software cannot know: a proxy's logs, snapshots of the disk, copies of memory, what "
    "lies in free space of the disk, and what allies have."
)
SECONDS_A_DAY: Final = 86400


def show(*, as_json: bool) -> None:
    """Each kind: what, how many, the oldest (its month), when it goes; then files, and what cannot be known."""
    with opened() as house:
        found = house.database.read_now(counting.everything, wiring.AGES)
        files = _files(house.settings)
    words = Words("en")
    if as_json:
        say(msgspec.json.encode(_plain(words, found, files)).decode())
        return
    for held in found:
        say(_line(words, held))
    say(f"\n{_said(files)}", BACKUPS, BESIDE)


def _line(words: Words, held: Held) -> str:
    oldest = "" if held.oldest is None else f", the oldest from {keeping.month(words, held.oldest)}"
    return f"{held.count:>8}  {held.kept.what}{oldest}; {keeping.how_long(words, held.kept)}"


def _plain(words: Words, found: Sequence[Held], files: tuple[int, int] | None) -> dict[str, Any]:
    return {
        "kept": [
            {
                "table": str(held.kept.table.name),
                "what": held.kept.what,
                "why": held.kept.why,
                "count": held.count,
                "oldest": None if held.oldest is None else held.oldest.strftime("%Y-%m"),
                "goes": keeping.how_long(words, held.kept),
                "at_most_days": _days(held),
            }
            for held in found
        ],
        "files": None if files is None else {"count": files[0], "bytes": files[1]},
        "backups": {"known": False, "words": BACKUPS},
        "cannot_know": BESIDE,
    }


def _days(held: Held) -> float | None:
    match held.kept.how_long:
        case AtMost(span=span):
            return span.total_seconds() / SECONDS_A_DAY
        case Until(at_most=span) if span is not None:
            return span.total_seconds() / SECONDS_A_DAY
        case _:
            return None


def _files(settings: Settings) -> tuple[int, int] | None:
    """How many files of pictures there are, and their bytes; None where they lie in a store."""
    if not settings.media_url.startswith("file://"):
        return None
    folder = Path(settings.media_url.removeprefix("file://"))
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def _said(files: tuple[int, int] | None) -> str:
    if files is None:
        return "Pictures lie in a store and are not counted here; each belongs to a row above."
    return f"Files of pictures: {files[0]}, {files[1] / 1_000_000:.1f} MB; each belongs to a row above."
