"""Members: pseudonymous, safe, and able to leave

Every session ends: those begun before this step hold no member key, so their owners sign in once more.
"""

# long because it makes a dozen tables at once

import sqlalchemy as sa
from alembic import op

from app.basics import clock
from app.storage import scrubbing
from app.storage.tables import Id, Moment, to_millis

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM sessions")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("announced_at", Moment(), nullable=False, server_default="0"))
    op.execute(sa.text("UPDATE outbox SET announced_at = :now").bindparams(now=to_millis(clock.now())))
    op.create_table(
        "deletions",
        sa.Column("target_hash", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("deleted_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("target_hash", "kind", name=op.f("pk_deletions")),
    )
    with op.batch_alter_table("deletions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deletions_deleted_at"), ["deleted_at"], unique=False)

    op.create_table(
        "departed",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("uri", sa.String(length=500), nullable=False),
        sa.Column("key_id", sa.String(length=500), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("private_key_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("left_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departed")),
        sa.UniqueConstraint("key_id", name=op.f("uq_departed_key_id")),
        sa.UniqueConstraint("uri", name=op.f("uq_departed_uri")),
    )
    with op.batch_alter_table("departed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_departed_left_at"), ["left_at"], unique=False)

    op.create_table(
        "retired_names",
        sa.Column("name_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name_hash", name=op.f("pk_retired_names")),
    )
    op.create_table(
        "ally_blocks",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("ally_id", Id, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_ally_blocks_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ally_id"], ["allies.id"], name=op.f("fk_ally_blocks_ally_id_allies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "ally_id", name=op.f("pk_ally_blocks")),
    )
    with op.batch_alter_table("ally_blocks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ally_blocks_ally_id"), ["ally_id"], unique=False)

    op.create_table(
        "shown_to",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("ally_id", Id, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_shown_to_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ally_id"], ["allies.id"], name=op.f("fk_shown_to_ally_id_allies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "ally_id", name=op.f("pk_shown_to")),
    )
    with op.batch_alter_table("shown_to", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shown_to_ally_id"), ["ally_id"], unique=False)

    op.create_table(
        "blocks",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("target_id", Id, autoincrement=False, nullable=False),
        sa.Column("uri", sa.String(length=500), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_blocks_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["accounts.id"], name=op.f("fk_blocks_target_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "target_id", name=op.f("pk_blocks")),
    )
    with op.batch_alter_table("blocks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blocks_target_id"), ["target_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_blocks_uri"), ["uri"], unique=False)

    op.create_table(
        "correspondents",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("other_id", Id, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_correspondents_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["accounts.id"], name=op.f("fk_correspondents_other_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "other_id", name=op.f("pk_correspondents")),
    )
    with op.batch_alter_table("correspondents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correspondents_other_id"), ["other_id"], unique=False)

    op.create_table(
        "friend_shares",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("friend_id", Id, autoincrement=False, nullable=False),
        sa.Column("share_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_friend_shares_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["friend_id"], ["accounts.id"], name=op.f("fk_friend_shares_friend_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "friend_id", name=op.f("pk_friend_shares")),
    )
    with op.batch_alter_table("friend_shares", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_friend_shares_friend_id"), ["friend_id"], unique=False)

    op.create_table(
        "friends_keys",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("member_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_friends_keys_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_friends_keys")),
    )
    op.create_table(
        "friends_returns",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("account_id", Id, nullable=True),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("ready_at", Moment(), nullable=True),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_friends_returns_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_friends_returns")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_friends_returns_code_hash")),
        sa.UniqueConstraint("public_key", name=op.f("uq_friends_returns_public_key")),
    )
    with op.batch_alter_table("friends_returns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_friends_returns_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_friends_returns_ends_at"), ["ends_at"], unique=False)

    op.create_table(
        "lock_codes",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_lock_codes_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_lock_codes")),
        sa.UniqueConstraint("account_id", name=op.f("uq_lock_codes_account_id")),
    )
    op.create_table(
        "mutes",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("target_id", Id, autoincrement=False, nullable=False),
        sa.Column("notifications", sa.Boolean(), nullable=False),
        sa.Column("until", Moment(), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_mutes_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["accounts.id"], name=op.f("fk_mutes_target_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "target_id", name=op.f("pk_mutes")),
    )
    with op.batch_alter_table("mutes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mutes_target_id"), ["target_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mutes_until"), ["until"], unique=False)

    op.create_table(
        "newcomers",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("admitted_at", Moment(), nullable=True),
        sa.Column("probation_until", Moment(), nullable=True),
        sa.Column("refusal", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_newcomers_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_newcomers")),
    )
    with op.batch_alter_table("newcomers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_newcomers_probation_until"), ["probation_until"], unique=False)

    op.create_table(
        "passkeys",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", Id, nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("made_on", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_passkeys_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    with op.batch_alter_table("passkeys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkeys_account_id"), ["account_id"], unique=False)

    op.create_table(
        "policy_versions",
        sa.Column("number", Id, autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("published_at", Moment(), nullable=False),
        sa.Column("published_by", Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["published_by"],
            ["accounts.id"],
            name=op.f("fk_policy_versions_published_by_accounts"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_policy_versions")),
    )
    op.create_table(
        "totp",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("last_step", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_totp_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_totp")),
    )
    op.create_table(
        "word_filters",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("contexts", sa.String(length=60), nullable=False),
        sa.Column("action", sa.String(length=4), nullable=False),
        sa.Column("until", Moment(), nullable=True),
        sa.CheckConstraint("action IN ('warn', 'hide')", name=op.f("ck_word_filters_action")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_word_filters_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_filters")),
    )
    with op.batch_alter_table("word_filters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_word_filters_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_word_filters_until"), ["until"], unique=False)

    op.create_table(
        "friends_yeses",
        sa.Column("return_id", Id, autoincrement=False, nullable=False),
        sa.Column("friend_id", Id, autoincrement=False, nullable=False),
        sa.Column("share_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["friend_id"], ["accounts.id"], name=op.f("fk_friends_yeses_friend_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["return_id"],
            ["friends_returns.id"],
            name=op.f("fk_friends_yeses_return_id_friends_returns"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("return_id", "friend_id", name=op.f("pk_friends_yeses")),
    )
    with op.batch_alter_table("friends_yeses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_friends_yeses_friend_id"), ["friend_id"], unique=False)

    op.create_table(
        "post_keys",
        sa.Column("post_id", Id, autoincrement=False, nullable=False),
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_post_keys_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_keys_post_id_posts"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "account_id", name=op.f("pk_post_keys")),
    )
    with op.batch_alter_table("post_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_keys_account_id"), ["account_id"], unique=False)

    op.create_table(
        "vouches",
        sa.Column("newcomer_id", Id, autoincrement=False, nullable=False),
        sa.Column("voucher_id", Id, autoincrement=False, nullable=False),
        sa.Column("vouched_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["newcomer_id"], ["newcomers.account_id"], name=op.f("fk_vouches_newcomer_id_newcomers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["accounts.id"], name=op.f("fk_vouches_voucher_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("newcomer_id", "voucher_id", name=op.f("pk_vouches")),
    )
    with op.batch_alter_table("vouches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vouches_voucher_id"), ["voucher_id"], unique=False)

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sealing_key", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("open_page", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("asks_before_follow", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("replies_from", sa.String(length=10), nullable=False, server_default="everybody"))
        batch_op.add_column(
            sa.Column("mentions_from", sa.String(length=10), nullable=False, server_default="everybody")
        )
        batch_op.add_column(
            sa.Column("messages_from", sa.String(length=10), nullable=False, server_default="everybody")
        )
        batch_op.add_column(sa.Column("posts_last_days", sa.SmallInteger(), nullable=True))
        batch_op.add_column(sa.Column("about_ends_at", Moment(), nullable=True))
        batch_op.add_column(sa.Column("agreed_policy", Id, nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("has_filters", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(
            "ix_accounts_about_ends_at",
            ["about_ends_at"],
            unique=False,
            sqlite_where=sa.text("about_ends_at IS NOT NULL"),
            postgresql_where=sa.text("about_ends_at IS NOT NULL"),
        )

    with op.batch_alter_table("app_tokens", schema=None) as batch_op:
        batch_op.add_column(sa.Column("member_key", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("authorisation_codes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("member_key", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("community", schema=None) as batch_op:
        batch_op.add_column(sa.Column("admission", sa.String(length=12), nullable=False, server_default="invitation"))
        batch_op.add_column(sa.Column("vouches_needed", sa.SmallInteger(), nullable=False, server_default="2"))
        batch_op.add_column(sa.Column("probation_days", sa.SmallInteger(), nullable=False, server_default="90"))
        batch_op.add_column(sa.Column("door_closed_until", Moment(), nullable=True))
        batch_op.add_column(sa.Column("slow_until", Moment(), nullable=True))
        batch_op.add_column(sa.Column("posts_last_days", sa.SmallInteger(), nullable=True))
        batch_op.add_column(sa.Column("policy_is_open", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("key_forgotten_at", Moment(), nullable=True))

    with op.batch_alter_table("credentials", schema=None) as batch_op:
        batch_op.add_column(sa.Column("member_key", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("follows", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shows_boosts", sa.Boolean(), nullable=False, server_default=sa.true()))

    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("requested", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("ends_at", Moment(), nullable=True))
        batch_op.create_index(
            "ix_posts_ends_at",
            ["ends_at"],
            unique=False,
            sqlite_where=sa.text("ends_at IS NOT NULL"),
            postgresql_where=sa.text("ends_at IS NOT NULL"),
        )

    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("member_key", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("id", Id, nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("label", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("member_key", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("idle_until", Moment(), nullable=False, server_default="0"))
        batch_op.create_index(batch_op.f("ix_sessions_idle_until"), ["idle_until"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_sessions_id"), ["id"])

    if op.get_bind().dialect.name == "postgresql":
        scrubbing.keep_no_samples(op.get_bind().connection.driver_connection)
