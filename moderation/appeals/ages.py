"""How long appeals are kept (P9)."""

from app.storage.ages import N_, Age, Kept, Together
from moderation.appeals.models import Appeal, AppealLine, Hearing
from moderation.decided.models import DecisionRow

AGES: tuple[Age, ...] = (
    Kept(Appeal, N_("That somebody asked for another look at a decision, who took it, and what came of it"),
         N_("So that other people look at it, in time."), Together(DecisionRow, N_("as long as the decision")),
         whose=Appeal.heard_by, since=Appeal.opened_at),
    Kept(AppealLine, N_("What was said in an appeal, sealed"), N_("So that both sides are heard."),
         Together(Appeal, N_("as long as the appeal")), since=AppealLine.said_at),
    Kept(Hearing, N_("Who said what should come of an appeal"), N_("Some appeals need more than one person."),
         Together(Appeal, N_("as long as the appeal")), whose=Hearing.account_id, since=Hearing.said_at),
)  # fmt: skip
