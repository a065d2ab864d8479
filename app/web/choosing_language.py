"""In which language something is written: a select in every form where somebody writes a post."""

from functools import lru_cache

import locales
from app.doors.bodies import Form
from app.posts import queries
from app.posts.languages import OFFERED, known
from app.web.tongues import own_name
from app.web.views.writing import LanguageField
from app.web.visiting import Visit

_LONGEST = 20  # characters of what was chosen that are shown again


async def language_field(who: Visit, form: Form, error: str = "", *, last: str = "") -> LanguageField:
    """As it was chosen; in a form that was not sent yet what they wrote in last, or what their pages speak.

    `last`: where it is known already.
    """
    if "language" in form.fields:
        chosen = form.text("language")[:_LONGEST]
    else:
        chosen = last or await who.house.database.read(queries.last_language, who.me.account_id) or who.language
    return LanguageField(chosen, error, choices(known(chosen)))


@lru_cache(maxsize=256)
def choices(chosen: str) -> tuple[tuple[str, str], ...]:
    """What is offered: the house's own first, then the others as their names follow each other, and one in no list."""
    ours = locales.languages()
    others = {*OFFERED, *([chosen] if chosen else [])} - {*ours}
    named = sorted(((code, own_name(code)) for code in others), key=lambda one: one[1].casefold())
    return (*((code, own_name(code)) for code in ours), *named)
