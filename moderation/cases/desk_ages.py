"""How long it is kept what moderators keep for themselves (P9)."""

from app.storage.ages import N_, Age, AsLongAs, Kept, Together
from moderation.cases.ages import WITH_THE_CASE
from moderation.cases.desk_models import DeskChoice, StandsClear
from moderation.cases.models import Case

AGES: tuple[Age, ...] = (
    Kept(DeskChoice, N_("Whether a moderator looks at cases without pictures"),
         N_("Nobody has to see everything to help."), AsLongAs(N_("while the account exists")),
         whose=DeskChoice.account_id),
    Kept(StandsClear, N_("That a moderator knows somebody in a case and can judge it fairly"),
         N_("Nobody judges in their own case."), Together(Case, WITH_THE_CASE),
         whose=StandsClear.account_id, since=StandsClear.since),
)  # fmt: skip
