"""Of whom a member is told nothing, as a form for SELECTs over `accounts`."""

from sqlalchemy import ColumnElement, and_, or_

from app.accounts.apart import Somebody, any_block, any_unwelcome, blocked, house_blocked, silenced
from app.accounts.models import Account


def not_to_be_told_of(me: Somebody) -> ColumnElement[bool]:
    """Blocked either way, muted with notifications, or of a house the member wants nothing of."""
    apart = and_(any_block(me), blocked(me, Account.id))
    silent = and_(any_unwelcome(me), or_(silenced(me, Account.id), house_blocked(me, Account.ally_id)))
    return or_(apart, silent)
