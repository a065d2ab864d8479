"""How long it is kept what others advise (P9)."""

from app.storage.ages import N_, Age, AtMost, Kept
from moderation.suggestions.models import Suggestion
from moderation.suggestions.rules import SUGGESTIONS_LAST

# It is not `whose` account it names: nobody learns by counting that they stand in somebody's list.
AGES: tuple[Age, ...] = (
    Kept(Suggestion, N_("Which houses and accounts others advise against, and what they say of them, sealed"),
         N_("So that people here can look at it themselves. Nothing follows from it by itself."),
         AtMost(SUGGESTIONS_LAST, Suggestion.said_at), since=Suggestion.said_at),
)  # fmt: skip
