"""Finding posts that somebody may read, the newest first and nothing else (P5): no ranking, no totals.

Whose: one's own; those that name one; those one has bookmarked, favoured or boosted; and those whose authors say that
whoever may read them may find them. Messages never (P10). What the index says is only where to look: who may read a
post, who wants to see it and whose yes there is, is asked of the posts themselves, in the form that timelines ask.

Bounded: so many places of the index are looked at for a page, and so many of one's own marks, for so long.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, exists, or_, select, text, union
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.basics.ids import FOREVER, id_at
from app.posts import found_by
from app.posts.audience import Audience
from app.posts.models import Bookmark, Boost, Favourite, Mention, Post, PostWords
from app.posts.queries import several
from app.posts.readable import readable, stands
from app.storage.patience import at_most
from app.timelines import matching
from app.timelines.asking import Asked, Within
from app.timelines.hiding import tells_of_nobody, unwanted
from app.timelines.matching import Match
from app.timelines.queries import Entry, Page

ME: Final = "me"
SECONDS: Final = 2.0
MOST_PLACES: Final = 10_000
MOST_MARKS: Final = 2_000
_FIRST, _MOST_AT_ONCE = 100, 2_000

_KEPT = {
    Within.ALL: (Bookmark, Favourite, Boost),
    Within.LIBRARY: (Bookmark, Favourite, Boost),
    Within.BOOKMARKS: (Bookmark,),
    Within.FAVOURITES: (Favourite,),
}
_PLACES = {
    "sqlite": text(
        "SELECT rowid FROM post_words_index WHERE post_words_index MATCH :match AND rowid < :before AND rowid > :after "
        "ORDER BY rowid DESC LIMIT :most"
    ),
    "postgresql": text(
        "SELECT post_id FROM post_words WHERE words @@ CAST(:match AS tsquery) AND post_id < :before "
        "AND post_id > :after ORDER BY post_id DESC LIMIT :most"
    ),
}
_AMONG = text("SELECT post_id FROM post_words WHERE post_id = ANY(:ids) AND words @@ CAST(:match AS tsquery)")


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found. `older`: from where to look on; `all_looked_at`: there, or to the end."""

    entries: Sequence[Entry] = ()
    older: int | None = None
    all_looked_at: bool = True


@dataclass(frozen=True, slots=True)
class _Part:
    """Ids that were found, as far down as was looked; None for to the end."""

    ids: Sequence[int] = ()
    down_to: int | None = None


def found(session: Session, viewer: Viewer, asked: Asked, page: Page, *, host: str) -> Found:
    """What the viewer may find, the newest first. `host`: this house's. Raises TooSlow."""
    wanted = _match(session, viewer, asked, host)
    if viewer.account_id is None or wanted is None or asked.is_empty:
        return Found()
    with at_most(session, SECONDS):
        parts = [*_by_index(session, viewer, asked, wanted, page), _by_marks(session, viewer, asked, wanted, page)]
        looked_to = max((part.down_to for part in parts if part.down_to is not None), default=None)
        ids = sorted({one for part in parts for one in part.ids if one >= (looked_to or 0)}, reverse=True)
        shown = ids[: page.limit]
        posts = several(session, viewer, shown) if shown else {}
    entries = [Entry(one, posts[one]) for one in shown if one in posts]
    if len(ids) > page.limit:
        return Found(entries, shown[-1])
    return Found(entries, looked_to, all_looked_at=looked_to is None)


def _match(session: Session, viewer: Viewer, asked: Asked, host: str) -> Match | None:
    """None where nothing can be. That nobody is called so looks like somebody who wrote nothing (P6)."""
    by = [_author(session, viewer, handle, host) for handle in asked.authors]
    not_by = [_author(session, viewer, handle, host) for handle in asked.without_authors]
    if None in by or asked.is_never:
        return None
    marks = (*asked.marks, *(found_by.by(one) for one in by if one is not None))
    return Match(
        groups=(*((mark,) for mark in marks), *((asked.months,) if asked.months else ())),
        phrases=asked.phrases,
        none_of=(*asked.without_marks, *(found_by.by(one) for one in not_by if one is not None)),
        without=asked.without,
    )


def _author(session: Session, viewer: Viewer, handle: str, host: str) -> int | None:
    if handle.lower() == ME:
        return viewer.account_id
    account = accounts.by_handle(session, handle, host) if handle.isascii() else None
    return None if account is None else account.id


