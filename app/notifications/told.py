"""One thing of which a member was told."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.queries import AccountFacts
from app.posts.queries import PostFacts


@dataclass(frozen=True, slots=True)
class Told:
    """One notification with whom it is from and the post it is about, if the viewer may still read it.

    `held`: it waits until the viewer answers for its sender. `decision_id`: what people decided about the viewer.
    """

    id: int
    kind: str
    told_at: datetime
    seen: bool
    sender: AccountFacts
    post: PostFacts | None
    held: bool = False
    decision_id: int | None = None

    @property
    def about(self) -> int | None:
        """The post's id."""
        return None if self.post is None else self.post.id
