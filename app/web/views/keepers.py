"""Who looks after the house, and standing somebody down."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.web.views.frame import EMPTY, Field
from app.web.views.people import AccountView

Keeps = Literal["moderator", "steward"]


@dataclass(frozen=True, slots=True)
class KeeperView:
    """Somebody who looks after the house. `may_stand_down`: whoever reads can do that to them."""

    id: int
    account: AccountView
    role: Keeps
    may_stand_down: bool = False


@dataclass(frozen=True, slots=True)
class StoodDownView:
    """That somebody was stood down; `by` is empty where that account is gone."""

    name: str
    role: Keeps
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class KeepersPage:
    """`GET /house/moderators`, `keeper/list.html`, for every member."""

    keepers: tuple[KeeperView, ...]
    stood_down: tuple[StoodDownView, ...] = ()


@dataclass(frozen=True, slots=True)
class StandingDownPage:
    """`GET /house/moderators/{account}/standing-down`, `keeper/standing_down.html`. Posts `sessions`, `hand_to` there.

    `is_me`: whoever reads would stand down themselves. `others` are the names that could take over.
    """

    id: int
    account: AccountView
    role: Keeps
    is_me: bool
    sessions: bool = False
    hand_to: Field = EMPTY
    others: tuple[str, ...] = ()
    trouble: str = ""
