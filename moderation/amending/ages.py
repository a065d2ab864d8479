"""How long it is kept how this house decides and who has which role (P9)."""

from app.storage.ages import N_, Age, AsLongAs, Ender, Kept, Until
from moderation.amending.models import Charter, Term

AGES: tuple[Age, ...] = (
    Kept(Charter, N_("Each version of the charter, and who set it"),
         N_("So that people know how this house decides, and how it did. The name goes with the account."),
         AsLongAs(N_("as long as the house stands"), Ender.HOUSE), whose=Charter.set_by, since=Charter.since),
    Kept(Term, N_("Until when somebody looks after the house"), N_("So that nobody does for ever."),
         Until(Term.ends_at), whose=Term.account_id, since=Term.since),
)  # fmt: skip
