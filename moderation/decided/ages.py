"""How long decisions are kept (P9)."""

from datetime import timedelta
from typing import Final

from sqlalchemy import and_, or_

from app.storage.ages import N_, Age, AsLongAs, AtMost, Ender, Kept, Together
from moderation.decided.models import Agreement, DecisionRow
from moderation.measures import MILD, Measure

LASTS: Final = timedelta(days=365)
# What took nothing from anybody, and removals after which nothing is left to be put back.
DONE_AT_ONCE: Final = or_(
    DecisionRow.measure.in_(sorted(MILD)), and_(DecisionRow.measure == Measure.REMOVE, DecisionRow.post_id.is_(None))
)

# Whoever it is about learns of a decision when it takes force, and of none before (P14).
TOOK_FORCE: Final = DecisionRow.in_force_at.is_not(None)

AGES: tuple[Age, ...] = (
    Kept(DecisionRow, N_("What people decided about a post or an account, under which clause, and, sealed, why"),
         N_("So that whoever it is about can read it and ask for another look."),
         AsLongAs(N_("while it holds, and the account exists that it is about"), Ender.HOUSE),
         whose=DecisionRow.account_id, since=DecisionRow.decided_at,
         only=TOOK_FORCE & DecisionRow.over_at.is_(None) & ~DONE_AT_ONCE),
    Kept(DecisionRow, N_("Decisions that are over"),
         N_("So that it can be read what was decided, and others decide alike."), AtMost(LASTS, DecisionRow.over_at),
         whose=DecisionRow.account_id, since=DecisionRow.decided_at,
         only=TOOK_FORCE & DecisionRow.over_at.is_not(None)),
    Kept(DecisionRow, N_("Decisions that took nothing, or after which nothing is left to be put back"),
         N_("So that it can be read what was decided, and others decide alike."),
         AtMost(LASTS, DecisionRow.evidence_until),
         whose=DecisionRow.account_id, since=DecisionRow.decided_at,
         only=TOOK_FORCE & DecisionRow.over_at.is_(None) & DONE_AT_ONCE),
    Kept(DecisionRow, N_("Decisions that wait for another person's yes"),
         N_("Nobody decides alone what weighs heavily."),
         AsLongAs(N_("until somebody said yes or no, two weeks at most"), Ender.HOUSE),
         since=DecisionRow.decided_at, only=~TOOK_FORCE & DecisionRow.over_at.is_(None)),
    Kept(DecisionRow, N_("Decisions to which nobody else said yes"),
         N_("So that those who decide see what came of it."), AtMost(LASTS, DecisionRow.over_at),
         since=DecisionRow.decided_at, only=~TOOK_FORCE & DecisionRow.over_at.is_not(None)),
    Kept(Agreement, N_("Who else said yes or no to a decision"), N_("Some decisions need more than one person."),
         Together(DecisionRow, N_("as long as the decision")), whose=Agreement.account_id, since=Agreement.said_at),
)  # fmt: skip
