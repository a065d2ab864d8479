"""`/accounts`: the names this browser holds side by side, and which of them is in use.

Each button's token is that of the account it is about: nothing else in the form says whom it means.
"""

from fastapi import Request, Response

from app.doors.access import Access
from app.web import framing, security, views
from app.web.answering import onward, page
from app.web.held import Held, held_here, meant
from app.web.routing import page_door
from app.web.visiting import Visit, visit

door = page_door()


@door.get("/accounts", access=Access.MEMBER)
async def show_accounts(request: Request) -> Response:
    who = await visit(request)
    held = await held_here(who)
    view = views.AccountsPage(tuple(_shown(who, each) for each in held), full=len(held) >= security.MOST_ACCOUNTS)
    return await page(who, "account/list.html", view, place="more")


@door.post("/accounts/in-use", access=Access.MEMBER)
async def use_another(request: Request) -> Response:
    who = await visit(request)
    held = await held_here(who)
    chosen = await meant(who, held)
    answer = onward("/")
    others = [each.secret for each in held if each != chosen]
    security.give_sessions(answer, who.house.settings, security.joined([chosen.secret, *others]))
    return answer


def _shown(who: Visit, held: Held) -> views.HeldAccountView:
    return views.HeldAccountView(
        account=framing.viewer_of(held.who),
        csrf=security.form_token(who.house.key, held.secret, who.now),
        in_use=held.secret == who.secret,
    )
