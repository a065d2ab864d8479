"""How long what the gate remembers, and what an alliance leaves behind, is kept (P9)."""

from app.allies.models import Ally
from app.allies.rules import State
from app.storage.ages import N_, Age, AtMost, Kept, Until
from federation.models import SeenSignature
from federation.pact.ending import LAST_WORDS_TAKE
from federation.sightings import KEPT_FOR

AGES: tuple[Age, ...] = (
    Kept(SeenSignature, N_("Fingerprints of what allies signed"), N_("So that nobody can send the same again."),
         Until(SeenSignature.until, KEPT_FOR)),
    Kept(Ally, N_("Houses from which we part, and everything that came from there"),
         N_("So that last words, such as deletions, still pass."), AtMost(LAST_WORDS_TAKE, Ally.changed_at),
         since=Ally.changed_at, only=Ally.state == State.PARTING.value),
)  # fmt: skip
