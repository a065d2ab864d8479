"""How long the community's policy is kept (P9)."""

from app.storage.ages import N_, Age, AsLongAs, Ender, Kept
from moderation.policy.models import PolicyVersion

AGES: tuple[Age, ...] = (
    Kept(PolicyVersion, N_("Each version of the policy, and who put it up"),
         N_("Decisions are made under a version, and explained by it. The name goes with the account."),
         AsLongAs(N_("as long as the house stands"), Ender.HOUSE),
         whose=PolicyVersion.published_by, since=PolicyVersion.published_at),
)  # fmt: skip
