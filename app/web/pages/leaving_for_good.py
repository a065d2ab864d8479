"""`/settings/leaving`: what cannot be undone is said first, then the passphrase, then the account is gone."""

from fastapi import Request, Response

from app.accounts.actions import leaving, stewards
from app.basics.errors import Invalid
from app.doors.access import Access
from app.doors.bodies import Form
from app.web import forms, security, views
from app.web.answering import page
from app.web.pages.asking_again import proven_again
from app.web.routing import page_door
from app.web.visiting import Visit, member, stranger

door = page_door()


@door.get("/settings/leaving", access=Access.MEMBER)
async def show_leaving(request: Request) -> Response:
    who = await member(request, suspended=True)
    return await _show(who)


@door.post("/settings/leaving", access=Access.MEMBER)
async def leave_for_good(request: Request) -> Response:
    who = await member(request, suspended=True)
    form = await forms.sent(who)
    try:
        await proven_again(who, form.text("passphrase"), field="passphrase")
        await who.house.database.write(
            leaving.leave_for_good,
            who.me.account_id,
            successor=form.text("successor"),
            key=who.house.key,
            now=who.now,
        )
    except Invalid as error:
        return await _show(who, form, error)
    answer = await page(stranger(request), "leaving/gone.html", views.GonePage())
    security.clear_site(answer, who.house.settings)
    return answer


async def _show(who: Visit, form: Form | None = None, error: Invalid | None = None) -> Response:
    wrong = {error.field: error.safe} if error else {}
    view = views.GoingPage(
        passphrase_error=wrong.get("passphrase", ""),
        needs_successor=await who.house.database.read(stewards.is_the_last, who.me.account_id),
        successor=views.Field(form.text("successor") if form else "", wrong.get("successor", "")),
    )
    return await page(who, "leaving/page.html", view, status=error.status if error else 200, place="more")
