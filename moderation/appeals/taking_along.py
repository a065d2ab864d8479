"""What a member asked to be looked at again, for the archive of everything of theirs: both sides, and no name."""

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy.orm import Session

from app.storage.sealing import HouseKey
from moderation.appeals import queries
from moderation.appeals.lines import lines_of
from moderation.appeals.queries import OwnAppeal

APPEALS: Final = "appeals.json"
MOST: Final = 10_000


def files(session: Session, account_id: int, *, key: HouseKey) -> dict[str, str]:
    """The file's name and content, the oldest first. Nothing where they never appealed."""
    own = queries.all_own(session, account_id, key=key, most=MOST)
    told = [_told(session, one, key) for one in reversed(own)]
    return {APPEALS: msgspec.json.format(msgspec.json.encode(told)).decode()} if told else {}


def _told(session: Session, one: OwnAppeal, key: HouseKey) -> dict[str, object]:
    """`decision`: its id in `decisions.json`."""
    return {
        "decision": str(one.decision_id),
        "measure": one.measure.value,
        "opened_at": _moment(one.opened_at),
        "said": [
            {"by": "you" if line.by_subject else "house", "words": line.words, "at": _moment(line.at)}
            for line in lines_of(session, one.id, key=key)
        ],
        "outcome": one.outcome,
        "answer": one.reason,
        "answered_at": _moment(one.answered_at),
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
