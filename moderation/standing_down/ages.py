"""How long it is kept who was stood down (P9)."""

from datetime import timedelta
from typing import Final

from app.storage.ages import N_, Age, AtMost, Kept
from moderation.standing_down.models import StoodDown

LASTS: Final = timedelta(days=180)

AGES: tuple[Age, ...] = (
    Kept(StoodDown, N_("That somebody was stood down as a moderator, by whom and when"),
         N_("So that it never happens unseen."), AtMost(LASTS, StoodDown.at),
         whose=StoodDown.account_id, since=StoodDown.at),
)  # fmt: skip
