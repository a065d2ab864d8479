"""Pages of what one person wrote, for whoever looks at theirs: in time order, as far as the viewer may read it.

Whoever looks at somebody's page wants to see them, muted or not. Messages stay where messages are. Of answers those
are left out that answer what the viewer may not read: they would tell of it (P4, P23).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, cast

from sqlalchemy import BigInteger, ColumnElement, String, bindparam, exists, literal_column, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Follow
from app.accounts.viewer import Viewer
from app.posts.audience import FOR_MEMBERS, Audience
from app.posts.models import Boost, Post, PostTag, Tag
from app.posts.queries import a_member, facts_of, facts_query, several
from app.posts.readable import answers_nothing_unreadable, readable, stands
from app.posts.rules import MOST_PINNED
from app.storage import Prepared
from app.storage.tables import AnySelect
from app.timelines.hiding import unwanted
from app.timelines.queries import MOST, Entry, Page, any_part, boosters, paged, place

# Written out, for a partial index serves no parameter.
_HAS_PICTURES = literal_column("posts.pictures > 0")
_ANSWERS_NOBODY_ELSE = literal_column("(posts.reply_to_uri = '' OR posts.reply_to_account_id = posts.author_id)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of it. `answers`: those to others too. `boosts`: for whom they are. `tag`: with the tag of that name."""

    answers: bool = True
    boosts: bool = False
    pictures: bool = False
    tag: str | None = None


EVERYTHING: Final = Wanted()
_AUTHOR: Final = cast(int, bindparam("author", type_=BigInteger))
_TAG: Final = cast(str, bindparam("tag", type_=String))


@dataclass(frozen=True, slots=True)
class _Look:
    """All that makes a member's SELECT another one, the rest are its parameters. `wanted`: its tag is one of them."""

    is_own: bool
    keeps_away: bool
    wanted: Wanted

    @classmethod
    def of(cls, viewer: Viewer, author_id: int, wanted: Wanted) -> "_Look":
        tag = None if wanted.tag is None else "tag"
        return cls(viewer.account_id == author_id, viewer.keeps_away, replace(wanted, boosts=False, tag=tag))

    @property
    def viewer(self) -> Viewer:
        return a_member(keeps_away=self.keeps_away)

    def written(self) -> Sequence[ColumnElement[bool]]:
        wanted = self.wanted if self.wanted.tag is None else replace(self.wanted, tag=_TAG)
        return _written_by(self.viewer, _AUTHOR, wanted, is_own=self.is_own)


@cache
def _prepared_page(look: _Look, upwards: bool) -> Prepared:
    return Prepared(lambda: any_part(_ids(look.viewer, look.written()), Post.id, upwards=upwards))


@cache
def _prepared_pins(look: _Look) -> Prepared:
    return Prepared(lambda: _pins(look.viewer, look.written()))


@cache
def _prepared_boosts(keeps_away: bool, upwards: bool) -> Prepared:
    return Prepared(lambda: any_part(_boosted_by(a_member(keeps_away=keeps_away)), Boost.id, upwards=upwards))


_FOLLOWS = Prepared(
    lambda: select(Follow.follower_id).where(
        Follow.follower_id == bindparam("me"), Follow.followed_id == bindparam("author"), Follow.accepted
    )
)


def of_author(session: Session, viewer: Viewer, author_id: int, page: Page, wanted: Wanted = EVERYTHING) -> list[Entry]:
    """What one person wrote, newest first; with what they boosted where that is wanted.

    A boost has neither pictures nor tags of its own.
    """
    ids = _page_of(session, viewer, author_id, page, wanted)
    boosts: dict[int, tuple[int, str]] = {}
    if wanted.boosts and not (wanted.pictures or wanted.tag is not None) and may_see_boosts(session, viewer, author_id):
        boosts = _boosts_by(session, viewer, author_id, page)
    shown = sorted({*ids, *boosts}, reverse=not page.upwards)[: min(page.limit, MOST)]
    return sorted(_entries(session, viewer, author_id, shown, boosts), key=lambda entry: -entry.id)


