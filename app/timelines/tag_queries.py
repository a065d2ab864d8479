"""Posts by their tags, in time order and nothing else (P5): no totals, no trends, and nobody learns who follows what.

Everything here is about posts that the viewer may read. A tag that stands only in others is to them like one that
nobody ever wrote (P6).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, ScalarSelect, exists, select
from sqlalchemy.orm import Session, aliased

from app.accounts.viewer import Viewer
from app.basics.text import tags_linked
from app.posts.models import Post, PostTag, Tag, TagFollow
from app.posts.queries import facts_of, facts_query
from app.posts.readable import readable, stands
from app.storage.tables import AnySelect
from app.timelines.hiding import tells_of_nobody, unwanted
from app.timelines.queries import MOST, Entry, Page

LATELY: Final = 500
"""So many of somebody's newest posts tell which tags they use."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Names of tags: posts with `some` of them and with `every` of those and `none` of these; and from where."""

    some: Collection[str]
    every: Collection[str] = ()
    none: Collection[str] = ()
    local: bool = False
    remote: bool = False
    pictures: bool = False


@dataclass(frozen=True, slots=True)
class TagFacts:
    """A tag for one viewer: its name, and how the newest post writes it which they may read; the same without one."""

    id: int
    name: str
    shown: str
    followed: bool


def tagged(session: Session, viewer: Viewer, page: Page, wanted: Wanted) -> list[Entry]:
    """The posts with these tags which the viewer may read and wants to see, newest first."""
    known = _ids_of(session, {*wanted.some, *wanted.every, *wanted.none})
    some = [known[name] for name in wanted.some if name in known]
    if not some or not known.keys() >= set(wanted.every) or viewer.account_id is None:
        return []
    query = select(PostTag.post_id).join(Post, Post.id == PostTag.post_id).where(
        PostTag.tag_id == some[0] if len(some) == 1 else PostTag.tag_id.in_(some),
        *(_carries([known[name]]) for name in wanted.every),
        ~_carries([known[name] for name in wanted.none if name in known]),
        *_from_where(wanted),
        _may_be_shown(viewer),
        tells_of_nobody(viewer),
    )  # fmt: skip
    if page.before is not None:
        query = query.where(PostTag.post_id < page.before)
    if page.after is not None:
        query = query.where(PostTag.post_id > page.after)
    order = PostTag.post_id if page.upwards else PostTag.post_id.desc()
    query = query.distinct() if len(some) > 1 else query
    found = session.scalars(query.order_by(order).limit(min(page.limit, MOST))).all()
    rows = session.execute(facts_query(viewer).where(Post.id.in_(found))).all() if found else []
    entries = [Entry(facts.id, facts) for facts in map(facts_of, rows)]
    return sorted(entries, key=lambda entry: -entry.id)


def one_tag(session: Session, viewer: Viewer, name: str) -> TagFacts:
    """A tag as this viewer knows it. One that they have not met is as one that is not there."""
    row = session.execute(_facts_query(viewer).where(Tag.name == name)).first()
    return TagFacts(0, name, name, False) if row is None else _facts(row)


def tags_followed(
    session: Session, account_id: int, *, before: int | None = None, after: int | None = None, limit: int
) -> list[TagFacts]:
    """What a member follows, for nobody but them; the greatest id first, which tells nothing."""
    viewer = Viewer.member(account_id)
    query = _facts_query(viewer).where(_followed(viewer))
    if before is not None:
        query = query.where(Tag.id < before)
    if after is not None:
        query = query.where(Tag.id > after)
    return [_facts(row) for row in session.execute(query.order_by(Tag.id.desc()).limit(limit))]


def tags_beginning(session: Session, viewer: Viewer, beginning: str, *, limit: int) -> list[TagFacts]:
    """The tags whose name begins so and of which the viewer may read a post, or which they follow; by their names."""
    if not beginning:
        return []
    query = _facts_query(viewer).where(
        Tag.name >= beginning,
        Tag.name.startswith(beginning, autoescape=True),
        _newest_with_it(viewer).is_not(None) | _followed(viewer),
    )
    return [_facts(row) for row in session.execute(query.order_by(Tag.name).limit(limit))]


def tags_known(session: Session, viewer: Viewer, beginning: str, *, limit: int) -> list[TagFacts]:
    """The tags whose name begins so and which the viewer follows or has lately used; by their names."""
    own = select(Post.id).where(Post.author_id == viewer.account_id).order_by(Post.id.desc()).limit(LATELY)
    used = select(PostTag.tag_id).where(PostTag.post_id.in_(own))
    followed = select(TagFollow.tag_id).where(TagFollow.account_id == viewer.account_id)
    query = _facts_query(viewer).where(
        Tag.name.startswith(beginning, autoescape=True), Tag.id.in_(used.union(followed))
    )
    return [_facts(row) for row in session.execute(query.order_by(Tag.name).limit(limit))]


def _ids_of(session: Session, names: Collection[str]) -> dict[str, int]:
    return {row[0]: row[1] for row in session.execute(select(Tag.name, Tag.id).where(Tag.name.in_(names)))}


def _carries(tag_ids: Sequence[int]) -> ColumnElement[bool]:
    carried = aliased(PostTag)
    return exists().where(carried.post_id == Post.id, carried.tag_id.in_(tag_ids))


def _from_where(wanted: Wanted) -> list[ColumnElement[bool]]:
    where = list[ColumnElement[bool]]()
    if wanted.local:
        where.append(Post.is_ours.is_(True))
    if wanted.remote:
        where.append(Post.is_ours.is_(False))
    if wanted.pictures:
        where.append(Post.pictures > 0)
    return where


def _may_be_shown(viewer: Viewer) -> ColumnElement[bool]:
    return readable(viewer) & stands() & ~unwanted(viewer)


def _facts_query(viewer: Viewer) -> AnySelect:
    return select(Tag.id, Tag.name, _newest_with_it(viewer), _followed(viewer))


def _newest_with_it(viewer: Viewer) -> ScalarSelect[str]:
    """What the newest post says that carries the tag and that the viewer may read and wants to see."""
    return (
        select(Post.content)
        .join(PostTag, PostTag.post_id == Post.id)
        .where(PostTag.tag_id == Tag.id, _may_be_shown(viewer))
        .order_by(PostTag.post_id.desc())
        .limit(1)
        .correlate(Tag)
        .scalar_subquery()
    )


def _followed(viewer: Viewer) -> ColumnElement[bool]:
    return exists().where(TagFollow.tag_id == Tag.id, TagFollow.account_id == (viewer.account_id or 0))


def _facts(row: Sequence[Any]) -> TagFacts:
    """How others write it tells that they wrote it, so only what the viewer may read is asked."""
    tag_id, name, content, followed = row
    return TagFacts(tag_id, name, tags_linked(content or "").get(name) or name, bool(followed))
