"""Reading polls: their counts, and whether the viewer has voted. Who else has is read by nobody (decision 0020)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from app.accounts.viewer import STRANGER, Viewer
from app.basics.errors import NotFound
from app.posts import asking, body
from app.posts.models import Poll, PollChoice, PollVote, Post
from app.posts.queries import PostFacts
from app.posts.readable import readable, stands

MOST_ASKED = 200
ASKED_EVERY = timedelta(minutes=10)
"""How often an ally is asked about one poll, however many look at it and however often."""


@dataclass(frozen=True, slots=True)
class ChoiceFacts:
    words: str
    votes: int


@dataclass(frozen=True, slots=True)
class PollFacts:
    """A poll as its tables have it. `counts_at` tells what of the counts may be shown. `voted`: the viewer has."""

    post_id: int
    author_id: int
    multiple: bool
    hides_counts: bool
    voters: int
    ends_at: datetime
    is_over: bool
    voted: bool
    choices: tuple[ChoiceFacts, ...]
    is_ours: bool = True
    asked_at: datetime | None = None

    def may_stand_otherwise(self, now: datetime) -> bool:
        """Whether an ally's counts are older than some minutes, and nobody here has asked for them since."""
        is_old = self.asked_at is None or now - self.asked_at >= ASKED_EVERY
        return not self.is_ours and is_old and not self.has_ended(now)

    def has_ended(self, now: datetime) -> bool:
        return self.is_over or self.ends_at <= now

    def counts_at(self, now: datetime) -> tuple[int, ...] | None:
        """How often each choice was made; None while nobody may know."""
        shown = asking.counts_are_shown(self.ends_at, hides_counts=self.hides_counts, is_over=self.is_over, now=now)
        return tuple(choice.votes for choice in self.choices) if shown else None


def of_posts(session: Session, viewer: Viewer, post_ids: Sequence[int]) -> dict[int, PollFacts]:
    """The polls of posts that were read with this viewer before, by the post's id. One query for a whole page."""
    return _found(session, viewer, Poll.post_id.in_(post_ids[:MOST_ASKED]))


def of_post(session: Session, post: PostFacts) -> PollFacts | None:
    """That of one post which was read before, for nobody in particular."""
    return _found(session, STRANGER, Poll.post_id == post.id).get(post.id) if body.asks(post.body) else None


def one(session: Session, viewer: Viewer, post_id: int) -> PollFacts:
    """Raises NotFound also for the poll of a post that this viewer may not read."""
    found = _found(session, viewer, Poll.post_id == post_id, readable(viewer), stands())
    if post_id not in found:
        raise NotFound
    return found[post_id]


def voters_of(session: Session, post_id: int) -> list[int]:
    """Who has voted, to be told of the end, and for nothing else."""
    return list(session.scalars(select(PollVote.account_id).where(PollVote.post_id == post_id)))


def words_of(session: Session, post_id: int) -> list[str]:
    """The choices in their order; none where there is no poll."""
    query = select(PollChoice.words).where(PollChoice.post_id == post_id).order_by(PollChoice.position)
    return list(session.scalars(query))


def _found(session: Session, viewer: Viewer, *where: ColumnElement[bool]) -> dict[int, PollFacts]:
    mine = and_(PollVote.post_id == Poll.post_id, PollVote.account_id == (viewer.account_id or 0))
    rows = session.execute(
        select(
            Poll.post_id, Post.author_id, Poll.multiple, Poll.hides_counts, Poll.voters, Poll.ends_at, Poll.is_over,
            PollVote.account_id.is_not(None), Post.is_ours, Poll.asked_at, PollChoice.words, PollChoice.votes,
        )
        .join(Post, Post.id == Poll.post_id)
        .join(PollChoice, PollChoice.post_id == Poll.post_id)
        .outerjoin(PollVote, mine)
        .where(*where)
        .order_by(Poll.post_id, PollChoice.position)
    )  # fmt: skip
    polls: dict[int, tuple[tuple[object, ...], list[ChoiceFacts]]] = {}
    for row in rows:
        _, choices = polls.setdefault(row[0], (tuple(row[:10]), []))
        choices.append(ChoiceFacts(row.words, row.votes))
    return {
        post_id: PollFacts(*head[:7], bool(head[7]), tuple(choices), bool(head[8]), head[9])  # type: ignore[arg-type]
        for post_id, (head, choices) in polls.items()
    }
