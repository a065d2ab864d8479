"""What came of a report, in sentences: no more than whoever reported can see, or has to know."""

from collections.abc import Mapping
from typing import Final

from app.web.words import N_
from moderation.cases.telling import Outcome

OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.NO_BREACH: N_("People here looked at it, and found that it does not go against the policy."),
    Outcome.SPOKEN: N_("People here have spoken about it with whoever it concerns."),
    Outcome.HELD: N_("It is hidden until people here have decided."),
    Outcome.WARNED: N_("A warning stands before it now."),
    Outcome.HIDDEN: N_("The picture is hidden now."),
    Outcome.REMOVED: N_("It is removed."),
    Outcome.ACCOUNT: N_("People here have decided something about the account. What it is, only its owner is told."),
    Outcome.ENDED: N_("The account is at its end here."),
    Outcome.ALLY: N_("People here have decided something about this house. It stands on the page of our allies."),
    Outcome.TAKEN_BACK: N_("After an appeal other people looked again, and the decision was taken back."),
    Outcome.GONE: N_("What it was about is not here any more."),
}
