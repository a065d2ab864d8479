"""Thanks for the same post on one day, and who began to follow on one day, are one line. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from app.accounts.queries import AccountFacts
from app.basics.ids import id_at, time_of
from app.notifications.told import Told
from app.posts.queries import PostFacts

TOGETHER: Final = ("favourite", "reblog", "follow")
"""The kinds that are put together; of every other each stands alone."""
_ALONE: Final = "ungrouped"
_FIRST_DAY: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_DAYS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Key:
    """What those in one line have in common: all of a kind, about a post or none, told `since` and before `until`.

    Both are ids of notifications.
    """

    kind: str
    post_id: int | None
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Group:
    """One line: everything that was told under a key, the newest first."""

    key: str
    told: tuple[Told, ...]

    @property
    def newest(self) -> Told:
        return self.told[0]

    @property
    def kind(self) -> str:
        return self.newest.kind

    @property
    def post(self) -> PostFacts | None:
        return self.newest.post

    @property
    def senders(self) -> tuple[AccountFacts, ...]:
        """Each once, who came last first."""
        return tuple({one.sender.id: one.sender for one in self.told}.values())

    @property
    def seen(self) -> bool:
        return all(one.seen for one in self.told)


def gathered(told: Sequence[Told], most: int, together: Collection[str] = TOGETHER) -> list[Group]:
    """The first so many lines of what was told, newest first, as far as no further line would begin.

    What comes after the last one taken is for the next page, where a line may go on.
    """
    lines: dict[str, list[Told]] = {}
    for one in told:
        key = key_of(one, together)
        if key not in lines and len(lines) == most:
            break
        lines.setdefault(key, []).append(one)
    return [Group(key, tuple(found)) for key, found in lines.items()]


def key_of(one: Told, together: Collection[str] = TOGETHER) -> str:
    """The name of the line in which it stands."""
    if one.kind not in together or one.kind not in TOGETHER:
        return f"{_ALONE}-{one.id}"
    day = (time_of(one.id) - _FIRST_DAY).days
    return f"{one.kind}-{one.about or 0}-{day}"


def read_key(word: str) -> Key | None:
    """What a line's name says; None for what can be none."""
    kind, _, rest = word.partition("-")
    numbers = [int(part) for part in rest.split("-") if part.isascii() and part.isdigit() and len(part) <= 19]
    if len(numbers) != rest.count("-") + 1 or any(number >= 1 << 63 for number in numbers):
        return None
    if kind == _ALONE and len(numbers) == 1:
        return Key("", None, numbers[0], numbers[0] + 1)
    if kind in TOGETHER and len(numbers) == 2 and numbers[1] < _MOST_DAYS and (kind == "follow") is (numbers[0] == 0):
        since = _FIRST_DAY + timedelta(days=numbers[1])
        return Key(kind, numbers[0] or None, id_at(since), id_at(since + timedelta(days=1)))
    return None
