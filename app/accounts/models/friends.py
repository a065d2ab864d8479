"""Two friends who can let somebody back in together, and how such a return goes."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models.people import ONE_ACCOUNT
from app.storage.tables import Base, key_part


class FriendsKey(Base):
    """The member key wrapped with a secret that exists only as two friends' shares together."""

    __tablename__ = "friends_keys"

    account_id: Mapped[int] = key_part(ONE_ACCOUNT)
    member_key: Mapped[bytes] = mapped_column(LargeBinary)


class FriendShare(Base):
    """One friend's share, sealed to that friend's member key. One without the other tells nothing."""

    __tablename__ = "friend_shares"

    account_id: Mapped[int] = key_part(ONE_ACCOUNT)
    friend_id: Mapped[int] = key_part(ONE_ACCOUNT, index=True)
    share_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class FriendsReturn(Base):
    """Somebody asks to be let back in. Without an account the name was nobody's: the row is there all the same (P6).

    `public_key` belongs to a secret that only whoever asked has; `code_hash` is of what they tell their friends.
    `ready_at` is set when both friends have said yes: before that moment the return is not possible, and the account
    can stop it.
    """

    __tablename__ = "friends_returns"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int | None] = mapped_column(ForeignKey(ONE_ACCOUNT, ondelete="CASCADE"), index=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    ready_at: Mapped[datetime | None]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class FriendsYes(Base):
    """A friend's share, sealed anew to whoever asked to return."""

    __tablename__ = "friends_yeses"

    return_id: Mapped[int] = key_part("friends_returns.id")
    friend_id: Mapped[int] = key_part(ONE_ACCOUNT, index=True)
    share_sealed: Mapped[bytes] = mapped_column(LargeBinary)
