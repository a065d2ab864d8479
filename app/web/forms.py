"""Reading what people send: only from our own pages, with the token, in bounded memory."""

import re

from fastapi import Request

from app.basics.errors import Forbidden, Invalid, NotFound
from app.basics.ids import FOREVER
from app.doors.bodies import MOST_BYTES, Form, read_form
from app.web import security
from app.web.views import Field
from app.web.visiting import Visit
from app.web.words import N_

_LOCAL = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
_HANDLE = re.compile(r"@?([A-Za-z0-9_.-]{1,64})(?:@([A-Za-z0-9.:\[\]-]{1,280}))?", re.ASCII)
# For a form with a text of 60,000 characters in it: the longest travel as twelve bytes each, and what is too long
# should come back as well.
LONG_FORM = 1024 * 1024
NO_BUTTON = N_("Please choose one of the buttons.")
UNREADABLE = N_("There is a character here that cannot be kept.")


class StaleForm(Forbidden):
    """The form's token is not this session's. `form` is what was typed, to be shown again."""

    safe = "This page was open for too long. Nothing was done yet: please look it over and send it again."

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form


class OtherName(StaleForm):
    """The form's token is that of another account in this browser: its page was opened before somebody switched."""

    safe = N_("You opened this page under another of your names. Nothing was done: look whose name is in use now.")


async def sent(visit: Visit, most: int = MOST_BYTES, *, most_file: int | None = None) -> Form:
    """A member's form. Raises FromElsewhere, StaleForm, TooLarge, Invalid for what cannot be read."""
    form = await _read(visit, most, most_file)
    if not security.token_holds(visit.house.key, visit.secret, form.text("csrf"), visit.now):
        raise OtherName(form) if _is_of_another_name(visit, form) else StaleForm(form)
    return form


def pressed(form: Form, name: str) -> bool:
    """Which of two buttons was pressed: the one that sends `name=1`, or the one that sends `name=0`. Raises Invalid."""
    if form.text(name) not in {"0", "1"}:
        raise Invalid(name, NO_BUTTON)
    return form.text(name) == "1"


async def sent_by_anybody(visit: Visit) -> Form:
    """The same for the few forms that need no session; a page opened before signing in still counts."""
    form = await _read(visit, MOST_BYTES, None)
    key, token = visit.house.key, form.text("csrf")
    if not (
        security.visitors_token_holds(key, token, visit.now)
        or security.token_holds(key, visit.secret, token, visit.now)
    ):
        raise StaleForm(form)
    return form


async def sent_untold(visit: Visit) -> Form:
    """A form of which the caller finds out whose it is, by its token."""
    return await _read(visit, MOST_BYTES, None)


def typed(form: Form, name: str, error: str = "") -> Field:
    """A field as it was typed, with what is wrong with it."""
    return Field(form.text(name), error)


def local(address: str, otherwise: str = "/") -> str:
    """A path of this house to go back to, never another site's."""
    return address if len(address) <= 2000 and _LOCAL.fullmatch(address) else otherwise


def the_id(word: str) -> int:
    """An id in an address; raises NotFound for what can be none."""
    found = id_or_none(word)
    if found is None:
        raise NotFound
    return found


def id_or_none(word: str) -> int | None:
    """The same where something else is said of what can be none."""
    if not (word.isascii() and word.isdigit() and len(word) <= 19) or int(word) >= FOREVER:
        return None
    return int(word)


def before(request: Request) -> int | None:
    """Where the page of a list begins; a made-up place is the beginning."""
    try:
        return the_id(request.query_params.get("before", ""))
    except NotFound:
        return None


def the_handle(word: str) -> str:
    """A handle in an address or a field; raises NotFound for what can be none."""
    found = _HANDLE.fullmatch(word.strip())
    if found is None:
        raise NotFound
    return found[1] if found[2] is None else f"{found[1]}@{found[2]}"


def _is_of_another_name(visit: Visit, form: Form) -> bool:
    _, *others = security.sessions_in(visit.request, visit.house.settings)
    return any(security.token_holds(visit.house.key, secret, form.text("csrf"), visit.now) for secret in others)


async def _read(visit: Visit, most: int, most_file: int | None) -> Form:
    security.must_come_from_here(visit.request, visit.house.settings)
    form = await read_form(visit.request, most, most_file=most_file)
    for name, values in form.fields.items():
        if any("\x00" in value for value in values):
            raise Invalid(name, UNREADABLE)
    return form
