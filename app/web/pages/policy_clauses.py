"""`/policy/draft/clauses/{key}`: one page a clause of the draft, each kept for itself."""

from collections.abc import Mapping

from fastapi import Request, Response

from app.basics.errors import Conflict, Invalid, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.web import forms
from app.web.answering import onward, page
from app.web.forms import StaleForm
from app.web.measures import MEANINGS, MEASURES
from app.web.pages.policy_draft import ADDRESS, steward
from app.web.routing import page_door
from app.web.showing_policy import drafted_view
from app.web.views import Field
from app.web.views.policy import ClausePage, Offered
from app.web.visiting import Visit
from app.web.words import N_
from moderation.measures import ON_ACCOUNTS, ON_ALLIES, ON_POSTS, Measure
from moderation.policy import drafted, drafts, rules
from moderation.policy.rules import NewClause

door = page_door()

NEW, CLAUSE = f"{ADDRESS}/clauses/new", f"{ADDRESS}/clauses/{{key}}"
FIELDS = ("label", "title", "asks", "why", "deciders", "appeal_days", "evidence_days")
_BEGUN = NewClause(0, "", "", "", "", (Measure.NO_BREACH, Measure.WORD))
_GROUPS = (
    (N_("Nothing is taken from anybody"), (Measure.NO_BREACH, Measure.WORD)),
    (N_("About a post"), tuple(one for one in Measure if one in ON_POSTS)),
    (N_("About an account"), tuple(one for one in Measure if one in ON_ACCOUNTS)),
    (N_("About an ally"), tuple(one for one in Measure if one in ON_ALLIES)),
)
OFFERED = tuple(
    (heading, tuple(Offered(one.value, MEASURES[one], MEANINGS[one]) for one in measures))
    for heading, measures in _GROUPS
)


@door.get(NEW, access=Access.MEMBER)
async def show_new(request: Request) -> Response:
    who = await steward(request)
    await who.house.database.read(drafted.begun)
    return await _page(who, ClausePage(NEW, _fields(_BEGUN), frozenset(_BEGUN.measures), True, OFFERED))


@door.post(NEW, access=Access.MEMBER)
async def add(request: Request) -> Response:
    """`look` shows how it will read; without it the clause is kept in the draft."""
    who = await steward(request)
    return await _kept(who, 0)


@door.get(CLAUSE, access=Access.MEMBER)
async def show_clause(request: Request, key: str) -> Response:
    who = await steward(request)
    clause, edition = await who.house.database.read(drafted.the_clause, forms.the_id(key))
    address = f"{ADDRESS}/clauses/{clause.key}"
    view = ClausePage(
        address, _fields(clause), frozenset(clause.measures), clause.keeps_pictures, OFFERED, edition=edition
    )
    return await _page(who, view)


@door.post(CLAUSE, access=Access.MEMBER)
async def write(request: Request, key: str) -> Response:
    """The same for one that stands in the draft."""
    who = await steward(request)
    return await _kept(who, forms.the_id(key))


@door.post(f"{CLAUSE}/place", access=Access.MEMBER)
async def move(request: Request, key: str) -> Response:
    """`up=1` past the one above, `up=0` past the one below."""
    who = await steward(request)
    number, up = forms.the_id(key), forms.pressed(await forms.sent(who), "up")
    await who.house.database.write(drafts.move_clause, who.me.role, number, up=up, now=who.now)
    return onward(ADDRESS)


@door.post(f"{CLAUSE}/removal", access=Access.MEMBER)
async def take_out(request: Request, key: str) -> Response:
    """Out of the draft. What is in force keeps it until the draft is published."""
    who = await steward(request)
    number = forms.the_id(key)
    await forms.sent(who)
    await who.house.database.write(drafts.take_clause_out, who.me.role, number, now=who.now)
    return onward(f"{ADDRESS}?done=clause-out")


async def _kept(who: Visit, key: int) -> Response:
    try:
        form = await forms.sent(who)
    except StaleForm as stale:
        return await _again(who, stale.form, key, stale)
    try:
        clause = _clause(form, key)
        if form.text("look"):
            return await _again(who, form, key, shown=rules.checked_clause(clause))
        if key:
            edition = forms.the_id(form.text("edition"))
            await who.house.database.write(drafts.write_clause, who.me.role, clause, edition, now=who.now)
        else:
            await who.house.database.write(drafts.add_clause, who.me.role, clause, now=who.now)
    except (Invalid, Conflict) as error:
        return await _again(who, form, key, error)
    return onward(f"{ADDRESS}?done=clause-kept")


async def _again(
    who: Visit, form: Form, key: int, error: ParasolError | None = None, shown: NewClause | None = None
) -> Response:
    """The form with what was typed. After somebody else's change theirs stands above, and is what this one follows."""
    wrong = error.field if isinstance(error, Invalid) else ""
    beside = error.safe if error and wrong else ""
    edition, theirs = _number(form, "edition"), None
    if isinstance(error, Conflict):
        theirs, edition = await who.house.database.read(drafted.the_clause, key)
    view = ClausePage(
        f"{ADDRESS}/clauses/{key}" if key else NEW,
        {name: forms.typed(form, name, beside if name == wrong else "") for name in FIELDS},
        frozenset(form.texts("measures")),
        form.truth("keeps_pictures"),
        OFFERED,
        measures_error=beside if wrong == "measures" else "",
        edition=max(edition, 0),
        theirs=drafted_view(theirs) if theirs else None,
        shown=drafted_view(shown) if shown else None,
        error=error.safe if error and not beside else "",
    )
    return await _page(who, view, error.status if error else 200)


async def _page(who: Visit, view: ClausePage, status: int = 200) -> Response:
    return await page(who, "policy/clause.html", view, status=status, place="more", address=view.address)


def _fields(clause: NewClause) -> Mapping[str, Field]:
    return {name: Field(str(getattr(clause, name))) for name in FIELDS}


def _clause(form: Form, key: int) -> NewClause:
    """What was typed; raises Invalid for what can be no clause."""
    return NewClause(
        key,
        form.text("label"),
        form.text("title"),
        form.text("asks"),
        form.text("why"),
        rules.checked_measures(form.texts("measures")),
        rules.checked_deciders(form.text("deciders")),
        _number(form, "appeal_days"),
        _number(form, "evidence_days"),
        form.truth("keeps_pictures"),
    )


def _number(form: Form, name: str) -> int:
    """A number as it stands in the form; -1, which is never allowed, for what is none."""
    word = form.text(name).strip()
    return int(word) if word.isascii() and word.isdigit() and len(word) < 9 else -1
