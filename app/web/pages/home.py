"""`/`: home for members; for everybody else a page that says nothing."""

from fastapi import Request, Response

from app.accounts.filtering import HOME
from app.doors.access import Access
from app.timelines import encoded_queries
from app.web import encoded, forms, views
from app.web.answering import onward, page
from app.web.pages.listing import asked, cut, here, newest_of, older_than
from app.web.read_line import read_line
from app.web.routing import PAUSE, SUSPENDED, WAITING, page_door
from app.web.sifting import completed, sieve_for, sifted
from app.web.visiting import Visit, visit

door = page_door()


@door.get("/", access=Access.OPEN)
async def show_home(request: Request) -> Response:
    who = await visit(request)
    if who.newcomer is not None:
        return onward(WAITING)
    if who.who is None:
        return await page(who, "welcome/page.html", views.WelcomePage())
    if who.who.suspended:
        return onward(SUSPENDED)
    if who.who.paused:
        return onward(PAUSE)
    return await _home(who)


async def _home(who: Visit) -> Response:
    before = forms.before(who.request)
    found = await who.house.database.read(encoded_queries.home_encoded, who.viewer, asked(before))
    shown, older = cut(found)
    sieve = await sieve_for(who, HOME)
    posts = await completed(who, sieve, encoded.post_views(shown, who.me.account_id))
    line = read_line(shown, who.me.read_up_to, before)
    above = line.above if line.is_shown else 0
    view = views.TimelinePage(
        sifted(sieve, posts[above:], (one.body for one in shown[above:])),
        older_than("/", older),
        newest="/" if before else "",
        fresh=sifted(sieve, posts[:above], (one.body for one in shown[:above])),
        is_line=line.is_shown,
        place=line.place,
        after=newest_of(shown, before),
    )
    return await page(who, "timeline/home.html", view, place="home", address=here("/", before))
