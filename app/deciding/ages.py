"""How long what people propose, say and vote is kept (P9)."""

from datetime import timedelta

from app.deciding.models import Ballot, BallotMark, Proposal, ProposalLine
from app.storage.ages import N_, Age, AsLongAs, AtMost, Ender, Kept, NobodyIn, Until

LINES_LAST = timedelta(days=730)

AGES: tuple[Age, ...] = (
    Kept(Proposal, N_("What was proposed here, why, and by whom"),
         N_("So that people can decide on it, and later see how it came about. The name goes with the account."),
         AsLongAs(N_("as long as the house stands"), Ender.HOUSE),
         whose=Proposal.proposed_by, since=Proposal.proposed_at),
    Kept(ProposalLine, N_("What you said to a proposal, and what was answered, with your name"),
         N_("So that people can talk it over and answer each other."), AtMost(LINES_LAST, ProposalLine.said_at),
         whose=ProposalLine.account_id, since=ProposalLine.said_at),
    Kept(BallotMark, N_("That somebody has voted: a keyed hash, without what they chose"),
         N_("So that nobody votes twice. It is gone when the ballot ends."), Until(BallotMark.until)),
    NobodyIn(Ballot, N_("How many voted yes, no or abstained on a proposal. Nobody's ballot is kept.")),
)  # fmt: skip
