"""What becomes of one piece of news, by what its member chose. For most members one look-up by key."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.accounts.models import Account, Follow
from app.notifications import policy
from app.notifications.models import LetIn, NewsPolicy
from app.notifications.policy import OPEN, Policy, Sender, Treatment
from app.posts.audience import Audience
from app.posts.models import Post


def weigh(
    session: Session, account_id: int, kind: str, from_id: int, post_id: int | None, *, now: datetime
) -> Treatment:
    """Told, held back or never told. What happens in a message is told: who may send any was answered before."""
    chosen = policy_of(session, account_id)
    if chosen == OPEN or _is_message(session, post_id):
        return Treatment.ACCEPT
    return policy.treatment(chosen, kind, _sender(session, account_id, from_id), now=now)


def policy_of(session: Session, account_id: int) -> Policy:
    """What the member chose."""
    row = session.get(NewsPolicy, account_id)
    if row is None:
        return OPEN
    return Policy(Treatment(row.not_following), Treatment(row.not_followers), Treatment(row.new_accounts))


def _is_message(session: Session, post_id: int | None) -> bool:
    if post_id is None:
        return False
    return session.scalar(select(Post.audience).where(Post.id == post_id)) == Audience.MENTIONED


def _sender(session: Session, me: int, other: int) -> Sender:
    followed = exists().where(Follow.follower_id == me, Follow.followed_id == other, Follow.accepted)
    let_in = exists().where(LetIn.account_id == me, LetIn.from_id == other)
    since = (
        select(Follow.asked_at)
        .where(Follow.follower_id == other, Follow.followed_id == me, Follow.accepted)
        .scalar_subquery()
    )
    row = session.execute(select(followed, since, Account.joined_on, let_in).where(Account.id == other)).first()
    return Sender() if row is None else Sender(bool(row[0]), row[1], row[2], bool(row[3]))