def pinned(session: Session, viewer: Viewer, author_id: int, wanted: Wanted = EVERYTHING) -> list[Entry]:
    """What one person pinned, as far as the viewer may read it, what was pinned last first."""
    if viewer.account_id is None:
        rows = session.execute(_pins(viewer, _written_by(viewer, author_id, wanted, is_own=False))).all()
    else:
        look = _Look.of(viewer, author_id, wanted)
        rows = _prepared_pins(look).rows(session, me=viewer.account_id, author=author_id, tag=wanted.tag)
    return [Entry(facts.id, facts) for facts in map(facts_of, rows)]


def may_see_boosts(session: Session, viewer: Viewer, author_id: int) -> bool:
    """Whether somebody's boosts are for the viewer: whoever boosts shows it to their followers, and to nobody else."""
    if viewer.account_id is None:
        return False
    return viewer.account_id == author_id or bool(_FOLLOWS.rows(session, me=viewer.account_id, author=author_id))


def _page_of(session: Session, viewer: Viewer, author_id: int, page: Page, wanted: Wanted) -> list[int]:
    if viewer.account_id is None:
        written = _written_by(viewer, author_id, wanted, is_own=False)
        return list(session.scalars(paged(_ids(viewer, written), Post.id, page)))
    rows = _prepared_page(_Look.of(viewer, author_id, wanted), page.upwards).rows(
        session, me=viewer.account_id, author=author_id, tag=wanted.tag, **place(page)
    )
    return [row[0] for row in rows]


def _ids(viewer: Viewer, written: Sequence[ColumnElement[bool]]) -> AnySelect:
    return select(Post.id).where(*written, readable(viewer), stands())


def _pins(viewer: Viewer, written: Sequence[ColumnElement[bool]]) -> AnySelect:
    query = facts_query(viewer).where(*written, Post.pinned_at.is_not(None))
    return query.order_by(Post.pinned_at.desc(), Post.id.desc()).limit(MOST_PINNED)


def _written_by(viewer: Viewer, author_id: int, wanted: Wanted, *, is_own: bool) -> Sequence[ColumnElement[bool]]:
    where = [Post.author_id == author_id, Post.audience != Audience.MENTIONED]
    if not wanted.answers:
        where.append(_ANSWERS_NOBODY_ELSE)
    if not is_own:
        where.append(answers_nothing_unreadable(viewer))
    if wanted.pictures:
        where.append(_HAS_PICTURES)
    if wanted.tag is not None:
        where.append(_carries(wanted.tag))
    return where


def _carries(name: str) -> ColumnElement[bool]:
    named = select(Tag.id).where(Tag.name == name).scalar_subquery()
    return exists().where(PostTag.tag_id == named, PostTag.post_id == Post.id)


def _boosts_by(session: Session, viewer: Viewer, author_id: int, page: Page) -> dict[int, tuple[int, str]]:
    """Their boosts on this page: the post of each and its address, without whom the viewer does not want to see."""
    rows = _prepared_boosts(viewer.keeps_away, page.upwards).rows(
        session, me=viewer.account_id, author=author_id, **place(page)
    )
    return {boost_id: (post_id, uri) for boost_id, post_id, uri in rows}


def _boosted_by(viewer: Viewer) -> AnySelect:
    return (
        select(Boost.id, Boost.post_id, Boost.uri)
        .join(Post, Post.id == Boost.post_id)
        .where(
            Boost.account_id == _AUTHOR,
            or_(*(Post.audience == audience.value for audience in FOR_MEMBERS)),
            readable(viewer),
            stands(),
            ~unwanted(viewer),
        )
    )


def _entries(
    session: Session, viewer: Viewer, author_id: int, shown: Sequence[int], boosts: dict[int, tuple[int, str]]
) -> list[Entry]:
    """Everything is read for all of them at once."""
    posts = several(session, viewer, [boosts[one][0] if one in boosts else one for one in shown])
    card = boosters(session, [author_id]).get(author_id) if boosts else None
    found = list[Entry]()
    for one in shown:
        post_id, uri = boosts.get(one, (one, ""))
        if post_id not in posts:
            continue
        if one not in boosts:
            found.append(Entry(one, posts[post_id]))
        elif card is not None:
            found.append(Entry(one, posts[post_id], author_id, card, uri))
    return found
