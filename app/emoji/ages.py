"""How long pictures among words are kept (P9)."""

from app.emoji.actions.of_allies import UNSEEN_LAST
from app.emoji.models import Emoji
from app.storage.ages import N_, Age, AsLongAs, AtMost, Ender, Kept

AGES: tuple[Age, ...] = (
    Kept(Emoji, N_("Small pictures that stewards made for everybody's words"),
         N_("So that everybody here can write with them. Who made one, or wrote with it, is not kept."),
         AsLongAs(N_("until a steward deletes it"), Ender.HOUSE), since=Emoji.changed_at,
         only=Emoji.ally_id.is_(None)),
    Kept(Emoji, N_("Small pictures that allies' members write with"), N_("So that members here see them."),
         AtMost(UNSEEN_LAST, Emoji.seen_at), since=Emoji.seen_at, only=Emoji.ally_id.is_not(None)),
)  # fmt: skip
