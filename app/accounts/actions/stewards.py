"""A house is not left without a steward while anybody lives in it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import rules
from app.accounts.community import in_turn
from app.accounts.models import Account, Credential
from app.basics.errors import Invalid

LAST_STEWARD = "You are the only steward here. Name a member who is to keep the house."
NOBODY_OF_THAT_NAME = "No member of this house has that name."


def is_the_last(session: Session, account_id: int) -> bool:
    """Whether this is a steward without whom the others here would have none.

    Also one who is limited or suspended: once that is lifted, the house has its steward again.
    """
    account = session.get(Account, account_id)
    if account is None or account.role != "steward":
        return False
    others = select(Account.acts_as, Account.is_away).join(Credential, Credential.account_id == Account.id)
    rest = session.execute(others.where(Account.host == "", Account.id != account_id).distinct()).all()
    return bool(rest) and not any(role == "steward" and not away for role, away in rest)


def must_leave_one_behind(session: Session, account: Account, successor: str) -> None:
    """The last steward hands the house to `successor`, by name, and is a member from then on; others need nobody.

    Raises Invalid without somebody who is here and under no decision that keeps them from deciding for others.
    """
    in_turn(session)  # two stewards who go in the same moment would leave nobody
    session.refresh(account)
    if not is_the_last(session, account.id):
        return
    name = successor.strip().removeprefix("@")
    if not name:
        raise Invalid("successor", LAST_STEWARD)
    _member_called(session, name, not_being=account.id).role = "steward"
    # Handed over, not multiplied: who else is a steward is not for one of them to say.
    account.role = "member"


def _member_called(session: Session, name: str, *, not_being: int) -> Account:
    found = session.scalars(
        select(Account).where(
            Account.folded == rules.folded(name),
            Account.host == "",
            Account.id != not_being,
            Account.is_there,
            ~Account.limited,
        )
    ).one_or_none()
    if found is None:
        raise Invalid("successor", NOBODY_OF_THAT_NAME)
    return found
