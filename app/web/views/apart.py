"""Keeping away from somebody, as pages show it: to nobody but who does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a profile holds this: only the types go in a circle
    from datetime import datetime

    from app.web.views.people import AccountView


@dataclass(frozen=True, slots=True)
class ApartView:
    """How the viewer keeps away from somebody, on their page (`parts/apart.html`).

    Posts `block=1|0` to `/@handle/block`; `mute=1|0`, `lasts` and `notifications` to `/@handle/mute`; `boosts=1|0` to
    `/@handle/boosts` (only where `follows`); `block=1|0` to `/settings/houses/{house_id}`. Each with `back`.
    """

    blocks: bool = False
    mutes: bool = False
    mute_ends: datetime | None = None
    mutes_notifications: bool = False
    follows: bool = False
    hides_boosts: bool = False
    house: str = ""
    house_id: int = 0
    blocks_house: bool = False

    @property
    def is_apart(self) -> bool:
        """Whether there can be no following between them now."""
        return self.blocks or self.blocks_house

    @property
    def any(self) -> bool:
        return self.is_apart or self.mutes or self.hides_boosts


@dataclass(frozen=True, slots=True)
class MutedView:
    """Somebody muted, and until when."""

    account: AccountView
    until: datetime | None
    notifications: bool


@dataclass(frozen=True, slots=True)
class HouseView:
    """An ally of which the viewer wants nothing."""

    id: int
    host: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """`GET /settings/people`, `settings/people.html`. Each entry's button ends it, as on the page of that person.

    `more_blocked` and `more_muted` are the addresses of the next part, empty on the last.
    """

    blocked: tuple[AccountView, ...] = ()
    muted: tuple[MutedView, ...] = ()
    houses: tuple[HouseView, ...] = ()
    more_blocked: str = ""
    more_muted: str = ""
