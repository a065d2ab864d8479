"""What is in force about posts of somebody's own, for the line above each. Nobody else is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from moderation.appeals.models import Appeal
from moderation.decided.models import DecisionRow
from moderation.measures import ON_POSTS, Measure

MOST_ASKED: Final = 200
# What matters most to its author comes first.
_WEIGHT: Final = (Measure.REMOVE, Measure.HOLD, Measure.HIDE_PICTURE, Measure.ADD_WARNING, Measure.ASK_CHANGE)


@dataclass(frozen=True, slots=True)
class AboutPost:
    """One decision in force, and whether its appeal is being heard."""

    decision_id: int
    measure: Measure
    ends_at: datetime | None
    is_appealed: bool


def about_posts(session: Session, viewer: Viewer, post_ids: Sequence[int]) -> dict[int, AboutPost]:
    """The weightiest decision about each of these posts, as far as they are the viewer's own."""
    if viewer.account_id is None:
        return {}
    query = (
        select(DecisionRow.post_id, DecisionRow.id, DecisionRow.measure, DecisionRow.ends_at, Appeal.outcome)
        .outerjoin(Appeal, Appeal.decision_id == DecisionRow.id)
        .where(
            DecisionRow.post_id.in_(post_ids[:MOST_ASKED]),
            DecisionRow.account_id == viewer.account_id,
            DecisionRow.subject == "post",
            DecisionRow.measure.in_(ON_POSTS),
            DecisionRow.in_force_at.is_not(None),
            DecisionRow.over_at.is_(None),
        )
        .order_by(DecisionRow.id)
    )
    found: dict[int, list[AboutPost]] = {}
    for post_id, decision_id, measure, ends_at, outcome in session.execute(query):
        about = AboutPost(decision_id, Measure(measure), ends_at, is_appealed=outcome == "")
        found.setdefault(int(post_id or 0), []).append(about)
    return {post_id: min(those, key=lambda one: _WEIGHT.index(one.measure)) for post_id, those in found.items()}
