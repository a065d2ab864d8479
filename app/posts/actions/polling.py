"""Polls: asked with their post, voted in once. What somebody chose is counted and then forgotten (decision 0020)."""

import base64
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.accounts.may_post import must_be_free_to_post
from app.accounts.queries import AccountFacts
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound, Refused
from app.jobs.outbox import announce
from app.posts import asking, queries
from app.posts.asking import NewPoll, VotedAlready
from app.posts.events import PollCounted, VoteCast
from app.posts.models import Poll, PollChoice, PollMark, PollVote, Post
from app.storage.sealing import HouseKey

EVERY: Final = timedelta(minutes=3)
"""How often allies hear new counts while votes come in."""
AT_ONCE: Final = 100
NOT_ONES_OWN: Final = "Nobody votes in their own poll."
_SEAL: Final = "vote"
_MARK: Final = "poll mark"


def ask(session: Session, post: Post, poll: NewPoll, *, now: datetime) -> None:
    """Add a checked poll to a post that is stored."""
    ends_at = asking.end_of(poll, post.ends_at, now=now)
    session.add(Poll(post_id=post.id, multiple=poll.multiple, hides_counts=poll.hides_counts, ends_at=ends_at))
    session.flush()
    add_choices(session, post.id, [(words, 0) for words in poll.choices])


def add_choices(session: Session, post_id: int, choices: Sequence[tuple[str, int]]) -> None:
    """In their order, with how often each was made."""
    session.add_all(
        PollChoice(post_id=post_id, position=place, words=words, votes=votes)
        for place, (words, votes) in enumerate(choices)
    )
    session.flush()


def vote(
    session: Session, account_id: int, post_id: int, chosen: Collection[int], *, key: HouseKey, now: datetime
) -> None:
    """A member votes, once; `chosen` are places. An ally's house is told what was chosen, for its counts are there.

    Raises NotFound for what they may not read, Refused after the end or in one's own, Invalid, VotedAlready, and
    PostingPaused.
    """
    must_be_free_to_post(session, account_id)
    post, poll = queries.one(session, Viewer.member(account_id), post_id), _held(session, post_id)
    if poll is None:
        raise NotFound
    if post.author_id == account_id:
        raise Refused(NOT_ONES_OWN)
    asking.must_be_open(poll.ends_at, is_over=poll.is_over, now=now)
    if session.get(PollVote, (post_id, account_id)) is not None:
        raise VotedAlready
    words = _choices(session, post_id)
    places = asking.checked_vote(chosen, len(words), multiple=poll.multiple)
    _count(session, poll, account_id, places)
    if post.is_ours:
        _tell_later(poll, now=now)
    else:
        announce(session, VoteCast(account_id, post_id, sealed_choices([words[place] for place in places], key)))


def take_vote(
    session: Session, voter: AccountFacts, post_id: int, words: Collection[str], *, key: HouseKey, now: datetime
) -> None:
    """A vote from an ally. Several choices come one by one, so each counts once.

    Refused without a word: after the end, for what is no choice, and a second time. Who may vote is for the handler.
    """
    poll = _held(session, post_id)
    if poll is None or poll.is_over or poll.ends_at <= now:
        return
    places = [place for place, choice in enumerate(_choices(session, post_id)) if choice in words]
    if poll.multiple:
        places = [place for place in places if _mark(session, poll, voter, place, key)]
    elif session.get(PollVote, (post_id, voter.id)) is not None:
        return
    if places:
        _count(session, poll, voter.id, places if poll.multiple else places[:1])
        _tell_later(poll, now=now)


def tell_counts(session: Session, now: datetime) -> bool:
    """A sweep: counts that allies have not heard yet. Whether there may be more."""
    due = select(Poll.post_id).where(Poll.tells_at.is_not(None), Poll.tells_at <= now).limit(AT_ONCE)
    found = session.scalars(due).all()
    for post_id in found:
        announce(session, PollCounted(post_id))
    session.execute(update(Poll).where(Poll.post_id.in_(found)).values(tells_at=None))
    return len(found) == AT_ONCE


def due(session: Session, now: datetime) -> list[int]:
    """The posts whose polls have ended since somebody looked."""
    query = select(Poll.post_id).where(Poll.is_over.is_(False), Poll.ends_at <= now).order_by(Poll.ends_at)
    return list(session.scalars(query.limit(AT_ONCE)))


def forget_voters(session: Session, post_id: int) -> None:
    """Nobody is left of whom it is known that they voted."""
    session.execute(delete(PollVote).where(PollVote.post_id == post_id))
    session.execute(delete(PollMark).where(PollMark.post_id == post_id))


def end(session: Session, post_id: int) -> None:
    """Its end was told: who voted is forgotten, and allies hear the last counts."""
    forget_voters(session, post_id)
    session.execute(update(Poll).where(Poll.post_id == post_id).values(is_over=True, tells_at=None))
    announce(session, PollCounted(post_id))


def sealed_choices(words: Sequence[str], key: HouseKey) -> str:
    """What waits to be sent is under the house key (P10)."""
    return base64.b64encode(key.seal(msgspec.msgpack.encode(list(words)), _SEAL)).decode()


def opened_choices(sealed: str, key: HouseKey) -> list[str]:
    """Raises SealBroken."""
    return msgspec.msgpack.decode(key.open(base64.b64decode(sealed), _SEAL), type=list[str])


def _held(session: Session, post_id: int) -> Poll | None:
    """Nobody else counts in it meanwhile."""
    query = select(Poll).where(Poll.post_id == post_id).with_for_update()
    return session.scalars(query, execution_options={"populate_existing": True}).one_or_none()


def _choices(session: Session, post_id: int) -> list[str]:
    query = select(PollChoice.words).where(PollChoice.post_id == post_id).order_by(PollChoice.position)
    return list(session.scalars(query))


def _count(session: Session, poll: Poll, voter_id: int, places: Collection[int]) -> None:
    session.execute(
        update(PollChoice)
        .where(PollChoice.post_id == poll.post_id, PollChoice.position.in_(places))
        .values(votes=PollChoice.votes + 1),
        execution_options={"synchronize_session": False},
    )
    if session.get(PollVote, (poll.post_id, voter_id)) is None:
        session.add(PollVote(post_id=poll.post_id, account_id=voter_id, until=poll.ends_at))
        poll.voters += 1
    session.flush()


def _mark(session: Session, poll: Poll, voter: AccountFacts, place: int, key: HouseKey) -> bool:
    """Whether this choice of theirs is new; from now on it is not."""
    marked = key.keyed_hash(f"{poll.post_id} {place} {voter.uri}".encode(), _MARK, size=32)
    if session.get(PollMark, marked) is not None:
        return False
    session.add(PollMark(marked=marked, post_id=poll.post_id, until=poll.ends_at))
    return True


def _tell_later(poll: Poll, *, now: datetime) -> None:
    if not poll.hides_counts and poll.tells_at is None:
        poll.tells_at = now + EVERY
