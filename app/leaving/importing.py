"""Bringing along: an archive or a list is read whole before anything is done, then worked off in steps.

Nobody but allies is ever asked for anything (P20): who can be reached from here is for `find` to say, which wiring
hands in.
"""

import base64
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.actions import blocking, following
from app.accounts.models import Follow
from app.accounts.queries import AccountFacts
from app.allies import queries as allies
from app.basics.errors import ParasolError, Unavailable
from app.basics.ids import new_token
from app.basics.text import clean, plain, render, tidy
from app.jobs import queue
from app.jobs.queue import Waiting
from app.jobs.runner import Outcome
from app.leaving import steps
from app.leaving.reading_lists import Kind
from app.leaving.steps import PostToBring, Report, Step
from app.leaving.taking_up_marks import bookmark_here, fill_list
from app.media import storing
from app.posts.actions.bringing import Brought, KeptPicture, bring_post
from app.posts.models import Post
from app.posts.rules import LONGEST_DESCRIPTION, LONGEST_WARNING
from app.storage.house import House
from app.storage.sealing import HouseKey

log = logging.getLogger("parasol.import")

GIVE_UP_AFTER: Final = timedelta(days=1)
LONGEST_SOURCE: Final = 5_000

# Of these somebody may have to be looked up; for everything else it is enough to look here.
_PEOPLE: Final = {Kind.FOLLOWING, Kind.BLOCKS, Kind.MUTES}

Find = Callable[[str], Awaitable[int | None]]


def import_lane(house: House, find: Find, clock: Callable[[], datetime]) -> Callable[[int], Awaitable[Outcome]]:
    """What the runner calls with a member's id. `find`: who answers to `name@host`, here or at an ally."""

    async def work(account_id: int) -> Outcome:
        waiting = await house.database.read(queue.head_of, steps.QUEUE, account_id, most=1)
        if not waiting:
            return Outcome()
        job, step = waiting[0], steps.opened(waiting[0].payload, house.key)
        try:
            found = [(line, await find(line[0])) for line in step.lines] if step.kind in _PEOPLE else []
            pictures = [await _stored(house, post) for post in step.posts]
        except (Unavailable, OSError):
            if clock() - job.queued_at < GIVE_UP_AFTER:
                return Outcome(failed=True)
            found, pictures, step = [], [], Step()
        left_over = await house.database.write(_done, house, account_id, job, step, found, pictures, now=clock())
        for blob in left_over:
            await storing.remove(house.blobs, blob)
        return Outcome(more=True)

    return work


def address_here(origin: str, key: HouseKey, account_id: int, uri: str) -> str:
    """Where somebody's post of elsewhere stands here: always the same, so that bringing it twice makes one."""
    token = key.keyed_hash(f"{account_id} {uri}".encode(), "brought post", size=16)
    return f"{origin}/ap/posts/{base64.urlsafe_b64encode(token).decode().rstrip('=')}"


async def _stored(house: House, post: PostToBring) -> list[KeptPicture | None]:
    """Each picture's files, None for one that could not be drawn anew. Raises Unavailable and OSError."""
    kept: list[KeptPicture | None] = []
    for cleaned, picture in zip(post.pictures, post.post.pictures, strict=False):
        if cleaned is None:
            kept.append(None)
            continue
        blob = new_token()
        await storing.store(house.blobs, blob, cleaned)
        kept.append(KeptPicture(cleaned, blob, tidy(picture.description)[:LONGEST_DESCRIPTION]))
    return kept


