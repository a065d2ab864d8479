"""The poll of an ally's post, as their house tells of it. Called only by a handler that holds a verified activity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.posts import polls
from app.posts.actions.polling import add_choices
from app.posts.models import Poll, PollChoice, PollMark, PollVote, Post

LONGEST: Final = timedelta(days=365)
"""A poll that its house does not end has ended here after this time."""


@dataclass(frozen=True, slots=True)
class ForeignPoll:
    """As it came; numbers are theirs and within bounds. `choices` are (words, votes). `ends_at`: None for no end."""

    choices: Sequence[tuple[str, int]]
    multiple: bool
    voters: int
    ends_at: datetime | None
    is_closed: bool

    @property
    def words(self) -> list[str]:
        return [words for words, _ in self.choices]


def keep_poll(session: Session, post_id: int, foreign: ForeignPoll, *, now: datetime) -> None:
    """With a post that has just been stored."""
    ends_at = _end(foreign, now=now)
    session.add(
        Poll(
            post_id=post_id,
            multiple=foreign.multiple,
            hides_counts=False,
            voters=foreign.voters,
            ends_at=ends_at,
            is_over=ends_at <= now,
        )
    )
    session.flush()
    add_choices(session, post_id, foreign.choices)


def receive_poll(session: Session, post: Post, foreign: ForeignPoll | None, *, now: datetime) -> bool:
    """What their house says of the poll now; whether its choices are others, so that the post is encoded anew.

    Other choices are another poll: whoever voted may vote again. None takes it away. A message has none (P10).
    """
    poll = session.get(Poll, post.id, with_for_update=True)
    foreign = None if post.sealed is not None else foreign
    if poll is None and foreign is None:
        return False
    if poll is not None and foreign is not None and _asks_the_same(session, poll, foreign):
        _take_counts(session, poll, foreign, now=now)
        return False
    if poll is not None:
        session.delete(poll)
        session.flush()
    if foreign is not None:
        keep_poll(session, post.id, foreign, now=now)
    return True


def take_counts(session: Session, post_id: int, foreign: ForeignPoll, *, now: datetime) -> None:
    """How it stands, asked for by this house. One that asks something else now comes with an edit, or never."""
    poll = session.get(Poll, post_id, with_for_update=True)
    if poll is not None and _asks_the_same(session, poll, foreign):
        _take_counts(session, poll, foreign, now=now)


def _asks_the_same(session: Session, poll: Poll, foreign: ForeignPoll) -> bool:
    return poll.multiple == foreign.multiple and polls.words_of(session, poll.post_id) == foreign.words


def _take_counts(session: Session, poll: Poll, foreign: ForeignPoll, *, now: datetime) -> None:
    for choice in session.scalars(select(PollChoice).where(PollChoice.post_id == poll.post_id)):
        choice.votes = foreign.choices[choice.position][1]
    poll.voters = foreign.voters
    ends_at = _end(foreign, now=now)
    if not poll.is_over and (foreign.is_closed or foreign.ends_at is not None):
        poll.ends_at = ends_at
        for kept in (PollVote, PollMark):
            session.execute(update(kept).where(kept.post_id == poll.post_id).values(until=ends_at))
    session.flush()


def _end(foreign: ForeignPoll, *, now: datetime) -> datetime:
    latest = now if foreign.is_closed else now + LONGEST
    return latest if foreign.ends_at is None else min(foreign.ends_at, latest)
