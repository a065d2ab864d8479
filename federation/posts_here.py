"""Posts that are here, by their address on the wire, for what allies do to them. Never shown to anybody."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.posts.audience import FOR_ALLIES, Audience
from app.posts.models import Post


@dataclass(frozen=True, slots=True)
class PostHere:
    """As much of a post as decides who may pass it on."""

    id: int
    author_id: int
    is_ours: bool
    audience: Audience
    bound_ally_id: int | None
    foreign_ally_id: int | None
    limited: bool

    def may_be_boosted_by(self, ally_id: int) -> bool:
        """Whether every member of that ally may read it anyway (P23): for everybody, or for their or our allies."""
        if self.limited or self.audience not in FOR_ALLIES:
            return False
        if self.is_ours:
            return self.bound_ally_id in {None, ally_id}
        return self.audience is Audience.OPEN or self.foreign_ally_id == ally_id


def post_at(session: Session, uri: str) -> PostHere | None:
    """The post at this address, whoever may read it."""
    row = session.execute(
        select(
            Post.id, Post.author_id, Post.is_ours, Post.audience, Post.bound_ally_id, Post.foreign_ally_id,
            Account.limited,
        ).join(Account, Account.id == Post.author_id).where(Post.uri == uri)
    ).first()  # fmt: skip
    return None if row is None else PostHere(row[0], row[1], row[2], Audience(row[3]), row[4], row[5], row[6])
