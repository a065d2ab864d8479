"""The accounts that a browser holds side by side. Only its cookie knows that they belong together (P2)."""

from dataclasses import dataclass

from app.accounts.holders import SignedIn, session_holder
from app.basics.errors import NotSignedIn
from app.web import forms, security
from app.web.forms import StaleForm
from app.web.visiting import Visit


@dataclass(frozen=True, slots=True)
class Held:
    """A live session in this browser."""

    secret: str
    who: SignedIn


async def held_here(visit: Visit) -> list[Held]:
    """The live sessions of this browser, that in use first; raises NotSignedIn when there is none.

    Each is looked up by itself, and none is noted as used.
    """
    found: list[Held] = []
    for secret in security.sessions_in(visit.request, visit.house.settings):
        who = await visit.house.database.read(session_holder, secret, now=visit.now) if secret else None
        if who is not None:
            found.append(Held(secret, who))
    if not found:
        raise NotSignedIn
    return found


async def meant(visit: Visit, held: list[Held]) -> Held:
    """The account that a form is about: the one whose token it carries. Raises FromElsewhere, StaleForm."""
    form = await forms.sent_untold(visit)
    for each in held:
        if security.token_holds(visit.house.key, each.secret, form.text("csrf"), visit.now):
            return each
    raise StaleForm(form)
