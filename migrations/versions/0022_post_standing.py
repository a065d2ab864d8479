"""No post's standing changes without a decision: the database says so"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id, Moment
from migrations.guards import Guard

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_NO_DECISION = "no decision in force stands behind it"
_NOT_IN_FORCE = """NOT EXISTS (
    SELECT 1 FROM decisions AS d WHERE d.id = NEW.decision_id AND d.subject = 'post' AND d.post_id = NEW.post_id
    AND d.measure = NEW.measure AND d.in_force_at IS NOT NULL AND d.over_at IS NULL
)"""


def _lacks(measure: str, post: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM post_restrictions AS r WHERE r.post_id = NEW.{post} AND r.measure = '{measure}')"


GUARDS = (
    Guard("post_restrictions_decided", "post_restrictions", "INSERT", _NO_DECISION, _NOT_IN_FORCE),
    Guard(
        "post_restrictions_decided_still", "post_restrictions", "UPDATE", _NO_DECISION, _NOT_IN_FORCE,
        ("decision_id", "post_id", "measure"),
    ),
    Guard("posts_begin_free", "posts", "INSERT", _NO_DECISION, "NEW.held OR NEW.removed"),
    Guard("posts_held", "posts", "UPDATE", _NO_DECISION, f"NEW.held AND {_lacks('hold', 'id')}", ("held",)),
    Guard("posts_removed", "posts", "UPDATE", _NO_DECISION, f"NEW.removed AND {_lacks('remove', 'id')}", ("removed",)),
    Guard("pictures_begin_shown", "pictures", "INSERT", _NO_DECISION, "NEW.hidden"),
    Guard(
        "pictures_hidden", "pictures", "UPDATE", _NO_DECISION,
        f"NEW.hidden AND {_lacks('hide_picture', 'post_id')}", ("hidden", "post_id"),
    ),
)  # fmt: skip


def upgrade() -> None:
    op.add_column("posts", sa.Column("decided_at", Moment(), nullable=True))
    op.create_table(
        "former_addresses",
        sa.Column("uri", sa.String(length=500), nullable=False),
        sa.Column("post_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name="fk_former_addresses_post_id_posts", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("uri", name="pk_former_addresses"),
    )
    op.create_index("ix_former_addresses_post_id", "former_addresses", ["post_id"])
    for guard in GUARDS:
        guard.set()


def downgrade() -> None:
    for guard in reversed(GUARDS):
        guard.take_away()
    op.drop_table("former_addresses")
    op.drop_column("posts", "decided_at")
