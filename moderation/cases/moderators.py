"""Who looks after the house now: the one answer for the desk, for appeals and for the lot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.accounts.models import Account, Credential
from app.accounts.viewer import Viewer

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Moderator:
    """A moderator or steward who acts as one."""

    id: int
    name: str
    role: str

    @property
    def viewer(self) -> Viewer:
        return Viewer.member(self.id, self.role)


def moderators(session: Session) -> Sequence[Moderator]:
    """Those who can take something on, by name: not hidden, neither limited nor suspended, not on their way out."""
    rows = session.execute(
        select(Account.id, Account.name, Account.acts_as)
        .where(
            Account.host == "", Account.acts_as.in_(("moderator", "steward")), Account.is_there,
            exists().where(Credential.account_id == Account.id),
        )
        .order_by(Account.folded)
        .limit(MOST)
    )  # fmt: skip
    return [Moderator(*row) for row in rows]
