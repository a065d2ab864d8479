"""How long the community's policy is kept (P9)."""

from app.storage.ages import N_, Age, AsLongAs, Ender, Kept, NobodyIn
from moderation.policy.models import Clause, DraftClause, PolicyDraft, PolicyVersion, Translation, Translator

AGES: tuple[Age, ...] = (
    Kept(PolicyVersion, N_("Each version of the policy, and who put it up"),
         N_("Decisions are made under a version, and explained by it. The name goes with the account."),
         AsLongAs(N_("as long as the house stands"), Ender.HOUSE),
         whose=PolicyVersion.published_by, since=PolicyVersion.published_at),
    NobodyIn(Clause, N_("What a version of the policy asks of people.")),
    NobodyIn(PolicyDraft, N_("What is prepared as the next version of the policy.")),
    NobodyIn(DraftClause, N_("A clause of what is prepared as the next version of the policy.")),
    Kept(Translator, N_("Who is trusted to translate the policy, and into which language"),
         N_("They write translations, and vouch for what others wrote."),
         AsLongAs(N_("until a steward ends it, or the account goes"), Ender.HOUSE),
         whose=Translator.account_id, since=Translator.since),
    Kept(Translation, N_("The policy in other languages, who wrote that and who vouches for it"),
         N_("Whoever reads it sees who stands for it. The names go with the accounts."),
         AsLongAs(N_("as long as the house stands"), Ender.HOUSE),
         whose=Translation.written_by, since=Translation.written_at),
)  # fmt: skip
