"""Conversations, muted threads, places left off and which notifications are wanted"""

from hashlib import blake2b

import sqlalchemy as sa
from alembic import op

from app.basics.ids import untimed_id
from app.storage.tables import Id, Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KINDS = "'mention', 'follow', 'follow_request', 'favourite', 'reblog', 'poll', 'update', 'status', 'quote'"


def upgrade() -> None:
    with op.batch_alter_table("notifications", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_notifications_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_notifications_kind"), f"kind IN ({KINDS})")
    _make_talks()
    _file_messages(op.get_bind())
    _make_muted_threads()
    _make_markers()
    op.add_column("follows", sa.Column("rings", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("accounts", sa.Column("mutes_threads", sa.Boolean(), nullable=False, server_default=sa.false()))
    _order_answers()
    op.add_column("accounts", sa.Column("read_up_to", Id, nullable=True))


def _make_talks() -> None:
    op.create_table(
        "talks",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("thread_id", Id, nullable=False),
        sa.Column("among", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talks")),
        sa.UniqueConstraint("thread_id", "among", name=op.f("uq_talks_thread_id_among")),
    )
    op.create_table(
        "talkers",
        sa.Column("talk_id", Id, autoincrement=False, nullable=False),
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("listed_at", Id, nullable=True),
        sa.Column("unread", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_talkers_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["talk_id"], ["talks.id"], name=op.f("fk_talkers_talk_id_talks"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("talk_id", "account_id", name=op.f("pk_talkers")),
    )
    op.create_index(op.f("ix_talkers_account_id"), "talkers", ["account_id"], unique=False)
    op.create_index(
        "ix_talkers_page",
        "talkers",
        ["account_id", "listed_at"],
        unique=False,
        sqlite_where=sa.text("listed_at IS NOT NULL"),
        postgresql_where=sa.text("listed_at IS NOT NULL"),
    )
    op.create_table(
        "said",
        sa.Column("talk_id", Id, autoincrement=False, nullable=False),
        sa.Column("post_id", Id, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_said_post_id_posts"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["talk_id"], ["talks.id"], name=op.f("fk_said_talk_id_talks"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("talk_id", "post_id", name=op.f("pk_said")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_said_post_id"), "said", ["post_id"], unique=False)


def _make_muted_threads() -> None:
    op.create_table(
        "muted_threads",
        sa.Column("account_id", Id, nullable=False),
        sa.Column("thread_id", Id, autoincrement=False, nullable=False),
        sa.Column("muted_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_muted_threads_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "thread_id", name=op.f("pk_muted_threads")),
    )
    op.create_index(op.f("ix_muted_threads_thread_id"), "muted_threads", ["thread_id"], unique=False)


def _order_answers() -> None:
    """So that the first answers of a post are read without the others."""
    op.drop_index("ix_posts_reply_to", table_name="posts")
    op.create_index(
        "ix_posts_reply_to",
        "posts",
        ["reply_to_id", "id"],
        unique=False,
        sqlite_where=sa.text("reply_to_id IS NOT NULL"),
        postgresql_where=sa.text("reply_to_id IS NOT NULL"),
    )


def _make_markers() -> None:
    op.create_table(
        "markers",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("timeline", sa.String(length=13), nullable=False),
        sa.Column("last_read_id", Id, nullable=False),
        sa.Column("version", Id, nullable=False),
        sa.Column("moved_at", Moment(), nullable=False),
        sa.CheckConstraint("timeline IN ('home', 'notifications')", name=op.f("ck_markers_timeline")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_markers_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "timeline", name=op.f("pk_markers")),
    )


def _file_messages(connection: sa.Connection) -> None:
    """Every message that is here already goes into its conversation, read by everybody in it."""
    here = {row[0] for row in connection.execute(sa.text("SELECT id FROM accounts WHERE host = ''"))}
    messages = sa.text("SELECT id, thread_id, author_id FROM posts WHERE audience = 'mentioned' ORDER BY id")
    named = sa.text("SELECT account_id FROM mentions WHERE post_id = :post")
    talks: dict[tuple[int, bytes], tuple[int, list[int]]] = {}
    newest: dict[int, int] = {}
    said: list[dict[str, int]] = []
    for post, thread, author in connection.execute(messages).all():
        people = sorted({author, *(row[0] for row in connection.execute(named, {"post": post}))})
        among = blake2b(",".join(map(str, people)).encode(), digest_size=16).digest()
        talk, _ = talks.setdefault((thread, among), (untimed_id(), people))
        said.append({"talk": talk, "post": post})
        newest[talk] = post
    _insert(connection, "talks (id, thread_id, among) VALUES (:id, :thread, :among)", [
        {"id": talk, "thread": thread, "among": among} for (thread, among), (talk, _) in talks.items()
    ])  # fmt: skip
    _insert(connection, "talkers (talk_id, account_id, listed_at, unread) VALUES (:talk, :account, :at, :unread)", [
        {"talk": talk, "account": one, "at": newest[talk] if one in here else None, "unread": False}
        for talk, people in talks.values() for one in people
    ])  # fmt: skip
    _insert(connection, "said (talk_id, post_id) VALUES (:talk, :post)", said)


def _insert(connection: sa.Connection, into: str, rows: list[dict[str, object]] | list[dict[str, int]]) -> None:
    if rows:
        connection.execute(sa.text(f"INSERT INTO {into}"), rows)
