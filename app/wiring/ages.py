"""How long everything is kept: what each slice declares, joined (P9)."""

from collections.abc import Sequence

from app.accounts import ages as accounts_ages
from app.allies import ages as allies_ages
from app.deciding import ages as deciding_ages
from app.emoji import ages as emoji_ages
from app.jobs import ages as jobs_ages
from app.notifications import ages as notifications_ages
from app.posts import ages as posts_ages
from app.push import ages as push_ages
from app.storage import ages_of_deletions
from app.storage.ages import Age
from app.timelines import ages as timelines_ages
from federation import ages as federation_ages
from moderation.amending import ages as amending_ages
from moderation.appeals import ages as appeals_ages
from moderation.cases import ages as cases_ages
from moderation.cases import desk_ages
from moderation.decided import ages as decided_ages
from moderation.jurors import ages as jurors_ages
from moderation.openness import ages as openness_ages
from moderation.policy import ages as policy_ages
from moderation.standing_down import ages as standing_down_ages
from moderation.suggestions import ages as suggestions_ages

AGES: Sequence[Age] = (
    *accounts_ages.AGES,
    *posts_ages.AGES,
    *timelines_ages.AGES,
    *notifications_ages.AGES,
    *push_ages.AGES,
    *allies_ages.AGES,
    *emoji_ages.AGES,
    *jobs_ages.AGES,
    *federation_ages.AGES,
    *policy_ages.AGES,
    *deciding_ages.AGES,
    *amending_ages.AGES,
    *cases_ages.AGES,
    *desk_ages.AGES,
    *decided_ages.AGES,
    *appeals_ages.AGES,
    *jurors_ages.AGES,
    *standing_down_ages.AGES,
    *suggestions_ages.AGES,
    *openness_ages.AGES,
    *ages_of_deletions.AGES,
)
