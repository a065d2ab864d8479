"""What a member is told, until they have seen it or it is too old; and whose news they want to hear."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.notifications.kinds import KINDS
from app.storage.tables import Base, key_part


class Notification(Base):
    """`kind` is Mastodon's word. One of a kind for the same person and post is enough.

    `held`: it waits until the member looks whose it is. It rings no bell and stands in no list but that one.
    `decision_id`: what people decided about the member, who is then told as if by themselves: deciders have no names.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("account_id", "kind", "from_id", "post_id"),
        Index("ix_notifications_page", "account_id", "id"),
        Index(
            "ix_notifications_unseen",
            "account_id",
            sqlite_where=text("seen IS 0 AND held IS 0"),
            postgresql_where=text("seen IS false AND held IS false"),
        ),
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    from_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    told_at: Mapped[datetime]
    seen: Mapped[bool] = mapped_column(default=False)
    held: Mapped[bool] = mapped_column(default=False)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"), index=True)


class NewsPolicy(Base):
    """Whose news a member wants to hear (`policy.Policy`). No row: everybody's."""

    __tablename__ = "news_policies"
    __table_args__ = tuple(
        CheckConstraint(f"{name} IN ('accept', 'filter', 'drop')", name=name)
        for name in ("not_following", "not_followers", "new_accounts")
    )

    account_id: Mapped[int] = key_part("accounts.id")
    not_following: Mapped[str] = mapped_column(String(6))
    not_followers: Mapped[str] = mapped_column(String(6))
    new_accounts: Mapped[str] = mapped_column(String(6))


class LetIn(Base):
    """Somebody whose news the member wants to hear whatever they chose for others. Known to the member alone."""

    __tablename__ = "news_let_in"

    account_id: Mapped[int] = key_part("accounts.id")
    from_id: Mapped[int] = key_part("accounts.id", index=True)
