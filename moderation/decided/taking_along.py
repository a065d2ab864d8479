"""What was decided about a member, for the archive of everything of theirs."""

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.storage.sealing import HouseKey
from moderation.decided.models import DecisionRow
from moderation.decided.notices import Notice, notice_of

DECISIONS: Final = "decisions.json"
MOST: Final = 10_000


def files(session: Session, account_id: int, *, key: HouseKey) -> dict[str, str]:
    """The file's name and content: each as they read it, the oldest first. Nothing where nothing was decided."""
    mine = DecisionRow.account_id == account_id, DecisionRow.in_force_at.is_not(None)
    rows = session.scalars(select(DecisionRow).where(*mine).order_by(DecisionRow.id).limit(MOST)).all()
    told = [_told(notice_of(session, row, key=key)) for row in rows]
    return {DECISIONS: msgspec.json.format(msgspec.json.encode(told)).decode()} if told else {}


def _told(notice: Notice) -> dict[str, object]:
    clause = notice.clause
    return {
        "id": str(notice.id),
        "measure": notice.measure,
        "about": notice.subject,
        "post": None if notice.post_id is None else str(notice.post_id),
        "policy": {
            "version": clause.version, "clause": clause.label, "title": clause.title, "asks": clause.asks,
            "why": clause.why,
        },
        "reason": notice.reason,
        "particulars": {name: notice.particulars[name] for name in notice.particulars if name == "warning"},
        "seen": notice.described,
        "in_force_at": _moment(notice.in_force_at),
        "ends_at": _moment(notice.until),
        "appeal_until": _moment(notice.appeal_until),
        "over_at": _moment(notice.over_at),
        "outcome": notice.outcome,
    }  # fmt: skip


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
