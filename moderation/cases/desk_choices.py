"""How a moderator looks at cases: with pictures that they ask for, or without any."""

from sqlalchemy.orm import Session

from app.accounts.rules import must_be_moderator
from app.accounts.viewer import Viewer
from app.basics.errors import NotSignedIn
from moderation.cases.desk_models import DeskChoice


def is_without_pictures(session: Session, who: Viewer) -> bool:
    """Whether this moderator wants to see no picture there at all."""
    found = session.get(DeskChoice, who.account_id)
    return found is not None and found.without_pictures


def look_without_pictures(session: Session, who: Viewer, without: bool) -> None:
    """From now on no picture is shown to them, or each on asking again. Raises Forbidden."""
    must_be_moderator(who.role)
    if who.account_id is None:
        raise NotSignedIn
    session.merge(DeskChoice(account_id=who.account_id, without_pictures=without))
