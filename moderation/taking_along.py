"""What moderators keep about a member that is the member's own, for the archive of everything of theirs."""

from sqlalchemy.orm import Session

from app.storage.sealing import HouseKey
from moderation.appeals import taking_along as appeals
from moderation.cases import taking_along as reports
from moderation.decided import taking_along as decisions


def files(session: Session, account_id: int, *, key: HouseKey, with_reports: bool) -> dict[str, str]:
    """Names and contents: what was decided about them; `with_reports`, what they said to that and what they reported.

    Those two say who was reported, and an archive is made to be handed to another house (P17).
    """
    decided = decisions.files(session, account_id, key=key)
    if not with_reports:
        return decided
    return {
        **decided,
        **appeals.files(session, account_id, key=key),
        **reports.files(session, account_id, key=key),
    }
