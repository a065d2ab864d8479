"""Who keeps away from whom, as forms for the SELECTs of other slices.

A block is permission and goes both ways. What somebody does not want to see themselves (mutes, blocked houses) is not:
nobody else's reading changes with it. In each form an account is its id, or a column or parameter that holds one.
However deep a form stands in a SELECT, only the rows of its own table are its own.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from app.accounts.models import AllyBlock, Block, Mute
from app.storage.moments import this_moment

Somebody = Any

# Made once: to make an alias anew takes longer than all the rest of such a form.
_one_side, _other_side = aliased(Block), aliased(Block)


def blocked(one: Somebody, other: Somebody) -> ColumnElement[bool]:
    """Whether either of the two has blocked the other: two look-ups by key."""
    return or_(
        _any(_one_side, _one_side.account_id == one, _one_side.target_id == other),
        _any(_other_side, _other_side.account_id == other, _other_side.target_id == one),
    )


def any_block(me: Somebody) -> ColumnElement[bool]:
    """Whether somebody is on either side of any block. Asked once a SELECT, so that most members pay nothing."""
    return or_(_any(_one_side, _one_side.account_id == me), _any(_other_side, _other_side.target_id == me))


def keeps_away(me: Somebody) -> ColumnElement[bool]:
    """Whether there is anybody at all from whom somebody keeps away, or who keeps away from them.

    Read with a session or a token (`Viewer.keeps_away`): for most members every list is the shorter SELECT then.
    """
    return or_(any_block(me), any_unwelcome(me))


def muted(me: Somebody, other: Somebody) -> ColumnElement[bool]:
    """Whether somebody does not want to see the other."""
    return _any(Mute, Mute.account_id == me, Mute.target_id == other, mute_holds())


def silenced(me: Somebody, other: Somebody) -> ColumnElement[bool]:
    """The same for a mute that is meant for notifications as well."""
    return _any(Mute, Mute.account_id == me, Mute.target_id == other, Mute.notifications.is_(True), mute_holds())


def mute_holds() -> ColumnElement[bool]:
    """One whose time is over is over, swept or not."""
    return or_(Mute.until.is_(None), Mute.until > this_moment())


def house_blocked(me: Somebody, ally_id: Somebody) -> ColumnElement[bool]:
    """Whether somebody wants nothing of an ally's people."""
    return _any(AllyBlock, AllyBlock.account_id == me, AllyBlock.ally_id == ally_id)


def any_unwelcome(me: Somebody) -> ColumnElement[bool]:
    """Whether somebody mutes anybody or wants nothing of any house: asked once a SELECT."""
    return or_(_any(Mute, Mute.account_id == me), _any(AllyBlock, AllyBlock.account_id == me))


def unwelcome(me: Somebody, other: Somebody, ally_id: Somebody) -> ColumnElement[bool]:
    """Whether somebody mutes the other or wants nothing of their house. `ally_id`: the other's, empty for ours."""
    return and_(any_unwelcome(me), or_(muted(me, other), house_blocked(me, ally_id)))


def _any(table: Any, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(*where).correlate_except(table)
