"""`/policy/draft/introduction`: what stands before the clauses of the draft, and in which language all of it is."""

from fastapi import Request, Response

from app.basics.errors import Conflict, Invalid, ParasolError
from app.basics.text import kept, tidy, written
from app.doors.access import Access
from app.doors.bodies import Form
from app.posts import languages
from app.web import forms
from app.web.answering import onward, page
from app.web.choosing_language import choices
from app.web.forms import StaleForm
from app.web.pages.policy_draft import ADDRESS, steward
from app.web.routing import page_door
from app.web.views import Field
from app.web.views.policy import IntroductionPage
from app.web.visiting import Visit
from moderation.policy import drafted, drafts, rules

door = page_door()

INTRODUCTION = f"{ADDRESS}/introduction"


@door.get(INTRODUCTION, access=Access.MEMBER)
async def show_introduction(request: Request) -> Response:
    who = await steward(request)
    draft = await who.house.database.read(drafted.begun)
    view = IntroductionPage(Field(draft.introduction), Field(draft.language), choices(draft.language), draft.edition)
    return await _page(who, view)


@door.post(INTRODUCTION, access=Access.MEMBER)
async def write(request: Request) -> Response:
    """`look` shows how it will read; without it the introduction is kept in the draft."""
    who = await steward(request)
    try:
        form = await forms.sent(who, forms.LONG_FORM)
    except StaleForm as stale:
        return await _again(who, stale.form, stale)
    if form.text("look"):
        return await _again(who, form)
    try:
        await who.house.database.write(
            drafts.write_introduction,
            who.me.role,
            form.text("introduction"),
            languages.checked(form.text("language")),
            forms.the_id(form.text("edition")),
            now=who.now,
        )
    except (Invalid, Conflict) as error:
        return await _again(who, form, error)
    return onward(f"{ADDRESS}?done=clause-kept")


async def _again(who: Visit, form: Form, error: ParasolError | None = None) -> Response:
    """The form with what was typed. After somebody else's change theirs stands above, and is what this one follows."""
    wrong = error.field if isinstance(error, Invalid) else ""
    edition, theirs = form.text("edition"), kept("")
    if isinstance(error, Conflict):
        draft = await who.house.database.read(drafted.begun)
        edition, theirs = str(draft.edition), written(draft.introduction)
    view = IntroductionPage(
        forms.typed(form, "introduction", error.safe if error and wrong == "introduction" else ""),
        forms.typed(form, "language", error.safe if error and wrong == "language" else ""),
        choices(languages.known(form.text("language"))),
        int(edition) if edition.isascii() and edition.isdigit() and len(edition) < 9 else 0,
        theirs,
        written(tidy(form.text("introduction"))[: rules.LONGEST]) if form.text("look") else kept(""),
        error.safe if error and not wrong else "",
    )
    return await _page(who, view, error.status if error else 200)


async def _page(who: Visit, view: IntroductionPage, status: int = 200) -> Response:
    return await page(who, "policy/introduction.html", view, status=status, place="more", address=INTRODUCTION)
