"""Conversations, muted threads, places left off and which notifications are wanted"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KINDS = "'mention', 'follow', 'follow_request', 'favourite', 'reblog', 'poll', 'update', 'status', 'quote'"


def upgrade() -> None:
    with op.batch_alter_table("notifications", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_notifications_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_notifications_kind"), f"kind IN ({KINDS})")
