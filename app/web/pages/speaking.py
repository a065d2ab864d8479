"""`/language`: in which language the pages speak to somebody who is not signed in, without script.

It is kept in a cookie that says the language and nothing else, until the browser is closed. A member's own choice,
in the settings, is stronger and follows them.
"""

from fastapi import Request, Response

import locales
from app.basics.errors import Invalid
from app.doors.access import Access
from app.web import forms, security
from app.web.answering import onward
from app.web.routing import page_door
from app.web.visiting import visit
from app.web.words import N_

door = page_door()

NO_SUCH_LANGUAGE = N_("The house does not speak that language yet.")


@door.post("/language", access=Access.OPEN)
async def choose_language(request: Request) -> Response:
    """`language` and `back`: the page where it was chosen."""
    who = await visit(request)
    form = await forms.sent_by_anybody(who)
    language = form.text("language")
    if language not in locales.complete():
        raise Invalid("language", NO_SUCH_LANGUAGE)
    answer = onward(forms.local(form.text("back")))
    security.remember_language(answer, who.house.settings, language)
    return answer
