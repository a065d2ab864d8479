"""What was handed in, read whole and turned into steps; whatever is wrong with it, nothing has been changed yet.

Pure work on bytes, and a lot of it: for a thread, one at a time.
"""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from app.basics.errors import Invalid, ParasolError, Refused, Unavailable
from app.leaving import lists, locking, marks, reading_lists, reading_posts, steps, unpacking
from app.leaving.reading_lists import Kind
from app.leaving.reading_posts import BroughtPost
from app.leaving.steps import PostToBring, Report, Step
from app.leaving.unpacking import Archive
from app.media.cleaning import MAX_BYTES, clean_picture
from app.media.forms import CleanPicture
from app.storage.sealing import HouseKey

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_SECONDS: Final = 20 * 60  # of drawing pictures: the next who brings something waits for it
NOT_SAID_TO_BE_MINE: Final = "There are posts in this archive. Say that they are your own, or bring the lists alone."
SOMEBODY_ELSES: Final = "These are the posts of somebody else here. Nothing of it was taken."

_LISTS: Final = {
    lists.FOLLOWING: Kind.FOLLOWING,
    lists.BLOCKED: Kind.BLOCKS,
    lists.MUTED: Kind.MUTES,
    lists.DOMAINS: Kind.DOMAINS,
    marks.LISTS: Kind.LISTS,
    marks.BOOKMARKS: Kind.BOOKMARKS,
}


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file as it was sent. `kind` is for a single list; `mine`: the member says that the posts are theirs."""

    data: bytes
    kind: Kind | None
    mine: bool
    passphrase: str


@dataclass(frozen=True, slots=True)
class Planned:
    """Sealed steps, the report that they will fill, and whether there are posts among them."""

    payloads: list[bytes]
    report: Report
    with_posts: bool


def plan(handed_in: HandedIn, my_uri: str, origin: str, *, key: HouseKey, now: datetime) -> Planned:
    """Raises Refused, Invalid or TooLarge with a sentence for whoever brought it."""
    report = Report(total=0)
    planned = list(_steps(handed_in, my_uri, origin, report, now=now))
    report.total = len(planned)
    return Planned(steps.sealed(planned, key), report, any(step.posts for step in planned))


def _steps(handed_in: HandedIn, my_uri: str, origin: str, report: Report, *, now: datetime) -> Iterator[Step]:
    data = handed_in.data
    if data.startswith(locking.MAGIC):
        data = locking.unlock(data, handed_in.passphrase)
    if data.startswith(unpacking.MAGIC):
        yield from _of_archive(Archive(data), handed_in, my_uri, origin, report, now=now)
    elif handed_in.kind is None:
        raise Invalid("archive", "This is not an archive. If it is a list, choose what it is a list of.")
    else:
        yield from steps.of_lines(reading_lists.read(data, handed_in.kind), handed_in.kind)


def _of_archive(
    archive: Archive, handed_in: HandedIn, my_uri: str, origin: str, report: Report, *, now: datetime
) -> Iterator[Step]:
    if not any(name in archive for name in ("outbox.json", *_LISTS)):
        raise Refused("There is nothing in this archive that can be brought along.")
    if "outbox.json" in archive:
        actor = reading_posts.read_actor(archive.read("actor.json")) if "actor.json" in archive else ""
        outbox = reading_posts.read(archive.read("outbox.json"), actor, now=now)
        if outbox.posts and not handed_in.mine:
            raise Invalid("mine", NOT_SAID_TO_BE_MINE)
        if outbox.author.startswith(origin + "/") and outbox.author != my_uri:
            raise Refused(SOMEBODY_ELSES)
        report.left_out = outbox.left_out
        pictures = _Pictures(archive, report)
        yield from steps.of_posts(pictures.with_post(post) for post in outbox.posts)
    for name, kind in _LISTS.items():
        if name in archive:
            yield from steps.of_lines(reading_lists.read(archive.read(name), kind), kind)


class _Pictures:
    """The pictures of one archive. A thousand posts that name one file, or a thousand slow files, bind nobody else."""

    def __init__(self, archive: Archive, report: Report) -> None:
        self._archive, self._report = archive, report
        self._used = set[str]()
        self._until = time.monotonic() + MOST_SECONDS

    def with_post(self, post: BroughtPost) -> PostToBring:
        """The post with those of its pictures that are there and not too large; what came stays in memory."""
        named, found = list[reading_posts.BroughtPicture](), list[CleanPicture | None]()
        for picture in post.pictures:
            if self._is_here(picture.name):
                named.append(picture)
                found.append(_drawn_anew(self._archive.read(picture.name, MAX_BYTES)))
            else:
                self._report.pictures_refused += 1
        return PostToBring(msgspec.structs.replace(post, pictures=tuple(named)), tuple(found))

    def _is_here(self, name: str) -> bool:
        """Whether it is in the archive, stands in no earlier post, and there is time left to draw it."""
        if name not in self._archive or name in self._used or time.monotonic() > self._until:
            return False
        self._used.add(name)
        return True


def _drawn_anew(data: bytes) -> CleanPicture | None:
    """In a loop of its own, because this runs in a thread. Raises Unavailable when too much is being cleaned."""
    try:
        with ThreadPoolExecutor(1, "cleaning") as apart:
            return apart.submit(asyncio.run, clean_picture(data)).result()
    except Unavailable:
        raise
    except ParasolError:
        return None
