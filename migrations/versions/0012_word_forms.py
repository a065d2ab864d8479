"""Words are found in their other forms: everything is indexed anew, in portions, after the start"""

import sqlalchemy as sa
from alembic import op

from app.basics import clock
from app.storage.tables import to_millis

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# Unless all of it waits already. Meanwhile words are found as they stand.
_LATER = """
INSERT INTO outbox (event, payload, announced_at)
SELECT 'PostsToIndex', :payload, :now WHERE EXISTS (SELECT 1 FROM posts)
AND NOT EXISTS (SELECT 1 FROM outbox WHERE event = 'PostsToIndex' AND payload = :payload)
"""


def upgrade() -> None:
    op.execute(sa.text(_LATER).bindparams(payload=b"{}", now=to_millis(clock.now())))


def downgrade() -> None:
    pass
