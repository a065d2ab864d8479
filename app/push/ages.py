"""How long it is kept where somebody asked to be told (P9)."""

from app.push.models import PushKey, PushService, PushSubscription
from app.push.rules import UNUSED_FOR
from app.storage.ages import N_, Age, AtMost, Kept, NobodyIn

AGES: tuple[Age, ...] = (
    Kept(PushSubscription, N_("Where a browser or an app of yours is told of something new, sealed"),
         N_("Because you asked for it there. It goes when you switch it off, when you are signed out there, and when "
            "the push service says that it is gone."),
         AtMost(UNUSED_FOR, PushSubscription.used_on), whose=PushSubscription.account_id,
         since=PushSubscription.used_on),
    NobodyIn(PushService, N_("Which push services this house has switched on.")),
    NobodyIn(PushKey, N_("The key with which this house shows itself to push services.")),
)  # fmt: skip
