"""`/about`: what kind of house this is, and what nobody can promise. For members: strangers learn nothing."""

from fastapi import Request, Response

from app.doors.access import Access
from app.web import views
from app.web.answering import page
from app.web.framing import Shown, house_shown
from app.web.render import words_in
from app.web.routing import page_door
from app.web.visiting import member
from app.web.words import Words

door = page_door()


@door.get("/about", access=Access.MEMBER)
async def show_about(request: Request) -> Response:
    who = await member(request)
    shown = await house_shown(request, who.house)
    view = views.AboutPage((_allies(words_in(who.language), shown),))
    return await page(who, "house/about.html", view, place="more")


def _allies(words: Words, shown: Shown) -> views.AboutSection:
    say = words.say
    hosts = say("Allies now: %(hosts)s") % {"hosts": words.all_of(shown.allied)} if shown.allied else say("None yet.")
    return views.AboutSection(say("Our allies"), (hosts, say("Nothing leaves this house but to them.")))
