"""How long it is kept who may be drawn, and who was (P9)."""

from app.storage.ages import N_, Age, AsLongAs, Kept, Together
from moderation.decided.models import DecisionRow
from moderation.jurors.models import Drawn, Juror

AGES: tuple[Age, ...] = (
    Kept(Juror, N_("That you can be drawn to decide in an appeal"),
         N_("Where moderators are few, members take their part. You can take it back at any time."),
         AsLongAs(N_("until you take it back")), whose=Juror.account_id, since=Juror.since),
    Kept(Drawn, N_("Who was drawn to decide or to hear an appeal, and whether they took it"),
         N_("So that nobody is asked twice, and nobody takes two parts."),
         Together(DecisionRow, N_("as long as the decision")), whose=Drawn.account_id, since=Drawn.asked_at),
)  # fmt: skip
