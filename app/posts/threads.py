"""A post in a thread of any length: what it answers, and a part of its answers that is always of bounded size."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from app.accounts.apart import unwelcome
from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.posts.models import Post
from app.posts.queries import PostFacts, facts_of, facts_query, readable, stands

ABOVE: Final = 40
A_PAGE: Final = 20
BELOW_ONE: Final = 5
AT_MOST: Final = 60
LEVELS: Final = 8


@dataclass(frozen=True, slots=True)
class Thread:
    """`above`: what it answers, the first of it first. `below`: answers, and answers to them, in no order of theirs.

    `more`: of these posts there are answers that are not among them. `after`: where the next page of its own answers
    begins, if there is one.
    """

    above: tuple[PostFacts, ...]
    below: tuple[PostFacts, ...]
    more: frozenset[int]
    after: int | None


def thread_of(session: Session, viewer: Viewer, post: PostFacts, *, after: int | None = None) -> Thread:
    """What a member reads of the thread around a post that they may read: at most so many, however long it is."""
    direct = _direct(session, viewer, post.id, after)
    chosen, more = _levels(session, direct[:A_PAGE])
    found = _read(session, viewer, chosen)
    return Thread(
        tuple(above(session, viewer, post)),
        tuple(found.values()),
        _of_whom_more_is_read(session, viewer, more, chosen),
        direct[A_PAGE - 1] if len(direct) > A_PAGE else None,
    )


def above(session: Session, viewer: Viewer, post: PostFacts) -> list[PostFacts]:
    """What the post answers, nearest last; the line ends where something may not be read, or is too far."""
    found = _read(session, viewer, _line(session, post)) if post.reply_to_id is not None else {}
    line: list[PostFacts] = []
    parent = found.pop(post.reply_to_id or 0, None)
    while parent is not None:
        line.append(parent)
        parent = found.pop(parent.reply_to_id or 0, None)
    return line[::-1]


def _line(session: Session, post: PostFacts) -> Sequence[int]:
    """The ids on the way up, whoever may read them."""
    step = select(Post.id, Post.reply_to_id, literal(1).label("far")).where(Post.id == post.reply_to_id)
    way = step.cte("way", recursive=True)
    parent = aliased(Post)
    further = select(parent.id, parent.reply_to_id, way.c.far + 1).where(
        parent.id == way.c.reply_to_id, way.c.far < ABOVE
    )
    return session.scalars(select(way.union_all(further).c.id)).all()


def _direct(session: Session, viewer: Viewer, post_id: int, after: int | None) -> list[int]:
    """Its own answers, the oldest first, and one more than a page holds."""
    query = select(Post.id).where(Post.reply_to_id == post_id, Post.id > (after or 0), *_shown_to(viewer))
    return list(session.scalars(query.order_by(Post.id).limit(A_PAGE + 1)))


def _levels(session: Session, direct: Sequence[int]) -> tuple[list[int], frozenset[int]]:
    """Level by level a few answers of each, until there are enough; and of whom there are more."""
    chosen, more, level = list(direct), set[int](), list(direct)
    for depth in range(1, LEVELS + 1):
        answers = _answers(session, level, BELOW_ONE + 1 if depth < LEVELS else 1)
        below: list[int] = []
        for post_id, ids in answers.items():
            room = 0 if depth == LEVELS else min(BELOW_ONE, AT_MOST - len(chosen) - len(below))
            below += ids[:room]
            more |= {post_id} if len(ids) > room else set()
        chosen += below
        level = below
        if not level:
            break
    return chosen, frozenset(more)


def _answers(session: Session, post_ids: Sequence[int], each: int) -> Mapping[int, list[int]]:
    """The oldest answers of each that has any: so many along the index, however many there are."""
    if not post_ids:
        return {}
    some = [
        select(
            select(Post.id, Post.reply_to_id).where(Post.reply_to_id == one).order_by(Post.id).limit(each).subquery()
        )
        for one in post_ids
    ]
    found: dict[int, list[int]] = {}
    for own_id, parent in session.execute(union_all(*some)):
        found.setdefault(parent, []).append(own_id)
    return {one: found[one] for one in post_ids if one in found}


def _of_whom_more_is_read(
    session: Session, viewer: Viewer, post_ids: Collection[int], chosen: Collection[int]
) -> frozenset[int]:
    """Those with a further answer that the viewer may read: that there are others is not said (P6)."""
    if not post_ids:
        return frozenset()
    answered = aliased(Post)
    further = (
        select(Post.id)
        .where(Post.reply_to_id == answered.id, Post.id.not_in(chosen), *_shown_to(viewer))
        .correlate(answered)
        .exists()
    )
    return frozenset(session.scalars(select(answered.id).where(answered.id.in_(post_ids), further)))


def _shown_to(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    return (
        readable(viewer),
        ~unwelcome(viewer.account_id, Post.author_id, Post.foreign_ally_id),
        stands(),
    )


def _read(session: Session, viewer: Viewer, ids: Collection[int]) -> dict[int, PostFacts]:
    """Those of them that the viewer may and wants to read, the oldest first."""
    if not ids:
        return {}
    wanted = and_(Post.id.in_(ids), ~unwelcome(viewer.account_id, Post.author_id, Account.ally_id))
    rows = session.execute(facts_query(viewer).where(wanted).order_by(Post.id))
    return {facts.id: facts for facts in map(facts_of, rows)}
