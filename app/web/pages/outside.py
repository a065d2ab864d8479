"""`/outside`: somebody who is no member, and is pictured or named here, asks for help; `/house/outside` reads it.

Where the house did not open this door a stranger is led to sign in, as from every page that is for members. What is
answered never tells whether what they name is here (P6).
"""

from typing import Final

from fastapi import Request, Response

from app.accounts.rules import must_be_moderator
from app.basics.errors import Invalid, NotFound, NotSignedIn, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.limits import OUTSIDE, OUTSIDE_CROWDED, OUTSIDE_CROWDED_AROUND
from app.doors.tries import AROUND, HOME, network_of
from app.web import forms
from app.web.answering import onward, page
from app.web.forms import StaleForm
from app.web.pages.help import addresses
from app.web.pages.listing import here, older_than
from app.web.report_words import OUTCOMES
from app.web.routing import page_door
from app.web.views import Field
from app.web.views.reporting import LettersPage, LetterView, LineView, OutsideCasePage, OutsidePage
from app.web.visiting import Visit, member, visit
from moderation.cases import letters, outside
from moderation.cases.outside import LetterShown

door = page_door()

A_PAGE: Final = 20
DESK: Final = "/house/outside"


@door.get("/outside", access=Access.OPEN)
async def show_outside(request: Request) -> Response:
    return await page(await _open(request), "report/outside.html", OutsidePage(urgency=Field("0")))


@door.post("/outside", access=Access.OPEN)
async def write_from_outside(request: Request) -> Response:
    """The code is shown in this answer, once, and kept nowhere; with whom to turn to, where somebody is in danger."""
    who = await _open(request)
    try:
        form = await forms.sent_by_anybody(who)
    except StaleForm as stale:
        return await _again(who, stale.form, stale)
    letter = form.text("about"), form.text("words"), _urgency(form)
    try:
        outside.as_kept(*letter)  # before it counts: a slip must not take the room of what is in danger
        _count(who, crowded=await who.house.database.read(outside.many_write, who.now))
        code = await who.house.database.write(outside.write_letter, *letter, key=who.house.key, now=who.now)
    except ParasolError as error:
        return await _again(who, form, error)
    view = OutsidePage(code, addresses=await addresses(who) if _urgency(form) else ())
    return await page(who, "report/outside.html", view)


@door.get("/outside/case", access=Access.OPEN)
async def ask_for_code(request: Request) -> Response:
    return await page(await _open(request), "report/outside_case.html", OutsideCasePage())


@door.post("/outside/case", access=Access.OPEN)
async def read_with_code(request: Request) -> Response:
    """`code`; with `words` something is added first. A code that is none is answered alike, whatever it is."""
    who = await _open(request)
    try:
        form = await forms.sent_by_anybody(who)
    except StaleForm as stale:
        return await _case_again(who, stale.form, stale)
    database, key, code = who.house.database, who.house.key, form.text("code")
    try:
        who.limits.count(OUTSIDE, network_of(who.address))
        if form.text("words").strip():
            await database.write(outside.add_words, code, form.text("words"), key=key, now=who.now)
        found = await database.read(outside.read_letter, code, key=key)
    except ParasolError as error:
        return await _case_again(who, form, error)
    lines = (LineView(False, found.letter.words, found.at), *_lines(found))
    told = tuple(OUTCOMES[outcome] for outcome in found.outcomes)
    view = OutsideCasePage(Field(code), found=True, lines=lines, outcomes=told)
    return await page(who, "report/outside_case.html", view)


@door.get(DESK, access=Access.MEMBER)
async def show_letters(request: Request) -> Response:
    return await _desk(await _moderator(request))


@door.post(DESK + "/switch", access=Access.MEMBER)
async def switch(request: Request) -> Response:
    """`open=1|0`, by a steward."""
    who = await _moderator(request)
    wanted = forms.pressed(await forms.sent(who), "open")
    await who.house.database.write(outside.hear_outside, who.me.role, wanted)
    return onward(f"{DESK}?done=kept")


@door.post(DESK + "/{letter}/answer", access=Access.MEMBER)
async def answer(request: Request, letter: str) -> Response:
    who, letter_id = await _moderator(request), forms.the_id(letter)
    form = await forms.sent(who)
    try:
        await who.house.database.write(
            letters.answer_letter, who.viewer, letter_id, form.text("words"), key=who.house.key, now=who.now
        )
    except Invalid as error:
        return await _desk(who, letter_id, forms.typed(form, "words", error.safe), error)
    return onward(f"{DESK}?done=said")


async def _open(request: Request) -> Visit:
    """Anybody's visit, where stewards have opened this door."""
    who = await visit(request)
    if not await who.house.database.read(outside.hears_outside):
        raise NotFound if who.secret else NotSignedIn
    return who


async def _moderator(request: Request) -> Visit:
    who = await member(request)
    must_be_moderator(who.me.role)
    return who


def _count(who: Visit, *, crowded: bool) -> None:
    """One letter; raises TooMany. Where it is crowded all networks of a home count as one."""
    if not crowded:
        who.limits.count(OUTSIDE, network_of(who.address))
        return
    home, around = network_of(who.address, HOME), network_of(who.address, AROUND)
    who.limits.count_together((OUTSIDE_CROWDED, home), (OUTSIDE_CROWDED_AROUND, around))


def _urgency(form: Form) -> int:
    return int(form.text("urgency")) if form.text("urgency") in {"0", "1", "2"} else -1


async def _again(who: Visit, form: Form, error: ParasolError) -> Response:
    about, words, urgency = (_typed(form, name, error) for name in ("about", "words", "urgency"))
    view = OutsidePage("", about, words, urgency, _above(error))
    return await page(who, "report/outside.html", view, status=error.status)


async def _case_again(who: Visit, form: Form, error: ParasolError) -> Response:
    view = OutsideCasePage(_typed(form, "code", error), _typed(form, "words", error), error=_above(error))
    return await page(who, "report/outside_case.html", view, status=error.status)


def _typed(form: Form, name: str, error: ParasolError) -> Field:
    return forms.typed(form, name, error.safe if isinstance(error, Invalid) and error.field == name else "")


def _above(error: ParasolError) -> str:
    """What stands beside no field."""
    return "" if isinstance(error, Invalid) else error.safe


async def _desk(
    who: Visit, letter_id: int = 0, typed: Field | None = None, error: ParasolError | None = None
) -> Response:
    before, database = forms.before(who.request), who.house.database
    shown, has_older = await database.write(
        letters.letters, who.viewer, key=who.house.key, now=who.now, before=before, limit=A_PAGE
    )
    view = LettersPage(
        tuple(_letter(one, typed if typed and one.id == letter_id else Field()) for one in shown),
        older=older_than(DESK, shown[-1].id if has_older else None),
        is_open=await database.read(outside.hears_outside),
        may_switch=who.viewer.is_steward,
    )
    status = error.status if error else 200
    return await page(who, "report/letters.html", view, place="more", address=here(DESK, before), status=status)


def _letter(one: LetterShown, answer: Field) -> LetterView:
    first = LineView(False, one.letter.words, one.at)
    lines = (first, *_lines(one))
    return LetterView(one.id, one.letter.about, one.urgency, one.at, lines, one.case_number or 0, answer)


def _lines(found: LetterShown) -> tuple[LineView, ...]:
    return tuple(LineView(one.from_house, one.words, one.at) for one in found.lines)