def _by_index(session: Session, viewer: Viewer, asked: Asked, wanted: Match, page: Page) -> Iterable[_Part]:
    """Down the index: more at a time where few of those that it names are for this viewer."""
    if asked.within not in {Within.ALL, Within.LIBRARY} or viewer.account_id is None:
        return
    me, places, before = viewer.account_id, MOST_PLACES, page.before or FOREVER
    mine = found_by.by(me)
    of_whom = (mine,) if asked.within is Within.LIBRARY else (found_by.EVERYBODY, mine, found_by.to(me))
    match = Match((of_whom, *wanted.groups), wanted.phrases, wanted.none_of, wanted.without)
    ids, at_once = list[int](), _FIRST
    while places > 0:
        at_once = min(at_once, places)
        some = _places(session, match, before=before, after=_after(asked, page), most=at_once)
        ids += _shown(session, viewer, asked, some, marked=False)
        if len(some) < at_once:
            yield _Part(ids)
            return
        before, places, at_once = some[-1], places - at_once, min(_MOST_AT_ONCE, at_once * 3)
        if len(ids) > page.limit:
            break
    yield _Part(ids, before)


def _by_marks(session: Session, viewer: Viewer, asked: Asked, wanted: Match, page: Page) -> _Part:
    """What somebody kept is theirs to find again, whoever wrote it."""
    tables = [
        select(kept.post_id).where(
            kept.account_id == viewer.account_id,
            kept.post_id < (page.before or FOREVER),
            kept.post_id > _after(asked, page),
        )
        for kept in _KEPT[asked.within]
    ]
    every = union(*tables).subquery()
    query = select(every.c.post_id).order_by(every.c.post_id.desc()).limit(MOST_MARKS)
    kept = session.scalars(query).all()
    if not kept:
        return _Part()
    some = _among(session, wanted, kept)
    ids = _shown(session, viewer, asked, some, marked=True)
    return _Part(ids, kept[-1] if len(kept) == MOST_MARKS else None)


def _among(session: Session, wanted: Match, ids: Sequence[int]) -> Sequence[int]:
    """Those of the posts that match. SQLite's index would begin anew for each, so their words are looked at here."""
    if wanted == Match():
        return ids
    if _dialect(session) == "postgresql":
        return session.scalars(_AMONG, {"ids": list(ids), "match": matching.for_postgres(wanted)}).all()
    rows = session.execute(select(PostWords.post_id, PostWords.words).where(PostWords.post_id.in_(ids)))
    return [row.post_id for row in rows if matching.holds(wanted, row.words)]


def _shown(session: Session, viewer: Viewer, asked: Asked, ids: Sequence[int], *, marked: bool) -> Sequence[int]:
    """Those that the viewer may read, may find and wants to see."""
    if not ids:
        return []
    where = [Post.id.in_(ids), Post.audience != Audience.MENTIONED, readable(viewer), stands()]
    if asked.within not in {Within.BOOKMARKS, Within.FAVOURITES}:
        where.append(~unwanted(viewer))
    if not marked:
        where += [_may_be_found(viewer), tells_of_nobody(viewer)]
    if asked.since is not None:
        where.append(Post.written_at >= asked.since)
    if asked.until is not None:
        where.append(Post.written_at < asked.until)
    return session.scalars(select(Post.id).where(*where)).all()


def _may_be_found(viewer: Viewer) -> ColumnElement[bool]:
    """Over `posts`: by its author's own yes as it is now, or because it is about the viewer.

    For which posts a yes is meant (`found_by.is_for_everybody`) the index says: that changes with nothing.
    """
    says_yes = select(Account.findable).where(Account.id == Post.author_id).correlate(Post).scalar_subquery()
    named = exists().where(Mention.post_id == Post.id, Mention.account_id == viewer.account_id)
    return or_(Post.author_id == viewer.account_id, says_yes, named)


def _after(asked: Asked, page: Page) -> int:
    """Nothing is here before it was written, so a date is a place as well."""
    since = 0 if asked.since is None else max(0, id_at(asked.since) - 1)
    return max(page.after or 0, since)


def _places(session: Session, match: Match, *, before: int, after: int, most: int) -> Sequence[int]:
    """The newest of those that match."""
    dialect = _dialect(session)
    written = matching.for_sqlite(match) if dialect == "sqlite" else matching.for_postgres(match)
    given = {"match": written, "before": before, "after": after, "most": most}
    return session.scalars(_PLACES[dialect], given).all()


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name
