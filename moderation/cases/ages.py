"""How long cases, reports and evidence are kept (P9)."""

from datetime import timedelta
from typing import Final

from app.storage.ages import N_, Age, AsLongAs, AtMost, Ender, Kept, NobodyIn, Together, Until
from moderation.cases.models import Case, CaseNote, Evidence, HelpAddress, OutsideLetter, OutsideLine, Recusal, Report

CLOSED_LAST: Final = timedelta(days=365)
LONGEST_EVIDENCE: Final = timedelta(days=365)
LETTERS_LAST: Final = timedelta(days=365)
WITH_THE_CASE = N_("as long as the case")

# A case is not `whose` post or account it is about: nobody learns by counting that they were reported (P17).
AGES: tuple[Age, ...] = (
    Kept(Case, N_("What was reported and looked at: which post or account, when, and who looks at it"),
         N_("So that people here can decide, and decide alike."), AtMost(CLOSED_LAST, Case.closed_at),
         since=Case.opened_at, only=Case.closed_at.is_not(None)),
    Kept(Case, N_("What was reported and is not decided yet"), N_("So that people here can decide."),
         AsLongAs(N_("until somebody has decided"), Ender.HOUSE),
         since=Case.opened_at, only=Case.closed_at.is_(None)),
    Kept(Report, N_("What somebody reported, sealed, and a keyed hash of who"),
         N_("So that the reporter hears what came of it. Nothing readable tells who it was."),
         Together(Case, WITH_THE_CASE), since=Report.made_at),
    Kept(Evidence, N_("Sealed copies of what was reported"),
         N_("So that people can decide, and an appeal can be heard, after it was changed or deleted."),
         Until(Evidence.until, LONGEST_EVIDENCE), since=Evidence.kept_at),
    Kept(CaseNote, N_("What moderators write to each other about a case, sealed"),
         N_("So that several people can look at one case."), Together(Case, WITH_THE_CASE),
         whose=CaseNote.written_by, since=CaseNote.written_at),
    Kept(Recusal, N_("That a moderator keeps out of a case"), N_("Nobody judges in their own case."),
         Together(Case, WITH_THE_CASE), whose=Recusal.account_id, since=Recusal.since),
    Kept(OutsideLetter, N_("What somebody without an account here wrote about a post or an account, sealed"),
         N_("So that people here can look at it, and whoever wrote it reads the answer with their code."),
         AtMost(LETTERS_LAST, OutsideLetter.made_at), since=OutsideLetter.made_at),
    Kept(OutsideLine, N_("What was said to a letter from outside, sealed"),
         N_("So that whoever wrote it and the people here can talk about it."),
         Together(OutsideLetter, N_("as long as the letter")), since=OutsideLine.said_at),
    NobodyIn(HelpAddress, N_("Whom people here can turn to in danger, as stewards wrote it down for everybody.")),
)  # fmt: skip
