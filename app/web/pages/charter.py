"""`/charter`: how this house decides, and `/terms`: who looks after it, and for how long."""

from fastapi import Request, Response

from app.accounts import queries as accounts
from app.accounts.queries import AccountFacts
from app.accounts.rules import must_be_steward
from app.basics.errors import Invalid, ParasolError
from app.deciding import electorate
from app.doors.access import Access
from app.storage import Session
from app.web import deciding, forms, framing
from app.web.answering import onward, page
from app.web.deciding_forms import charter_form, charter_typed, charter_wanted, empty_charter
from app.web.forms import StaleForm
from app.web.render import words_in
from app.web.routing import page_door
from app.web.views.deciding import CharterForm, CharterPage, FirstCharterPage, TermsPage, TermView
from app.web.visiting import Visit, member
from app.web.words import N_, Words
from moderation.amending import charter, first, terms
from moderation.amending.charter import Wanted
from moderation.amending.terms import TermFacts

door = page_door()

ADDRESS, FIRST, TERMS = "/charter", "/charter/first", "/terms"


@door.get(ADDRESS, access=Access.MEMBER)
async def show_charter(request: Request) -> Response:
    who = await member(request)
    database, words = who.house.database, words_in(who.language)
    versions = await database.read(charter.versions)
    standing = versions[0] if versions else None
    view = CharterPage(
        points=deciding.charter_points(words, standing.says) if standing else (),
        number=standing.number if standing else 0,
        since=standing.since if standing else None,
        may_set=standing is None and who.viewer.is_steward,
        may_propose=standing is not None and await database.read(electorate.takes_part, who.me.account_id, who.now),
        versions=tuple((one.number, one.since, one.proposal_id or 0) for one in versions),
    )
    return await page(who, "charter/page.html", view, place="more")


@door.get(FIRST, access=Access.MEMBER)
async def show_first(request: Request) -> Response:
    """`asked`: what another steward wrote, for whoever is to say yes to it."""
    who = await _steward(request)
    address = request.query_params.get("asked", "")
    if not address:
        return await _form(who, empty_charter())
    asked = first.opened(address, key=who.house.key, now=who.now)
    return await _form(who, empty_charter(), asked=address, points=_points(who, asked.wanted))


@door.post(FIRST, access=Access.MEMBER)
async def set_first(request: Request) -> Response:
    """A steward sets the first charter; from then on members decide. With `asked` it is what another one wrote."""
    who = await _steward(request)
    try:
        form = await forms.sent(who)
    except StaleForm as stale:
        return await _form(who, charter_typed(stale.form), stale, asked=stale.form.text("asked"))
    if form.text("asked"):
        asked = first.opened(form.text("asked"), key=who.house.key, now=who.now)
        return await _set(who, asked.wanted, asked.by)
    try:
        wanted = charter_wanted(form)
    except ParasolError as error:
        return await _form(who, charter_form(form, error), error)
    try:
        return await _set(who, wanted)
    except charter.NeedsAnother:
        address = first.sealed(who.me.account_id, wanted, key=who.house.key, now=who.now)
        link = f"{who.house.settings.origin}{FIRST}?asked={address}"
        return await _form(who, charter_typed(form), points=_points(who, wanted), link=link)
    except ParasolError as error:
        return await _form(who, charter_form(form, error), error)


async def _set(who: Visit, wanted: Wanted, written_by: int = 0) -> Response:
    me = who.me
    await who.house.database.write(
        charter.set_first, me.account_id, me.role, wanted, written_by=written_by, now=who.now
    )
    await framing.house_shown(who.request, who.house, anew=True)
    return onward(f"{ADDRESS}?done=charter-set")


def _points(who: Visit, wanted: Wanted) -> tuple[str, ...]:
    return deciding.charter_points(words_in(who.language), wanted)


@door.get(TERMS, access=Access.MEMBER)
async def show_terms(request: Request) -> Response:
    who = await member(request)
    people, known, has_charter = await who.house.database.read(_people)
    words = words_in(who.language)
    shown = [_term(words, one, known.get(one.account_id), who) for one in people]
    view = TermsPage(
        people=tuple(one for one in shown if one is not None),
        one_steward=sum(one.role == "steward" for one in people) < 2,
        has_charter=has_charter,
    )
    return await page(who, "charter/terms.html", view, place="more")


async def _steward(request: Request) -> Visit:
    who = await member(request)
    must_be_steward(who.me.role)
    await who.house.database.read(charter.must_not_stand)
    return who


async def _form(
    who: Visit, form: CharterForm, error: ParasolError | None = None, *, asked: str = "",
    points: tuple[str, ...] = (), link: str = "",
) -> Response:  # fmt: skip
    trouble = error.safe if error and not isinstance(error, Invalid) else ""
    others = await who.house.database.read(charter.other_stewards, who.me.account_id)
    view = FirstCharterPage(form, trouble, asked, points, link, alone=not others)
    return await page(who, "charter/first.html", view, status=error.status if error else 200, place="more")


def _people(session: Session) -> tuple[list[TermFacts], dict[int, AccountFacts], bool]:
    people = list(terms.everybodys(session))
    return people, accounts.several(session, [one.account_id for one in people]), charter.stands(session)


def _term(words: Words, facts: TermFacts, account: AccountFacts | None, who: Visit) -> TermView | None:
    shown = deciding.account(account)
    if shown is None:
        return None
    until = words.say(_NO_END)
    if facts.ends_at is not None:
        until = words.say("until %(day)s") % {"day": words.day(facts.ends_at, who.now)}
    return TermView(shown, words.say(deciding.ROLES[facts.role]), until)


_NO_END = N_("without an end")
