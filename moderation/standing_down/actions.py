"""Standing a moderator or a steward down, at once: because they leave, or because somebody else has their phone.

What they held goes back to the queue or to a named other. A steward is stood down by a steward; a house is never left
without one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, NoReturn

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts import rules
from app.accounts.actions.signing_in import end_every_way_in
from app.accounts.community import in_turn
from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.basics.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.basics.ids import new_id
from app.storage.portions import delete_some
from app.storage.sealing import HouseKey
from moderation.amending.models import Term
from moderation.standing_down import handing_over
from moderation.standing_down.ages import LASTS
from moderation.standing_down.models import StoodDown

LOOKS_AFTER: Final = ("moderator", "steward")

NOT_YOU = "Only moderators and stewards can do this."
STEWARDS_ALONE = "A steward is stood down by another steward."
LAST_STEWARD = "You are the only steward here. Somebody else has to be one before."
NOBODY_ANY_MORE = "They do not look after this house any more. Nothing was changed."
NO_SUCH_MODERATOR = "No other moderator or steward has that name."


@dataclass(frozen=True, slots=True)
class Choice:
    """What happens beside. `hand_to`: the name of whoever takes over what they held; empty for the queue."""

    ends_sessions: bool = False
    hand_to: str = ""


def stand_down(session: Session, who: Viewer, account_id: int, choice: Choice, *, key: HouseKey, now: datetime) -> None:
    """They are a member like others from now on, and everybody here can read that this was done, and by whom.

    Raises NotFound, Forbidden, Conflict when somebody was faster, Invalid naming `hand_to`.
    """
    keepers = _all_held(session)
    doing = keepers.get(who.account_id or 0)
    if doing is None:
        raise Forbidden(NOT_YOU)
    done_to = keepers.get(account_id) or _nobody_any_more(session, account_id)
    must_be_possible(doing.id, doing.role, done_to.id, done_to.role, _stewards(keepers))
    successor = _named(keepers, choice.hand_to, not_being=account_id)
    session.add(StoodDown(id=new_id(now), account_id=account_id, stood_down_by=doing.id, role=done_to.role, at=now))
    done_to.role = "member"
    session.execute(delete(Term).where(Term.account_id == account_id))
    handing_over.hand_over_all(session, account_id, successor, key=key, now=now)
    if choice.ends_sessions:
        end_every_way_in(session, account_id)


def must_be_possible(doing_id: int, doing_role: str, done_to_id: int, done_to_role: str, stewards: int) -> None:
    """A moderator stands moderators down, a steward everybody; the last steward stays. Raises Forbidden, Refused."""
    if done_to_role == "steward" and doing_role != "steward":
        raise Forbidden(STEWARDS_ALONE)
    if done_to_id == doing_id and done_to_role == "steward" and stewards < 2:
        raise Refused(LAST_STEWARD)


def forget_old(session: Session, now: datetime) -> bool:
    """A sweep: who was stood down long ago. Whether there may be more."""
    return delete_some(session, StoodDown, StoodDown.at <= now - LASTS)


def _all_held(session: Session) -> dict[int, Account]:
    """Everybody who looks after the house, held: of two who stand each other down one comes first.

    What only names one of them, as a case that somebody takes, waits for nothing here.
    """
    in_turn(session)
    rows = session.scalars(
        select(Account)
        .where(Account.host == "", Account.role.in_(LOOKS_AFTER))
        .order_by(Account.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {one.id: one for one in rows}


def _nobody_any_more(session: Session, account_id: int) -> NoReturn:
    somebody = session.get(Account, account_id)
    if somebody is None or somebody.host:
        raise NotFound
    raise Conflict(NOBODY_ANY_MORE)


def _stewards(keepers: dict[int, Account]) -> int:
    """Those who can act: whoever hides, or is limited or suspended, does not keep the house."""
    return sum(one.acts_as == "steward" and not one.is_away for one in keepers.values())


def _named(keepers: dict[int, Account], name: str, *, not_being: int) -> Viewer | None:
    wanted = rules.folded(name.strip().removeprefix("@"))
    if not wanted:
        return None
    for one in keepers.values():
        if one.folded == wanted and one.id != not_being:
            return Viewer.member(one.id, one.role)
    raise Invalid("hand_to", NO_SUCH_MODERATOR)
