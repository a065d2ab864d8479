"""One thing of which a member was told."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.queries import AccountFacts
from app.posts.queries import PostFacts


@dataclass(frozen=True, slots=True)
class Told:
    """One notification with whom it is from and the post it is about, if the viewer may still read it."""

    id: int
    kind: str
    told_at: datetime
    seen: bool
    sender: AccountFacts
    post: PostFacts | None

    @property
    def about(self) -> int | None:
        """The post's id."""
        return None if self.post is None else self.post.id
