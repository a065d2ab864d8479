"""Whether somebody may say anything new here: asked by every act that says something, in its own transaction."""

from typing import Final

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.basics.errors import Forbidden, Invalid
from app.storage import Prepared

PAUSED: Final = "Posting is paused for you: people decided so. The decision says why, and how to appeal."

_stopped = Prepared(
    lambda: select(or_(Account.posting_paused, Account.suspended)).where(Account.id == bindparam("account_id"))
)


class PostingPaused(Invalid):
    """Decided by people, and said beside the text, so that nothing typed is lost."""

    status = Forbidden.status

    def __init__(self, field: str = "text") -> None:
        super().__init__(field, PAUSED)


def must_be_free_to_post(session: Session, account_id: int, field: str = "text") -> None:
    """Raises PostingPaused, said beside that field.

    Reading, deleting, taking along and appealing stay free; so does saying thank you.
    """
    if any(stopped for (stopped,) in _stopped.rows(session, account_id=account_id)):
        raise PostingPaused(field)
