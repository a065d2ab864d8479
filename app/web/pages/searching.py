"""`/search`: posts that a member may read and find, the newest first; people and tags they know. No totals (P5).

The form is posted, and what it asks for stands in no address (`app.web.searches`).
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from fastapi import Request, Response

from app.accounts import queries as accounts
from app.accounts.filtering import PUBLIC
from app.accounts.queries import AccountFacts
from app.accounts.queries_between import seen_by
from app.accounts.viewer import Viewer
from app.basics import tags
from app.basics.errors import Invalid, NotFound
from app.doors.access import Access
from app.doors.limits import SEARCH
from app.storage import Session
from app.storage.patience import TooSlow
from app.timelines import search_queries, tag_queries
from app.timelines.queries import Page
from app.timelines.search_queries import Found
from app.timelines.tag_queries import TagFacts
from app.web import forms, showing, views
from app.web.answering import onward, page
from app.web.pages.listing import POSTS_A_PAGE
from app.web.routing import page_door
from app.web.searches import FIELDS, Search, address_of, search_in
from app.web.showing import Gathered
from app.web.sifting import sifted_entries
from app.web.views import Field, SearchForm, SearchPage
from app.web.visiting import Visit, member
from app.web.words import N_

door = page_door()

CLOSED = N_("This search is closed by now. Please type it once more.")
TOO_SLOW = N_("That takes too long here. Another word, a name or a date makes it shorter.")
OTHERS = 5
MOST_TYPED = 1024 * 1024  # bytes: what is far too long comes back as it was typed


@door.get("/search", access=Access.MEMBER)
async def show_search(request: Request) -> Response:
    """The form; with `s` what was found."""
    who, word = await member(request), request.query_params.get("s", "")
    search = search_in(who, word) if word else None
    if search is None:
        wrong = Field("", CLOSED) if word else Field()
        return await page(who, "search/page.html", SearchPage(SearchForm(q=wrong)), place="more", address="/search")
    who.limits.count(SEARCH, str(who.me.account_id))
    return await _answer(who, search)


@door.post("/search", access=Access.MEMBER)
async def ask(request: Request) -> Response:
    """Onward to what is found, or back with a sentence beside the field."""
    who = await member(request)
    search = Search.typed(await forms.sent(who, MOST_TYPED))
    try:
        search.asked()
    except Invalid as error:
        return await _again(who, search, error.field, error.safe, error.status)
    return onward(address_of(who, search))


async def _answer(who: Visit, search: Search) -> Response:
    try:
        read = await who.house.database.read(_read, who.viewer, search, who.house.settings.host)
    except Invalid as error:  # it could be asked for before the house was updated
        return await _again(who, search, error.field, error.safe, error.status)
    except TooSlow as error:
        return await _again(who, search, "q", TOO_SLOW, error.status)
    found, older = read.found, read.found.older
    view = SearchPage(
        _form(search),
        asked=True,
        people=tuple(map(showing.account_view, read.people)),
        tags=tuple(views.TagView(tag.name, tag.shown) for tag in read.tags),
        posts=await sifted_entries(who, PUBLIC, read.gathered),
        older="" if older is None else address_of(who, search.beginning(older)),
        newest="" if search.before is None else address_of(who, search.beginning(None)),
        not_all=not found.all_looked_at,
    )
    return await page(who, "search/page.html", view, place="more", address=address_of(who, search))


@dataclass(frozen=True, slots=True)
class _Read:
    """Everything of a page; people and tags on the first alone."""

    found: Found
    gathered: Gathered
    people: Sequence[AccountFacts] = ()
    tags: Sequence[TagFacts] = ()


def _read(session: Session, viewer: Viewer, search: Search, host: str) -> _Read:
    part = Page(before=search.before, limit=POSTS_A_PAGE)
    found = search_queries.found(session, viewer, search.asked(), part, host=host)
    gathered = showing.gathered(session, viewer, found.entries)
    if search.before is not None or search.is_narrowed:
        return _Read(found, gathered)
    return _Read(found, gathered, _people(session, viewer, search.q, host), _tags(session, viewer, search.q))


def _people(session: Session, viewer: Viewer, q: str, host: str) -> Sequence[AccountFacts]:
    """Whom a whole handle names; and whoever is called so among those one follows or writes with (P4, P5)."""
    named = list[AccountFacts]()
    if q.startswith("@"):
        with suppress(NotFound):
            named = [seen_by(session, viewer, accounts.by_handle(session, forms.the_handle(q), host))]
    beginning = q.lstrip("@").partition("@")[0]
    known = accounts.found_by_words(session, viewer, beginning, limit=OTHERS)
    return list({one.id: one for one in (*named, *known)}.values())[:OTHERS]


def _tags(session: Session, viewer: Viewer, q: str) -> Sequence[TagFacts]:
    """Tags that begin so: of posts that one may read, and those that one follows."""
    for name in tags.named([q]):
        return tag_queries.tags_beginning(session, viewer, name, limit=OTHERS)
    return ()


async def _again(who: Visit, search: Search, field: str, sentence: str, status: int) -> Response:
    """As it was typed, with what is wrong beside its field."""
    form = _form(search)
    wrong = replace(getattr(form, field), error=sentence)
    form = replace(form, **{field: wrong})
    return await page(who, "search/page.html", SearchPage(form), status=status, place="more", address="/search")


def _form(search: Search) -> SearchForm:
    typed = {name: Field(getattr(search, name)) for name in FIELDS if name != "pictures"}
    return SearchForm(**typed, pictures=bool(search.pictures))
