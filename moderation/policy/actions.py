"""Publishing a version, agreeing to one, and who may read it. How a version is proposed and adopted comes before."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import Account, Community
from app.accounts.rules import must_be_steward
from app.basics.errors import Conflict
from app.basics.text import written
from moderation.policy import rules
from moderation.policy.models import PolicyVersion
from moderation.policy.queries import newest_number


def publish(session: Session, steward_id: int, role: str, source: str, *, based_on: int, now: datetime) -> int:
    """The next version, in force from now on; its number. Earlier ones stay as they are.

    `based_on`: the version that its writer saw (0: none). Raises Forbidden, Invalid, Conflict.
    """
    must_be_steward(role)
    text = rules.checked_source(source)
    rules.must_follow_on(newest_number(session), based_on)
    version = PolicyVersion(
        number=based_on + 1, source=text, html=str(written(text)), published_at=now, published_by=steward_id
    )
    try:
        with session.begin_nested():
            session.add(version)
    except IntegrityError as error:
        raise Conflict(rules.OVERTAKEN) from error
    return version.number


def agree(session: Session, account_id: int, number: int) -> None:
    """The member agrees to the version in force; raises Conflict when another one is by now."""
    rules.must_be_the_newest(newest_number(session), number)
    session.get_one(Account, account_id).agreed_policy = number


def let_strangers_read(session: Session, role: str, is_open: bool) -> None:
    """Whether `/policy` answers everybody or members alone; raises Forbidden."""
    must_be_steward(role)
    session.get_one(Community, 1).policy_is_open = is_open
