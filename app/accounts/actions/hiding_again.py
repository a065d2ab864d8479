"""Members of a restored backup who had drawn back since it was made: what they narrowed stays narrow (P23)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import card
from app.accounts.models import Account, Follow

Pair = tuple[int, int]


def hide_again(session: Session, present: Sequence[Mapping[str, Any]], *, origin: str) -> None:
    """Whoever hides now, shows no page, lets nothing be found, or asks before others follow, does so again.

    Nobody is shown more than now.
    """
    now = {row["id"]: row for row in present}
    for account in session.scalars(select(Account).where(Account.host == "")):
        row = now.get(account.id)
        if row is None:
            continue
        account.paused = account.paused or bool(row.get("paused", False))
        account.open_page = account.open_page and bool(row.get("open_page", False))
        shown = (account.asks_before_follow, account.findable)
        account.findable = account.findable and bool(row.get("findable", False))
        account.asks_before_follow = account.asks_before_follow or bool(row.get("asks_before_follow", False))
        if shown != (account.asks_before_follow, account.findable):
            account.card = card.encoded(session, account, origin)


def lose_followers_again(session: Session, present: Collection[Pair]) -> None:
    """Whoever follows a member of this house no more does not read for followers again. (follower, followed)."""
    theirs = session.scalars(
        select(Follow).join(Account, Account.id == Follow.followed_id).where(Account.host == "", Follow.accepted)
    )
    for follow in theirs.all():
        if (follow.follower_id, follow.followed_id) not in present:
            session.delete(follow)
