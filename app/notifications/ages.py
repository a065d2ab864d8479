"""How long what members are told is kept (P9)."""

from app.notifications.models import Notification
from app.notifications.telling import KEPT_FOR
from app.storage.ages import N_, Age, AtMost, Kept

AGES: tuple[Age, ...] = (
    Kept(Notification, N_("What you were told: what others did that is about you, or of which you wanted to hear"),
         N_("So that you can find it again."), AtMost(KEPT_FOR, Notification.told_at),
         whose=Notification.account_id, since=Notification.told_at),
)  # fmt: skip
