"""`/desk/{number}`: one case, in the order in which a moderator reads it; taking it, handing it over, keeping out.

To whoever is a party to a case it is not there. Whoever knows somebody in it is asked first whether they can judge.
"""

from collections.abc import Callable

from fastapi import Request, Response

from app.basics.errors import Invalid, NotFound, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.media import sealing, storing
from app.web import forms
from app.web.answering import onward, page
from app.web.desk_page import NOTHING_TYPED, Typed, case_page
from app.web.forms import StaleForm
from app.web.pages.desk import ADDRESS, moderator
from app.web.routing import Nothing, page_door
from app.web.views import Field
from app.web.views.desk import TiePage
from app.web.visiting import Visit
from moderation.cases import desk_choices, desk_views, evidence, handling
from moderation.cases.ties import Tied
from moderation.openness import reading

door = page_door()

CASE = ADDRESS + "/{number}"
_FILES = {"full": storing.full, "small": storing.small}
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; sandbox",
    "content-disposition": "inline",
}


@door.get(CASE, access=Access.MEMBER)
async def show_case(request: Request, number: str) -> Response:
    """`clause`: the one it is held against; `pictures=1`: they are shown, unless the moderator looks without any."""
    who, wanted = await moderator(request), forms.the_id(number)
    try:
        return await shown(who, wanted)
    except Tied:
        return await _asked_first(who, wanted)


@door.post(CASE + "/taking", access=Access.MEMBER)
async def take(request: Request, number: str) -> Response:
    who, wanted, _ = await sent_here(request, number)
    return await _acted(who, wanted, handling.take, done="case-taken")


@door.post(CASE + "/return", access=Access.MEMBER)
async def give_back(request: Request, number: str) -> Response:
    who, wanted, _ = await sent_here(request, number)
    return await _acted(who, wanted, handling.give_back, done="case-returned")


@door.post(CASE + "/handover", access=Access.MEMBER)
async def hand_over(request: Request, number: str) -> Response:
    """`to`: another moderator's id."""
    who, wanted, form = await sent_here(request, number)
    case_id = await case_of(who, wanted)
    to = form.text("to")
    try:
        to_id = forms.id_or_none(to) or 0
        await who.house.database.write(
            handling.hand_over, who.viewer, case_id, to_id, key=who.house.key, now=who.now
        )  # fmt: skip
    except ParasolError as error:
        field = Field(to, error.safe) if isinstance(error, Invalid) else Field(to)
        return await shown(who, wanted, Typed(to=field, error=error))
    return onward(f"{ADDRESS}?done=case-handed")


@door.post(CASE + "/recusal", access=Access.MEMBER)
async def keep_out(request: Request, number: str) -> Response:
    """I am too close to this: nobody asks why."""
    who, wanted, _ = await sent_here(request, number)
    await who.house.database.write(handling.recuse, who.viewer, await case_of(who, wanted), now=who.now)
    return onward(f"{ADDRESS}?done=kept-out")


@door.post(CASE + "/clearing", access=Access.MEMBER)
async def stand_clear(request: Request, number: str) -> Response:
    """I know them, and can judge it fairly."""
    who, wanted, _ = await sent_here(request, number)
    await who.house.database.write(handling.stand_clear, who.viewer, await case_of(who, wanted), now=who.now)
    return onward(f"{ADDRESS}/{wanted}")


@door.post(CASE + "/notes", access=Access.MEMBER)
async def write_note(request: Request, number: str) -> Response:
    """`words`: for the other moderators, sealed."""
    who, wanted = await moderator(request), forms.the_id(number)
    try:
        form = await forms.sent(who)
    except StaleForm as stale:
        return await shown(who, wanted, Typed(note=forms.typed(stale.form, "words"), error=stale))
    words = form.text("words")
    try:
        await who.house.database.write(
            handling.add_note, who.viewer, await case_of(who, wanted), words, key=who.house.key, now=who.now
        )
    except Invalid as error:
        return await shown(who, wanted, Typed(note=Field(words, error.safe), error=error))
    return onward(f"{ADDRESS}/{wanted}?done=noted#notes")


@door.get(CASE + "/pictures/{picture}/{size}", access=Access.MEMBER)
async def give_picture(request: Request, number: str, picture: str, size: str) -> Response:
    """One of the evidence, for a moderator who may look at the case; each is written into the log of reading."""
    who = await moderator(request)
    database = who.house.database
    if size not in _FILES or await database.read(desk_choices.is_without_pictures, who.viewer):
        raise Nothing
    try:
        case_id = await case_of(who, forms.the_id(number))
        found = await database.read(evidence.picture, case_id, forms.the_id(picture), key=who.house.key)
    except NotFound:
        raise Nothing from None
    await database.read(handling.must_be_free, who.viewer, case_id, key=who.house.key)
    await database.write(reading.log, who.viewer, "picture", case_id, key=who.house.key, now=who.now)
    content = await who.house.blobs.get(_FILES[size](found.blob))
    content = None if content is None else await sealing.opened(content, found.copy.picture_key)
    if content is None:
        raise Nothing
    return Response(content, media_type=found.copy.mime, headers=_HEADERS)


async def shown(who: Visit, number: int, typed: Typed = NOTHING_TYPED) -> Response:
    """The case as it stands, with what was typed and what is wrong with it."""
    view = await case_page(who, number, typed)
    status = typed.error.status if typed.error else 200
    return await page(who, "desk/case.html", view, status=status, place="more", address=f"{ADDRESS}/{number}")


async def sent_here(request: Request, number: str) -> tuple[Visit, int, Form]:
    """A moderator's form about a case, by its number."""
    who, wanted = await moderator(request), forms.the_id(number)
    return who, wanted, await forms.sent(who)


async def case_of(who: Visit, number: int) -> int:
    """The case's id; raises NotFound, also for whoever is a party to it."""
    return await who.house.database.read(desk_views.id_of, who.viewer, number, key=who.house.key)


async def _acted(who: Visit, number: int, act: Callable[..., None], *, done: str) -> Response:
    """Do it; a refusal stands above the case as it is now."""
    case_id = await case_of(who, number)
    try:
        await who.house.database.write(act, who.viewer, case_id, key=who.house.key, now=who.now)
    except Tied:
        raise
    except ParasolError as error:
        return await shown(who, number, Typed(error=error))
    return onward(f"{ADDRESS}/{number}?done={done}")


async def _asked_first(who: Visit, number: int) -> Response:
    about, ties = await who.house.database.read(desk_views.ties_to, who.viewer, number, key=who.house.key)
    view = TiePage(number, about, tuple(tie.value for tie in ties))
    return await page(who, "desk/tie.html", view, place="more", address=f"{ADDRESS}/{number}")