def _done(
    session: Session,
    house: House,
    account_id: int,
    job: Waiting,
    step: Step,
    found: Sequence[tuple[tuple[str, bool], int | None]],
    pictures: Sequence[Sequence[KeptPicture | None]],
    *,
    now: datetime,
) -> list[str]:
    """Do the step and take it out of the queue, both or neither; the files that nothing names in the end."""
    queue.done(session, steps.QUEUE, job)
    author, report = accounts.by_id(session, account_id), steps.report_of(session, account_id, house.key) or Report(0)
    left_over: list[str] = []
    report.done += 1
    if author is None or author.name.startswith("~"):
        return [one.blob for each in pictures for one in each if one is not None]
    for post, cleaned in zip(step.posts, pictures, strict=False):
        left_over += _bring(session, house, author, post, cleaned, report, now=now)
    for (address, switch), target in found:
        _stand(session, account_id, Kind(step.kind), address, target, switch, report, now=now)
    if step.kind == Kind.DOMAINS:
        for host, _ in step.lines:
            _keep_away_from(session, account_id, host, report)
    words = [word for word, _ in step.lines]
    if step.kind == Kind.LISTS:
        fill_list(session, house, account_id, step.title, words, report, now=now)
    if step.kind == Kind.BOOKMARKS:
        bookmark_here(session, account_id, words, report, now=now)
    steps.keep_report(session, account_id, report, house.key)
    return left_over


def _bring(
    session: Session, house: House, author: AccountFacts, to_bring: PostToBring,
    cleaned: Sequence[KeptPicture | None], report: Report, *, now: datetime,
) -> list[str]:  # fmt: skip
    post, origin = to_bring.post, house.settings.origin
    kept = [one for one in cleaned if one is not None]
    if author.may_not_post:  # decided while it was on its way
        report.paused += 1
        return [one.blob for one in kept]
    if _is_here(session, author.id, post.uri):
        report.here_already += 1
        return [one.blob for one in kept]
    report.pictures_refused += len(post.pictures) - len(kept)
    source = tidy(post.source)[:LONGEST_SOURCE] if post.source else ""
    content = str(render(source, {})) if source else str(clean(post.content))
    if not content and not kept:
        report.left_out += 1
        return []
    brought = Brought(
        uri=address_here(origin, house.key, author.id, post.uri),
        source=source or plain(post.content)[:LONGEST_SOURCE],
        content=content,
        warning=plain(post.warning)[:LONGEST_WARNING],
        language=post.language,
        written_at=post.written_at,
        reply_to=_parent_here(session, house, author.id, post.reply_to),
        pictures=kept,
    )
    if bring_post(session, author, brought, origin=origin, now=now):
        report.posts += 1
        return []
    report.here_already += 1
    return [one.blob for one in kept]


def _stand(
    session: Session, me: int, kind: Kind, address: str, target: int | None, switch: bool, report: Report,
    *, now: datetime,
) -> None:  # fmt: skip
    """Ask to follow, block or mute; whoever is not there is named in the report."""
    if target is None:
        report.not_reached.append(address)
        return
    try:
        with session.begin_nested():
            if kind is Kind.FOLLOWING:
                following.ask_to_follow(session, me, target, now=now)
                session.get_one(Follow, (me, target)).shows_boosts = switch
                report.asked += 1
            elif kind is Kind.BLOCKS:
                blocking.block(session, me, target, now=now)
                report.blocked += 1
            else:
                blocking.mute(session, me, target, notifications=switch, now=now)
                report.muted += 1
    except ParasolError:
        report.not_reached.append(address)


def _keep_away_from(session: Session, me: int, host: str, report: Report) -> None:
    ally = allies.by_host(session, host)
    try:
        if ally is None:
            raise Unavailable
        blocking.block_house(session, me, ally.id)
        report.houses += 1
    except ParasolError:
        report.not_reached.append(host)


def _is_here(session: Session, me: int, uri: str) -> bool:
    """Whether the post itself never went away: an archive of this very house."""
    return session.scalar(select(Post.id).where(Post.uri == uri, Post.author_id == me)) is not None


def _parent_here(session: Session, house: House, me: int, uri: str) -> str:
    if not uri or _is_here(session, me, uri):
        return uri
    return address_here(house.settings.origin, house.key, me, uri)
