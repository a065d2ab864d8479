"""`/report/…`: saying that something goes against what people here agreed on. Nobody who is reported learns of it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from fastapi import Request, Response

from app.basics.errors import Invalid, NotFound, ParasolError
from app.basics.text import kept
from app.doors.access import Access
from app.doors.bodies import Form
from app.web import forms
from app.web.answering import onward, page
from app.web.forms import StaleForm
from app.web.reporting import Subject, a_post, an_account, an_ally
from app.web.routing import page_door
from app.web.views.reporting import ClauseChoice
from app.web.visiting import Visit, member
from moderation.cases.rules import NO_CLAUSE, Told, Wish
from moderation.policy import clauses

door = page_door()

_FIELDS = ("clause", "words", "wish", "urgency")
_NOTHING_TYPED = Form({"wish": [Wish.LOOK.value], "urgency": ["0"], "clause": [str(NO_CLAUSE)]})


# By the name that stands in the address.
_SUBJECTS: Final[Mapping[str, Callable[[Visit, str], Awaitable[Subject]]]] = {
    "post": lambda who, word: a_post(who, forms.the_id(word)),
    "handle": lambda who, word: an_account(who, forms.the_handle(word)),
    "ally": lambda who, word: an_ally(who, forms.the_id(word)),
}


@door.get("/report/posts/{post}", access=Access.MEMBER)
@door.get("/report/@{handle}", access=Access.MEMBER)
@door.get("/report/allies/{ally}", access=Access.MEMBER)
async def ask(request: Request) -> Response:
    who = await member(request)
    return await shown(who, await _asked_about(who))


@door.post("/report/posts/{post}", access=Access.MEMBER)
@door.post("/report/@{handle}", access=Access.MEMBER)
@door.post("/report/allies/{ally}", access=Access.MEMBER)
async def report(request: Request) -> Response:
    """`included`: messages of the same conversation that the desk may read."""
    who = await member(request)
    return await sent(who, _asked_about(who))


async def _asked_about(who: Visit) -> Subject:
    [(kind, word)] = who.request.path_params.items()
    return await _SUBJECTS[kind](who, word)


async def sent(who: Visit, asked: Awaitable[Subject]) -> Response:
    """What was filled in, sent, or shown again with what is wrong.

    Whoever said that there is danger is led to the help addresses that the house keeps.
    """
    subject = await asked
    try:
        form = await forms.sent(who)
    except StaleForm as stale:
        return await shown(who, subject, stale.form, stale)
    try:
        told = _told(form)
        await who.house.database.write(subject.send, told)
    except NotFound:
        raise
    except ParasolError as error:
        return await shown(who, subject, form, error)
    return onward("/help?done=reported" if told.urgency else subject.then)


def _told(form: Form) -> Told:
    return Told(
        clause_key=_number(form, "clause"),
        words=form.text("words"),
        wish=form.text("wish"),
        urgency=_number(form, "urgency"),
        asks_hold=form.truth("hold"),
        included=_included(form),
    )


def _number(form: Form, name: str) -> int:
    """-1, which is no clause and no urgency, for what is no number."""
    try:
        return forms.the_id(form.text(name) or "0")
    except NotFound:
        return -1


def _included(form: Form) -> tuple[int, ...]:
    try:
        return tuple(forms.the_id(one) for one in form.fields.get("included", ()))
    except NotFound as error:
        raise Invalid("included", "Please choose the messages again.") from error


async def shown(
    who: Visit, subject: Subject, form: Form = _NOTHING_TYPED, error: ParasolError | None = None
) -> Response:
    """The form, with everything as it was typed and what is wrong beside its field."""
    found = await who.house.database.read(clauses.in_force, now=who.now, language=who.language)
    field = error.field if isinstance(error, Invalid) else ""
    fault = {name: forms.typed(form, name, error.safe if error and field == name else "") for name in _FIELDS}
    included = {int(one) for one in form.fields.get("included", ()) if one.isascii() and one.isdigit()}
    view = replace(
        subject.view,
        **fault,
        clauses=tuple(ClauseChoice(one.key, one.label, one.title, kept(one.asks_html), one.language) for one in found),
        messages=subject.choices(who.me.account_id, included),
        hold=form.truth("hold"),
        included_error=error.safe if error and field == "included" else "",
        error=error.safe if error and field not in {*_FIELDS, "included"} else "",
    )
    return await page(who, "report/new.html", view, status=error.status if error else 200, address=view.send_to)
