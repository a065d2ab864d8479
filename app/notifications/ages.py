"""How long what members are told is kept (P9)."""

from app.notifications.models import LetIn, NewsPolicy, Notification
from app.notifications.telling import KEPT_FOR
from app.storage.ages import N_, Age, AsLongAs, AtMost, Kept

AGES: tuple[Age, ...] = (
    Kept(Notification, N_("What you were told: what others did that is about you, or of which you wanted to hear"),
         N_("So that you can find it again."), AtMost(KEPT_FOR, Notification.told_at),
         whose=Notification.account_id, since=Notification.told_at),
    Kept(NewsPolicy, N_("Whose news you want to hear at once, later or not at all"), N_("So that it is so."),
         AsLongAs(N_("until you choose to hear everybody's, or your account ends")), whose=NewsPolicy.account_id),
    Kept(LetIn, N_("Whose news you let in when it had been held back"),
         N_("So that you are asked about each of them once."),
         AsLongAs(N_("until you take it back, or either account ends")), whose=LetIn.account_id),
)  # fmt: skip
