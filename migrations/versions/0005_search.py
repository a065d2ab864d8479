"""Search: the words of posts, and whose posts others find"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.basics import clock
from app.storage.tables import Id, to_millis

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# The words are prepared already (`app.basics.words`): letters of every script are left as they are.
_INDEX = """
CREATE VIRTUAL TABLE post_words_index USING fts5(
    words, content='post_words', content_rowid='post_id', columnsize=0, tokenize="ascii tokenchars '_='"
)
"""
_KEPT_IN_STEP = (
    "CREATE TRIGGER post_words_added AFTER INSERT ON post_words BEGIN "
    "INSERT INTO post_words_index (rowid, words) VALUES (new.post_id, new.words); END",
    "CREATE TRIGGER post_words_gone AFTER DELETE ON post_words BEGIN "
    "INSERT INTO post_words_index (post_words_index, rowid, words) VALUES ('delete', old.post_id, old.words); END",
    "CREATE TRIGGER post_words_changed AFTER UPDATE ON post_words BEGIN "
    "INSERT INTO post_words_index (post_words_index, rowid, words) VALUES ('delete', old.post_id, old.words); "
    "INSERT INTO post_words_index (rowid, words) VALUES (new.post_id, new.words); END",
)
# A running house indexes what it has had all along in portions, after its start (`PostsToIndex`).
_LATER = """
INSERT INTO outbox (event, payload, announced_at)
SELECT 'PostsToIndex', :payload, :now WHERE EXISTS (SELECT 1 FROM posts)
"""


def upgrade() -> None:
    op.add_column("accounts", sa.Column("findable", sa.Boolean(), nullable=False, server_default=sa.false()))
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "post_words",
        sa.Column("post_id", Id, autoincrement=False, nullable=False),
        sa.Column("words", sa.Text() if on_sqlite else postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_post_words_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_post_words")),
    )
    if on_sqlite:
        for statement in (_INDEX, *_KEPT_IN_STEP):
            op.execute(statement)
    else:
        op.create_index("ix_post_words_words", "post_words", ["words"], postgresql_using="gin")
        op.execute("ALTER TABLE post_words ALTER COLUMN words SET STATISTICS 0")  # no examples of what was written
    op.execute(sa.text(_LATER).bindparams(payload=b"{}", now=to_millis(clock.now())))
