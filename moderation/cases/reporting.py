"""Somebody reports something: what they say is sealed, and joined with what others said of the same thing (P17)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.basics.ids import id_at, new_id
from app.jobs.outbox import announce
from app.posts.audience import Audience
from app.posts.queries import PostFacts
from app.storage.inserting import insert_missing
from app.storage.sealing import HouseKey
from moderation.cases import evidence, joining, reported, rules
from moderation.cases.joining import About
from moderation.cases.models import Case, Report
from moderation.cases.rules import Body, Told
from moderation.cases.telling import tell_outcome
from moderation.events import Reported
from moderation.measures import Subject
from moderation.policy import clauses

__all__ = [
    "Told", "is_reporter", "own_report", "report_account", "report_ally", "report_post", "reporters_mark",
    "tell_outcome",
]  # fmt: skip

_SEAL, _MARK = "report", "reporter"
_DAY = timedelta(days=1)


def report_post(
    session: Session,
    viewer: Viewer,
    post_id: int,
    told: Told,
    *,
    key: HouseKey,
    now: datetime,
    opened: Sequence[PostFacts] | None = None,
) -> int:
    """Report a post that the viewer may read; the id of its case, which others may have opened before.

    `opened`: messages as their session opened them: nobody else can (P10), and of these only those are kept that they
    include. Raises NotFound, Refused for one's own, Invalid, TooMany.
    """
    post = reported.post(session, viewer, post_id)
    shown = reported.included(session, viewer, post, told.included, opened or ())
    messages = tuple(one.id for one in shown) if post.audience is Audience.MENTIONED else ()
    about = About(Subject.POST, post.id, account_id=post.author_id, post_id=post.id)
    case_id = _report(session, viewer, about, replace(told, included=messages), key=key, now=now)
    evidence.keep_posts(session, case_id, shown, key=key, now=now)
    return case_id


def report_account(
    session: Session, viewer: Viewer, account_id: int, told: Told, *, key: HouseKey, now: datetime
) -> int:
    """Report somebody's profile, or all that they do. Raises as `report_post`."""
    account = reported.account(session, viewer, account_id)
    about = About(Subject.ACCOUNT, account.id, account_id=account.id)
    case_id = _report(session, viewer, about, replace(told, included=()), key=key, now=now)
    evidence.keep_profile(session, case_id, account, key=key, now=now)
    return case_id


def report_ally(session: Session, viewer: Viewer, ally_id: int, told: Told, *, key: HouseKey, now: datetime) -> int:
    """Report a whole house. Raises as `report_post`."""
    about = About(Subject.ALLY, reported.ally(session, viewer, ally_id).id, ally_id=ally_id)
    return _report(session, viewer, about, replace(told, included=()), key=key, now=now)


def reporters_mark(account_id: int, key: HouseKey) -> bytes:
    """What stands for somebody who reports: nobody without the key file joins the two (P17)."""
    return key.keyed_hash(str(account_id).encode(), _MARK)


def own_report(session: Session, case_id: int, account_id: int, *, key: HouseKey) -> int | None:
    """The id of what that account itself reported in the case: the case's own would tell when somebody was first."""
    mark = reporters_mark(account_id, key)
    return session.scalar(select(Report.id).where(Report.case_id == case_id, Report.reporter_mark == mark))


def is_reporter(session: Session, case_id: int, account_id: int, *, key: HouseKey) -> bool:
    """Whether that account is among those who reported what the case is about."""
    return own_report(session, case_id, account_id, key=key) is not None


def body_of(sealed: bytes, key: HouseKey) -> Body:
    """What one person reported; raises SealBroken."""
    return msgspec.json.decode(key.open(sealed, _SEAL), type=Body)


def sealed(body: Body, key: HouseKey) -> bytes:
    return key.seal(msgspec.json.encode(body), _SEAL)


def _report(session: Session, viewer: Viewer, about: About, told: Told, *, key: HouseKey, now: datetime) -> int:
    if viewer.account_id is None:
        raise NotFound
    rules.must_be_somebody_elses(about.account_id, viewer.account_id)
    in_force = clauses.in_force(session, now=now)
    told = rules.checked(told, [clause.key for clause in in_force])
    mark = reporters_mark(viewer.account_id, key)
    earlier = _earlier(session, joining.open_case(session, about), mark)
    if earlier is None:
        rules.must_be_few(_open_since(session, mark, now - _DAY))
    case_id = joining.join(session, about, urgency=told.urgency, asks_hold=told.asks_hold, now=now)
    earlier = _earlier(session, case_id, mark)
    if earlier is not None:
        _add(earlier, told, key)
        return case_id
    version = in_force[0].version if in_force else 0
    body = Body(
        viewer.account_id, version, told.clause_key, told.words, told.wish, told.urgency, told.asks_hold, told.included
    )
    row = {
        "id": new_id(now), "case_id": case_id, "reporter_mark": mark, "urgency": told.urgency,
        "body_sealed": sealed(body, key), "made_at": now,
    }  # fmt: skip
    insert_missing(session, Report, row)
    joining.count_one_more(session, case_id)
    announce(session, Reported(case_id))
    return case_id


def _earlier(session: Session, case_id: int | None, mark: bytes) -> Report | None:
    """What the same person reported of it before: they are one reporter, however often they say it."""
    return session.scalars(select(Report).where(Report.case_id == case_id, Report.reporter_mark == mark)).one_or_none()


def _add(report: Report, told: Told, key: HouseKey) -> None:
    report.body_sealed = sealed(rules.added(body_of(report.body_sealed, key), told), key)
    report.urgency = max(report.urgency, told.urgency)


def _open_since(session: Session, mark: bytes, since: datetime) -> int:
    """How many of somebody's reports since then nobody has decided."""
    theirs = Report.reporter_mark == mark, Report.id >= id_at(since)
    query = select(func.count()).select_from(Report).join(Case, Case.id == Report.case_id)
    return session.scalar(query.where(*theirs, Case.closed_at.is_(None))) or 0
