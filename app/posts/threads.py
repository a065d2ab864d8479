"""A post in a thread of any length: what it answers, and a part of its answers that is always of bounded size."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, CompoundSelect, bindparam, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from app.accounts.apart import unwelcome
from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.posts.models import Post
from app.posts.queries import PostFacts, facts_of, facts_query, for_members, me_of
from app.posts.readable import readable, stands
from app.storage import Prepared, among
from app.storage.tables import AnySelect

ABOVE: Final = 40
A_PAGE: Final = 20
BELOW_ONE: Final = 5
AT_MOST: Final = 60
LEVELS: Final = 8

_SIZES: Final = (1, 5, 20, AT_MOST)  # of how many the answers are asked for at once
_NOBODY: Final = -1


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
    found = _read(session, viewer, _line(session, post.reply_to_id)) if post.reply_to_id is not None else {}
    line: list[PostFacts] = []
    parent = found.pop(post.reply_to_id or 0, None)
    while parent is not None:
        line.append(parent)
        parent = found.pop(parent.reply_to_id or 0, None)
    return line[::-1]


def _line(session: Session, parent_id: int) -> Sequence[int]:
    """The ids on the way up, whoever may read them."""
    return [row[0] for row in _way_up.rows(session, post_id=parent_id)]


def _direct(session: Session, viewer: Viewer, post_id: int, after: int | None) -> list[int]:
    """Its own answers, the oldest first, and one more than a page holds."""
    rows = _own_answers[viewer.keeps_away].rows(session, me=me_of(viewer), post_id=post_id, after=after or 0)
    return [row[0] for row in rows]


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
    size = next(size for size in _SIZES if size >= len(post_ids))
    asked = {f"post_{place}": one for place, one in enumerate(post_ids)}
    missing = {f"post_{place}": _NOBODY for place in range(len(post_ids), size)}
    found: dict[int, list[int]] = {}
    for own_id, parent in _some_answers(size).rows(session, **asked, **missing, each=each):
        found.setdefault(parent, []).append(own_id)
    return {one: found[one] for one in post_ids if one in found}


def _of_whom_more_is_read(
    session: Session, viewer: Viewer, post_ids: Collection[int], chosen: Collection[int]
) -> frozenset[int]:
    """Those with a further answer that the viewer may read: that there are others is not said (P6)."""
    if not post_ids:
        return frozenset()
    rows = _has_further[viewer.keeps_away].rows(session, me=me_of(viewer), ids=post_ids, chosen=chosen)
    return frozenset(row[0] for row in rows)


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
    rows = _wanted[viewer.keeps_away].rows(session, me=me_of(viewer), ids=ids)
    return {facts.id: facts for facts in map(facts_of, rows)}


def _the_way_up() -> AnySelect:
    step = select(Post.id, Post.reply_to_id, literal(1).label("far")).where(
        Post.id == bindparam("post_id", type_=BigInteger)
    )
    way = step.cte("way", recursive=True)
    parent = aliased(Post)
    further = select(parent.id, parent.reply_to_id, way.c.far + 1).where(
        parent.id == way.c.reply_to_id, way.c.far < ABOVE
    )
    return select(way.union_all(further).c.id)


def _answers_of_it(viewer: Viewer) -> AnySelect:
    parent, after = bindparam("post_id", type_=BigInteger), bindparam("after", type_=BigInteger)
    query = select(Post.id).where(Post.reply_to_id == parent, Post.id > after, *_shown_to(viewer))
    return query.order_by(Post.id).limit(A_PAGE + 1)


def _answers_of_each(size: int) -> CompoundSelect[Any]:
    """A SELECT for each, so that of none more is read than is shown."""
    each = bindparam("each", type_=BigInteger)
    answers = select(Post.id, Post.reply_to_id).order_by(Post.id).limit(each)
    posts = (bindparam(f"post_{place}", type_=BigInteger) for place in range(size))
    return union_all(*(select(answers.where(Post.reply_to_id == one).subquery()) for one in posts))


def _with_further_answers(viewer: Viewer) -> AnySelect:
    answered = aliased(Post)
    further = (
        select(Post.id)
        .where(Post.reply_to_id == answered.id, ~among(Post.id, "chosen"), *_shown_to(viewer))
        .correlate(answered)
        .exists()
    )
    return select(answered.id).where(among(answered.id, "ids"), further)


def _facts(viewer: Viewer) -> AnySelect:
    is_wanted = ~unwelcome(viewer.account_id, Post.author_id, Account.ally_id)
    return facts_query(viewer).where(among(Post.id, "ids"), is_wanted).order_by(Post.id)


@cache
def _some_answers(size: int) -> Prepared:
    return Prepared(lambda: _answers_of_each(size))


_way_up: Final = Prepared(_the_way_up)
_own_answers: Final = for_members(_answers_of_it)
_has_further: Final = for_members(_with_further_answers)
_wanted: Final = for_members(_facts)
