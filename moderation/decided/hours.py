"""For how much longer something may hold on one person's word.

Hours are added up, and not how often: whoever does it for a minute keeps nobody from doing it for long, and two who
take turns do it for no longer than one of them could (decision 0038).
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from app.posts.models import Post
from moderation.cases.models import Case
from moderation.decided.models import Agreement, DecisionRow
from moderation.decided.rules import ONCE_IN
from moderation.measures import ALONE_LASTS, HOLDS_LAST, ON_POSTS, Measure

NOTHING: Final = timedelta()


def left_to_hold(session: Session, case: Case, now: datetime) -> timedelta:
    """How long it may be held in the very words it has now: 72 hours, in however many cases and however often.

    Of a hold in which its author changed it, what came after counts. The database adds up the same (migration 0030).
    """
    edited_at = session.scalar(select(Post.edited_at).where(Post.id == case.post_id))
    lately = (
        DecisionRow.measure == Measure.HOLD,
        DecisionRow.post_id == case.post_id,
        DecisionRow.decided_at > now - ONCE_IN,
    )
    return HOLDS_LAST - _lasted(session, *lately, since=edited_at)


def left_alone(session: Session, case: Case, measure: Measure, now: datetime) -> timedelta:
    """How long that may hold where nobody else could say yes: once in a case, and for 72 hours in all of them.

    Nothing is left where somebody said no to it. What was made to last was not done alone, and does not count.
    """
    alone = DecisionRow.alone_until.is_not(None)
    if _is_any(session, alone, DecisionRow.case_id == case.id):
        return NOTHING
    which = DecisionRow.account_id == case.account_id
    if measure in ON_POSTS:
        which = DecisionRow.post_id == case.post_id
    lately = alone, which, DecisionRow.measure == measure, DecisionRow.decided_at > now - ONCE_IN
    if _is_any(session, *lately, exists().where(Agreement.decision_id == DecisionRow.id, ~Agreement.agrees)):
        return NOTHING
    return ALONE_LASTS - _lasted(session, *lately)


def _lasted(session: Session, *which: ColumnElement[bool], since: datetime | None = None) -> timedelta:
    """How long all of them held together, counted from `since` on; what holds still, until it ends by itself."""
    ends = func.coalesce(DecisionRow.over_at, DecisionRow.alone_until, DecisionRow.ends_at)
    rows = session.execute(select(DecisionRow.in_force_at, ends).where(*which))
    held = ((max(begun, since) if since else begun, end) for begun, end in rows if begun is not None)
    return sum((end - begun for begun, end in held if end > begun), NOTHING)


def _is_any(session: Session, *which: ColumnElement[bool]) -> bool:
    return session.scalar(select(DecisionRow.id).where(*which).limit(1)) is not None
