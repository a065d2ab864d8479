"""An import on its way: what is still to be done, and what has been, sealed among the jobs and gone with them (P10)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.accounts.may_post import must_be_free_to_post
from app.basics.errors import Conflict
from app.jobs import queue
from app.jobs.bell import ring_after_commit
from app.jobs.models import Job
from app.leaving.reading_lists import Kind, Line
from app.leaving.reading_posts import BroughtPost
from app.media.forms import CleanPicture
from app.storage.sealing import HouseKey

QUEUE = "import"
# Never worked through: it holds what was done for its member to read.
REPORTS = "imported"
REPORTS_LAST = timedelta(days=7)
MOST_NAMED = 1_000

_SEAL = "queue"
_MANY_POSTS, _MANY_LINES = 25, 20


class PostToBring(msgspec.Struct, frozen=True):
    """A post and its pictures, drawn anew: one for each of `post.pictures`, None for one that cannot be (P26)."""

    post: BroughtPost
    pictures: Sequence[CleanPicture | None] = ()


class Step(msgspec.Struct, frozen=True):
    """What is done in one go: some posts, or some lines of one file; `title`: of the list that they are in."""

    posts: Sequence[PostToBring] = ()
    lines: Sequence[tuple[str, bool]] = ()
    kind: str = ""
    title: str = ""


class Report(msgspec.Struct):
    """How far an import has come. `not_reached` are addresses that nobody here or at an ally answers to."""

    total: int
    done: int = 0
    posts: int = 0
    here_already: int = 0
    left_out: int = 0
    paused: int = 0
    pictures_refused: int = 0
    asked: int = 0
    blocked: int = 0
    muted: int = 0
    houses: int = 0
    in_lists: int = 0
    not_in_lists: int = 0
    bookmarked: int = 0
    not_bookmarked: int = 0
    not_reached: list[str] = []

    @property
    def is_over(self) -> bool:
        return self.done >= self.total


def of_posts(posts: Iterable[PostToBring]) -> Iterator[Step]:
    """Posts with pictures one by one, the others many at once, in their order."""
    some: list[PostToBring] = []
    for post in posts:
        if post.pictures or len(some) == _MANY_POSTS:
            yield from [Step(posts=tuple(some))] if some else []
            some = []
        if post.pictures:
            yield Step(posts=(post,))
        else:
            some.append(post)
    if some:
        yield Step(posts=tuple(some))


def of_lines(lines: Sequence[Line], kind: Kind) -> Iterator[Step]:
    by_title: dict[str, list[tuple[str, bool]]] = {}
    for line in lines:
        by_title.setdefault(line.title, []).append((line.address, line.switch))
    for title, pairs in by_title.items():
        for start in range(0, len(pairs), _MANY_LINES):
            yield Step(lines=pairs[start : start + _MANY_LINES], kind=kind.value, title=title)


def sealed(steps: Iterable[Step], key: HouseKey) -> list[bytes]:
    """As they lie in the queue. Takes a while for a large archive: not for the event loop."""
    return [key.seal(msgspec.msgpack.encode(step), _SEAL) for step in steps]


def begin(
    session: Session, account_id: int, payloads: Sequence[bytes], report: Report, *, with_posts: bool = False,
    key: HouseKey, now: datetime,
) -> None:  # fmt: skip
    """Queue all of it or nothing; raises Conflict while an earlier import is under way.

    `with_posts`: there are posts among it, which raises PostingPaused for whoever may say nothing new.
    """
    if with_posts:
        must_be_free_to_post(session, account_id)
    if queue.depth(session, QUEUE, account_id):
        raise Conflict("An import of yours is still under way. Please wait until it is done.")
    forget_report(session, account_id)
    queue.enqueue(session, REPORTS, account_id, "report", key.seal(msgspec.msgpack.encode(report), _SEAL), now=now)
    rows = [
        {"queue": QUEUE, "lane": account_id, "kind": "step", "payload": payload, "queued_at": now}
        for payload in payloads
    ]
    if rows:
        session.execute(insert(Job), rows)
    ring_after_commit(session)


def opened(payload: bytes, key: HouseKey) -> Step:
    return msgspec.msgpack.decode(key.open(payload, _SEAL), type=Step)


def report_of(session: Session, account_id: int, key: HouseKey) -> Report | None:
    """The member's last import, if they have not put it away."""
    row = _row(session, account_id)
    return None if row is None else msgspec.msgpack.decode(key.open(row.payload, _SEAL), type=Report)


def keep_report(session: Session, account_id: int, report: Report, key: HouseKey) -> None:
    row = _row(session, account_id)
    if row is not None:
        report.not_reached = report.not_reached[:MOST_NAMED]
        row.payload = key.seal(msgspec.msgpack.encode(report), _SEAL)


def forget_report(session: Session, account_id: int) -> None:
    """Put it away. What is under way goes on."""
    session.execute(delete(Job).where(Job.queue == REPORTS, Job.lane == account_id))


def forget_all(session: Session, account_id: int) -> None:
    """Somebody has left: nothing is brought any more."""
    session.execute(delete(Job).where(Job.queue.in_((QUEUE, REPORTS)), Job.lane == account_id))


def forget_old(session: Session, now: datetime) -> None:
    """A sweep: what was done a week ago."""
    session.execute(delete(Job).where(Job.queue == REPORTS, Job.queued_at <= now - REPORTS_LAST))


def _row(session: Session, account_id: int) -> Job | None:
    return session.scalars(select(Job).where(Job.queue == REPORTS, Job.lane == account_id).limit(1)).one_or_none()
