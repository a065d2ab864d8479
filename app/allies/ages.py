"""How long what is known of other houses is kept (P9)."""

from app.allies.actions import KNOCKS_LAST
from app.allies.models import Ally, AllyRestriction
from app.allies.rules import State
from app.storage.ages import N_, Age, AsLongAs, AtMost, Ender, Kept

_KNOCK = Ally.state.in_((State.KNOCKED.value, State.KNOCKING.value))

AGES: tuple[Age, ...] = (
    Kept(Ally, N_("Our allies: their addresses and keys, and what may pass"),
         N_("Nothing leaves this house but to them."),
         AsLongAs(N_("while the alliance stands"), Ender.HOUSE), since=Ally.changed_at,
         only=Ally.state.in_((State.ALLIED.value, State.PAUSED.value))),
    Kept(Ally, N_("Houses that knocked, or at which we knocked"), N_("So that a steward can say yes."),
         AtMost(KNOCKS_LAST, Ally.changed_at), since=Ally.changed_at, only=_KNOCK),
    Kept(AllyRestriction, N_("What people decided about an ally, while it is in force"),
         N_("So that it takes effect, and ends when it should."),
         AsLongAs(N_("until it ends, is overturned, or the alliance does"), Ender.HOUSE)),
)  # fmt: skip
