"""Everything a first house needs"""

# long because it makes every table at once

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "allies",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(length=300), nullable=False),
        sa.Column("host", sa.String(length=280), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("scopes", sa.String(length=60), nullable=False),
        sa.Column("actor", sa.String(length=500), nullable=True),
        sa.Column("key_id", sa.String(length=500), nullable=True),
        sa.Column("public_key", sa.Text(), nullable=True),
        sa.Column("inbox", sa.String(length=500), nullable=True),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allies")),
        sa.UniqueConstraint("origin", name=op.f("uq_allies_origin")),
    )
    op.create_table(
        "apps",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("client_id", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("redirects", sa.Text(), nullable=False),
        sa.Column("scopes", sa.String(length=1000), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("last_used_on", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apps")),
        sa.UniqueConstraint("client_id", name=op.f("uq_apps_client_id")),
    )
    op.create_table(
        "community",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("neutral_title", sa.String(length=40), nullable=False),
        sa.Column("exit_address", sa.String(length=300), nullable=False),
        sa.Column("set_up", sa.Boolean(), nullable=False),
        sa.Column("address_key_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("private_key_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_community_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("queue", sa.String(length=20), nullable=False),
        sa.Column("lane", Id, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("queued_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("ix_jobs_lane", ["queue", "lane", "id"], unique=False)

    op.create_table(
        "lanes",
        sa.Column("queue", sa.String(length=20), nullable=False),
        sa.Column("lane", Id, autoincrement=False, nullable=False),
        sa.Column("failures", Id, nullable=False),
        sa.Column("next_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("queue", "lane", name=op.f("pk_lanes")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_table(
        "seen_signatures",
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_seen_signatures")),
    )
    with op.batch_alter_table("seen_signatures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seen_signatures_until"), ["until"], unique=False)

    op.create_table(
        "tombstones",
        sa.Column("uri_hash", sa.LargeBinary(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("uri_hash", name=op.f("pk_tombstones")),
    )
    with op.batch_alter_table("tombstones", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tombstones_until"), ["until"], unique=False)

    op.create_table(
        "accounts",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("folded", sa.String(length=64), nullable=False),
        sa.Column("host", sa.String(length=280), nullable=False),
        sa.Column("ally_id", Id, nullable=True),
        sa.Column("display_name", sa.String(length=100), nullable=False),
        sa.Column("about_html", sa.Text(), nullable=False),
        sa.Column("about_source", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("joined_on", sa.String(length=10), nullable=False),
        sa.Column("theme", sa.String(length=6), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("uri", sa.String(length=500), nullable=False),
        sa.Column("inbox", sa.String(length=500), nullable=False),
        sa.Column("shared_inbox", sa.String(length=500), nullable=False),
        sa.Column("key_id", sa.String(length=500), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("key_seen_at", Moment(), nullable=True),
        sa.Column("card", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("(host = '') = (ally_id IS NULL)", name=op.f("ck_accounts_of_an_ally")),
        sa.CheckConstraint("role IN ('member', 'moderator', 'steward', 'guest')", name=op.f("ck_accounts_role")),
        sa.ForeignKeyConstraint(
            ["ally_id"], ["allies.id"], name=op.f("fk_accounts_ally_id_allies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("folded", "host", name=op.f("uq_accounts_folded_host")),
        sa.UniqueConstraint("uri", name=op.f("uq_accounts_uri")),
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_accounts_ally",
            ["ally_id"],
            unique=False,
            sqlite_where=sa.text("ally_id IS NOT NULL"),
            postgresql_where=sa.text("ally_id IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_accounts_key_id"), ["key_id"], unique=False)

    op.create_table(
        "app_tokens",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("app_id", Id, nullable=False),
        sa.Column("account_id", Id, nullable=True),
        sa.Column("scopes", sa.String(length=1000), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_app_tokens_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_app_tokens_app_id_apps"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_app_tokens_token_hash")),
    )
    with op.batch_alter_table("app_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_app_tokens_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_app_tokens_app_id"), ["app_id"], unique=False)

    op.create_table(
        "authorisation_codes",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("app_id", Id, nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("redirect", sa.String(length=500), nullable=False),
        sa.Column("scopes", sa.String(length=1000), nullable=False),
        sa.Column("challenge", sa.String(length=128), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_authorisation_codes_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["app_id"], ["apps.id"], name=op.f("fk_authorisation_codes_app_id_apps"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_authorisation_codes")),
    )
    with op.batch_alter_table("authorisation_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_authorisation_codes_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_authorisation_codes_app_id"), ["app_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_authorisation_codes_ends_at"), ["ends_at"], unique=False)

    op.create_table(
        "credentials",
        sa.Column(
            "account_id",
            Id,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("passphrase_hash", sa.String(length=200), nullable=False),
        sa.Column("private_key_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_credentials_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_credentials")),
    )
    op.create_table(
        "follows",
        sa.Column(
            "follower_id",
            Id,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "followed_id",
            Id,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("uri", sa.String(length=500), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.CheckConstraint("follower_id <> followed_id", name=op.f("ck_follows_not_oneself")),
        sa.ForeignKeyConstraint(
            ["followed_id"], ["accounts.id"], name=op.f("fk_follows_followed_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["follower_id"], ["accounts.id"], name=op.f("fk_follows_follower_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("follower_id", "followed_id", name=op.f("pk_follows")),
    )
    with op.batch_alter_table("follows", schema=None) as batch_op:
        batch_op.create_index("ix_follows_followed", ["followed_id", "accepted", "follower_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_follows_uri"), ["uri"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", Id, nullable=True),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("is_setup", sa.Boolean(), nullable=False),
        sa.Column("tries_left", Id, nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["accounts.id"], name=op.f("fk_invitations_made_by_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitations_made_by"), ["made_by"], unique=False)

    op.create_table(
        "posts",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("uri", sa.String(length=500), nullable=False),
        sa.Column("author_id", Id, nullable=False),
        sa.Column("is_ours", sa.Boolean(), nullable=False),
        sa.Column("in_community", sa.Boolean(), nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("bound_ally_id", Id, nullable=True),
        sa.Column("foreign_ally_id", Id, nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sanitiser", sa.SmallInteger(), nullable=False),
        sa.Column("warning", sa.String(length=500), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("reply_to_id", Id, nullable=True),
        sa.Column("reply_to_account_id", Id, nullable=True),
        sa.Column("reply_to_uri", sa.String(length=500), nullable=False),
        sa.Column("thread_id", Id, nullable=False),
        sa.Column("pictures", sa.SmallInteger(), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "audience IN ('open', 'allies', 'community', 'followers', 'mentioned')",
            name=op.f("ck_posts_audience"),
        ),
        sa.CheckConstraint("uri <> ''", name=op.f("ck_posts_has_address")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["accounts.id"], name=op.f("fk_posts_author_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["bound_ally_id"], ["allies.id"], name=op.f("fk_posts_bound_ally_id_allies"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["foreign_ally_id"],
            ["allies.id"],
            name=op.f("fk_posts_foreign_ally_id_allies"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reply_to_account_id"],
            ["accounts.id"],
            name=op.f("fk_posts_reply_to_account_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["reply_to_id"], ["posts.id"], name=op.f("fk_posts_reply_to_id_posts"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("uri", name=op.f("uq_posts_uri")),
    )
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.create_index("ix_posts_author", ["author_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_posts_bound_ally_id"), ["bound_ally_id"], unique=False)
        batch_op.create_index(
            "ix_posts_community",
            ["id"],
            unique=False,
            sqlite_where=sa.text("in_community"),
            postgresql_where=sa.text("in_community"),
        )
        batch_op.create_index(batch_op.f("ix_posts_foreign_ally_id"), ["foreign_ally_id"], unique=False)
        batch_op.create_index(
            "ix_posts_reply_to",
            ["reply_to_id"],
            unique=False,
            sqlite_where=sa.text("reply_to_id IS NOT NULL"),
            postgresql_where=sa.text("reply_to_id IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_posts_reply_to_account_id"), ["reply_to_account_id"], unique=False)
        batch_op.create_index("ix_posts_thread", ["thread_id", "id"], unique=False)

    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_recovery_codes_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_codes")),
    )
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_codes_account_id"), ["account_id"], unique=False)

    op.create_table(
        "sessions",
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sessions_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_sessions")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sessions_ends_at"), ["ends_at"], unique=False)

    op.create_table(
        "boosts",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("post_id", Id, nullable=False),
        sa.Column("uri", sa.String(length=500), nullable=False),
        sa.Column("boosted_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_boosts_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_boosts_post_id_posts"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boosts")),
        sa.UniqueConstraint("account_id", "post_id", name=op.f("uq_boosts_account_id_post_id")),
        sa.UniqueConstraint("uri", name=op.f("uq_boosts_uri")),
    )
    with op.batch_alter_table("boosts", schema=None) as batch_op:
        batch_op.create_index("ix_boosts_post", ["post_id"], unique=False)

    op.create_table(
        "favourites",
        sa.Column(
            "account_id",
            Id,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "post_id",
            Id,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("uri", sa.String(length=500), nullable=False),
        sa.Column("favoured_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_favourites_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_favourites_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "post_id", name=op.f("pk_favourites")),
    )
    with op.batch_alter_table("favourites", schema=None) as batch_op:
        batch_op.create_index("ix_favourites_post", ["post_id"], unique=False)

    op.create_table(
        "feed_entries",
        sa.Column(
            "owner_id",
            Id,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "entry_id",
            Id,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("post_id", Id, nullable=False),
        sa.Column("booster_id", Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["booster_id"],
            ["accounts.id"],
            name=op.f("fk_feed_entries_booster_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["accounts.id"], name=op.f("fk_feed_entries_owner_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_feed_entries_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("owner_id", "entry_id", name=op.f("pk_feed_entries")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("feed_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_entries_booster_id"), ["booster_id"], unique=False)
        batch_op.create_index("ix_feed_entries_page", ["owner_id", "entry_id", "post_id", "booster_id"], unique=False)
        batch_op.create_index("ix_feed_entries_post", ["post_id"], unique=False)

    op.create_table(
        "idempotency_keys",
        sa.Column(
            "account_id",
            Id,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("post_id", Id, nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_idempotency_keys_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_idempotency_keys_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "key_hash", name=op.f("pk_idempotency_keys")),
    )
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotency_keys_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_idempotency_keys_until"), ["until"], unique=False)

    op.create_table(
        "mentions",
        sa.Column(
            "post_id",
            Id,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "account_id",
            Id,
            autoincrement=False,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_mentions_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_mentions_post_id_posts"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "account_id", name=op.f("pk_mentions")),
    )
    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentions_account_id"), ["account_id"], unique=False)

    op.create_table(
        "notifications",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("from_id", Id, nullable=False),
        sa.Column("post_id", Id, nullable=True),
        sa.Column("told_at", Moment(), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('mention', 'follow', 'follow_request', 'favourite', 'reblog')",
            name=op.f("ck_notifications_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_notifications_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["accounts.id"], name=op.f("fk_notifications_from_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_notifications_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint(
            "account_id",
            "kind",
            "from_id",
            "post_id",
            name=op.f("uq_notifications_account_id_kind_from_id_post_id"),
        ),
    )
    with op.batch_alter_table("notifications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notifications_from_id"), ["from_id"], unique=False)
        batch_op.create_index("ix_notifications_page", ["account_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notifications_post_id"), ["post_id"], unique=False)

    op.create_table(
        "pictures",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("owner_id", Id, nullable=False),
        sa.Column("post_id", Id, nullable=True),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("description", sa.String(length=1500), nullable=False),
        sa.Column("blob", sa.String(length=60), nullable=False),
        sa.Column("mime", sa.String(length=20), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("small_width", sa.Integer(), nullable=False),
        sa.Column("small_height", sa.Integer(), nullable=False),
        sa.Column("blurhash", sa.String(length=60), nullable=False),
        sa.Column("source_uri", sa.String(length=800), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.CheckConstraint("position BETWEEN 0 AND 15", name=op.f("ck_pictures_position")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["accounts.id"], name=op.f("fk_pictures_owner_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_pictures_post_id_posts"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pictures")),
        sa.UniqueConstraint("blob", name=op.f("uq_pictures_blob")),
    )
    with op.batch_alter_table("pictures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pictures_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pictures_post_id"), ["post_id"], unique=False)

    op.create_table(
        "reach",
        sa.Column(
            "post_id",
            Id,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "ally_id",
            Id,
            autoincrement=False,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["ally_id"], ["allies.id"], name=op.f("fk_reach_ally_id_allies"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_reach_post_id_posts"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "ally_id", name=op.f("pk_reach")),
    )
    with op.batch_alter_table("reach", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reach_ally_id"), ["ally_id"], unique=False)
