"""How decisions are made: what the database refuses, on whose word they hold, and that their subject is told"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id, Moment
from migrations.guards import Guard

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BEFORE = (
    "'mention', 'follow', 'follow_request', 'favourite', 'reblog', 'poll', 'update', 'status', 'quote', 'quoted_update'"
)
KINDS = BEFORE + ", 'moderation_warning'"

_FIXED = (
    "id", "subject", "measure", "policy_version", "clause_key", "reason_sealed", "particulars_sealed",
    "described_sealed", "needed", "decided_at",
)  # fmt: skip
# What goes with what it points at, and is never pointed at anything else.
_MAY_GO = ("case_id", "account_id", "post_id", "ally_id", "decided_by")
_YESES = "(SELECT count(*) FROM agreements WHERE decision_id = NEW.id AND agrees)"
_IN_FORCE = "(SELECT max(number) FROM policy_versions WHERE in_force_at <= NEW.decided_at)"
# Where nobody else could say yes, one moderator's word is enough for 72 hours, once in a case (P15).
_ALONE = (
    "(NEW.alone_until IS NOT NULL AND NEW.alone_until <= NEW.decided_at + 259200000"
    " AND NEW.measure IN ('remove', 'pause_posting')"
    " AND NOT EXISTS (SELECT 1 FROM decisions WHERE case_id = NEW.case_id AND alone_until IS NOT NULL))"
)
_HELD_BEFORE = (
    "(NEW.measure = 'hold' AND EXISTS (SELECT 1 FROM decisions WHERE case_id = NEW.case_id AND measure = 'hold'))"
)
_ALLOWED = "replace(' ' || measures || ' ', ' ' || NEW.measure || ' ', '') <> ' ' || measures || ' '"

MADE = Guard(
    "decisions_made",
    "decisions",
    "INSERT",
    "a decision is made by a person, under a clause in force that allows it, needs its people, and holds a case once",
    "NEW.decided_by IS NULL OR NEW.decided_by IS NOT DISTINCT FROM NEW.account_id"
    f" OR NEW.policy_version IS DISTINCT FROM {_IN_FORCE}"
    " OR NOT EXISTS (SELECT 1 FROM policy_clauses WHERE version = NEW.policy_version AND key = NEW.clause_key"
    f" AND (NEW.measure = 'no_breach' OR {_ALLOWED}))"
    " OR (NEW.measure IN ('suspend', 'end_account', 'ally_part') AND NEW.needed < 2)"
    f" OR (NEW.in_force_at IS NOT NULL AND NEW.needed > 1 AND NOT {_ALONE})"
    f" OR {_HELD_BEFORE}"
    " OR NEW.over_at IS NOT NULL OR NEW.outcome <> ''",
)
UNCHANGED = Guard(
    "decisions_unchanged",
    "decisions",
    "UPDATE",
    "what was decided is never changed, and needs its people",
    " OR ".join(f"NEW.{one} IS DISTINCT FROM OLD.{one}" for one in _FIXED)
    + "".join(f" OR (NEW.{one} IS NOT NULL AND NEW.{one} IS DISTINCT FROM OLD.{one})" for one in _MAY_GO)
    + " OR (OLD.in_force_at IS NOT NULL AND (NEW.in_force_at IS DISTINCT FROM OLD.in_force_at"
    " OR NEW.ends_at IS DISTINCT FROM OLD.ends_at))"
    f" OR (OLD.in_force_at IS NULL AND NEW.in_force_at IS NOT NULL AND {_YESES} < NEW.needed - 1)"
    f" OR (NEW.alone_until IS DISTINCT FROM OLD.alone_until"
    f" AND (NEW.alone_until IS NOT NULL OR {_YESES} < NEW.needed - 1))"
    " OR NEW.appeal_until < OLD.appeal_until OR NEW.evidence_until < OLD.evidence_until"
    " OR (OLD.over_at IS NOT NULL AND (NEW.over_at IS DISTINCT FROM OLD.over_at OR NEW.outcome <> OLD.outcome))",
)
# What takes nothing may go, and a removal whose post is gone: there is nothing left to put back.
KEPT = Guard(
    "decisions_kept",
    "decisions",
    "DELETE",
    "a decision that holds is not deleted",
    "OLD.over_at IS NULL AND OLD.measure NOT IN ('no_breach', 'word', 'ask_change')"
    " AND (OLD.account_id IS NULL OR EXISTS (SELECT 1 FROM accounts WHERE id = OLD.account_id))"
    " AND (OLD.ally_id IS NULL OR EXISTS (SELECT 1 FROM allies WHERE id = OLD.ally_id))"
    " AND (OLD.measure NOT IN ('add_warning', 'hide_picture', 'hold', 'remove') OR OLD.post_id IS NOT NULL)",
)
AGREED = Guard(
    "agreements_made",
    "agreements",
    "INSERT",
    "the second person is another one, and not whom it is about",
    "EXISTS (SELECT 1 FROM decisions WHERE id = NEW.decision_id"
    " AND (decided_by IS NOT DISTINCT FROM NEW.account_id OR account_id IS NOT DISTINCT FROM NEW.account_id"
    " OR over_at IS NOT NULL OR (in_force_at IS NOT NULL AND alone_until IS NULL)))",
)
SAID = Guard("agreements_unchanged", "agreements", "UPDATE", "what somebody said to a decision is never changed")
GUARDS = (MADE, UNCHANGED, KEPT, AGREED, SAID)


def upgrade() -> None:
    op.add_column("decisions", sa.Column("alone_until", Moment(), nullable=True))
    with op.batch_alter_table("notifications", schema=None) as batch:
        batch.add_column(sa.Column("decision_id", Id, nullable=True))
        batch.create_foreign_key(
            batch.f("fk_notifications_decision_id_decisions"), "decisions", ["decision_id"], ["id"], ondelete="CASCADE"
        )
        batch.drop_constraint(batch.f("ck_notifications_kind"), type_="check")
        batch.create_check_constraint(batch.f("ck_notifications_kind"), f"kind IN ({KINDS})")
    op.create_index(op.f("ix_notifications_decision_id"), "notifications", ["decision_id"])
    for guard in GUARDS:
        guard.set()


def downgrade() -> None:
    for guard in GUARDS:
        guard.take_away()
    op.execute("DELETE FROM notifications WHERE kind = 'moderation_warning'")
    op.drop_index(op.f("ix_notifications_decision_id"), table_name="notifications")
    with op.batch_alter_table("notifications", schema=None) as batch:
        batch.drop_constraint(batch.f("ck_notifications_kind"), type_="check")
        batch.create_check_constraint(batch.f("ck_notifications_kind"), f"kind IN ({BEFORE})")
        batch.drop_constraint(batch.f("fk_notifications_decision_id_decisions"), type_="foreignkey")
        batch.drop_column("decision_id")
    op.drop_column("decisions", "alone_until")
