"""What a member reported, for the archive of everything of theirs: their own words, and what came of it.

As on their page, nothing in it is shared with others who reported the same, or tells whether anybody did (P17).
"""

from collections.abc import Iterator
from typing import Final

import msgspec
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.storage.sealing import HouseKey
from moderation.cases import reported
from moderation.cases.reporting import body_of, reporters_mark
from moderation.cases.rules import Body
from moderation.cases.telling import Reported, reported_by
from moderation.policy import clauses

REPORTS: Final = "reports.json"
PORTION: Final = 200


def files(session: Session, account_id: int, *, key: HouseKey) -> dict[str, str]:
    """The file's name and content, the oldest first. Nothing where they reported nothing that is still kept."""
    told = [_told(session, Viewer.member(account_id), one, key) for one in _every(session, account_id, key)]
    return {REPORTS: msgspec.json.format(msgspec.json.encode(told[::-1])).decode()} if told else {}


def _every(session: Session, account_id: int, key: HouseKey) -> Iterator[Reported]:
    """The newest first."""
    mark, before = reporters_mark(account_id, key), None
    while found := reported_by(session, mark, before=before, limit=PORTION):
        yield from found
        before = found[-1].id


def _told(session: Session, viewer: Viewer, one: Reported, key: HouseKey) -> dict[str, object]:
    """`whose` is empty where it is there for them no more. `shown`: the messages that they included."""
    body = body_of(one.body_sealed, key)
    return {
        "about": one.subject,
        "id": str(one.subject_id),
        "whose": reported.whose(session, viewer, one.subject, one.subject_id),
        "policy": _clause(session, body),
        "words": [words for words in (body.words, *body.more) if words],
        "wish": body.wish,
        "urgency": body.urgency,
        "asks_hold": body.asks_hold,
        "shown": [str(message) for message in body.included],
        "reported_at": one.made_at.isoformat(timespec="seconds"),
        "looked_at": one.looked_at,
        "outcomes": [outcome.value for outcome in one.outcomes],
    }


def _clause(session: Session, body: Body) -> dict[str, object] | None:
    """The one that they chose, as it stood; None where they chose none."""
    try:
        found = clauses.clause(session, body.version, body.clause)
    except NotFound:
        return None
    return {"version": found.version, "clause": found.label, "title": found.title}
