"""How long the ledger of deletions is kept (P9)."""

from app.storage.ages import N_, Age, AtMost, Kept
from app.storage.deletions import KEPT_FOR, Deletion

AGES: tuple[Age, ...] = (
    Kept(Deletion, N_("Keyed hashes of what was deleted"),
         N_("So that an older backup that is put back deletes it again. What it was cannot be read from them."),
         AtMost(KEPT_FOR, Deletion.deleted_at), since=Deletion.deleted_at),
)  # fmt: skip
