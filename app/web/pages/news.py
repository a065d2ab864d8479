"""`/settings/news`: whose news the member hears at once, later or not at all; and whom they let in."""

from fastapi import Request, Response

from app.accounts.queries import AccountFacts
from app.basics.errors import Invalid
from app.doors.access import Access
from app.doors.bodies import Form
from app.notifications import choosing, held, weighing
from app.notifications.policy import Policy, the_treatment
from app.web import forms, showing
from app.web.answering import onward, onward_after, page
from app.web.routing import page_door
from app.web.views import Field
from app.web.views.notifications import LetInView, NewsPolicyPage
from app.web.visiting import Visit, member

door = page_door()

PATH = "/settings/news"
FIELDS = ("not_following", "not_followers", "new_accounts")


@door.get("/settings/news", access=Access.MEMBER)
async def show_news(request: Request) -> Response:
    who = await member(request)
    chosen = await who.house.database.read(weighing.policy_of, who.me.account_id)
    return await _shown(who, {name: Field(getattr(chosen, name)) for name in FIELDS})


@door.post("/settings/news", access=Access.MEMBER)
async def keep_news(request: Request) -> Response:
    who = await member(request)
    form = await forms.sent(who)
    try:
        chosen = _chosen(form)
    except Invalid as error:
        typed = {name: forms.typed(form, name, error.safe if error.field == name else "") for name in FIELDS}
        return await _shown(who, typed, status=error.status)
    await who.house.database.write(choosing.choose, who.me.account_id, chosen)
    return onward(f"{PATH}?done=kept")


@door.post("/settings/news/{sender}", access=Access.MEMBER)
async def let_in_no_longer(request: Request, sender: str) -> Response:
    """Their news is treated like everybody's again."""
    who, sender_id = await member(request), forms.the_id(sender)
    await forms.sent(who)
    no_longer = who.house.database.write(choosing.let_in_no_longer, who.me.account_id, sender_id)
    return await onward_after(no_longer, PATH, done="news-waits-again")


def _chosen(form: Form) -> Policy:
    return Policy(*(the_treatment(name, form.text(name)) for name in FIELDS))


async def _shown(who: Visit, fields: dict[str, Field], *, status: int = 200) -> Response:
    let_in = await who.house.database.read(held.let_in_by, who.me.account_id)
    view = NewsPolicyPage(**fields, let_in=tuple(map(_let_in, let_in)))
    return await page(who, "settings/news.html", view, status=status, place="more")


def _let_in(one: AccountFacts) -> LetInView:
    return LetInView(one.id, showing.account_view(one))
