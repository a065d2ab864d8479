"""`/policy`: the rules the community wrote, version by version. Stewards publish, everybody agrees for themselves."""

from fastapi import Request, Response

from app.accounts.rules import must_be_steward
from app.basics.errors import Conflict, Invalid, NotSignedIn, ParasolError
from app.basics.text import kept, tidy, written
from app.doors.access import Access
from app.doors.bodies import Form
from app.web import forms, framing
from app.web.answering import onward, page
from app.web.forms import StaleForm
from app.web.routing import page_door
from app.web.views import Field
from app.web.views.coming_in import PolicyFormPage, PolicyPage, PolicyText
from app.web.visiting import Visit, member, visit
from moderation.policy import actions, queries, rules
from moderation.policy.queries import Version

door = page_door()

ADDRESS, NEW = "/policy", "/policy/new"


@door.get(ADDRESS, access=Access.OPEN)
async def show_policy(request: Request) -> Response:
    """To members and newcomers; to strangers where the house wants it, else what any members' page says."""
    who = await visit(request)
    if not who.secret and not await _is_open(who):
        raise NotSignedIn
    return await _shown(who, await who.house.database.read(queries.newest))


@door.get(NEW, access=Access.MEMBER)
async def show_new(request: Request) -> Response:
    who = await _steward(request)
    newest = await who.house.database.read(queries.newest)
    view = PolicyFormPage(Field(newest.source if newest else ""), newest.number if newest else 0)
    return await page(who, "policy/new.html", view, place="more")


@door.post(NEW, access=Access.MEMBER)
async def publish(request: Request) -> Response:
    """`look` shows how it will read; without it the version is published."""
    who = await _steward(request)
    try:
        form = await forms.sent(who)
    except StaleForm as stale:
        return await _again(who, stale.form, stale)
    source = form.text("source")
    if form.text("look"):
        return await _again(who, form)
    try:
        await who.house.database.write(
            actions.publish, who.me.account_id, who.me.role, source, based_on=_number(form, "based_on"), now=who.now
        )
    except ParasolError as error:
        return await _again(who, form, error)
    await framing.house_shown(request, who.house, anew=True)
    return onward(f"{ADDRESS}?done=published")


@door.post("/policy/agreement", access=Access.MEMBER)
async def agree(request: Request) -> Response:
    """Nothing is taken from whoever does not."""
    who = await member(request)
    form = await forms.sent(who)
    try:
        await who.house.database.write(actions.agree, who.me.account_id, _number(form, "number"))
    except Conflict as error:
        newest = await who.house.database.read(queries.newest)
        return await _shown(who, newest, error)
    return onward("/?done=agreed")


@door.post("/policy/readers", access=Access.MEMBER)
async def choose_readers(request: Request) -> Response:
    """`readers=everybody` opens `/policy` to strangers, `readers=members` shuts it again."""
    who = await _steward(request)
    form = await forms.sent(who)
    is_open = form.text("readers") == "everybody"
    await who.house.database.write(actions.let_strangers_read, who.me.role, is_open)
    await framing.house_shown(request, who.house, anew=True)
    return onward(f"{ADDRESS}?done=kept-policy")


@door.get("/policy/{number}", access=Access.MEMBER)
async def show_version(request: Request, number: str) -> Response:
    """An earlier one, to those who lived under it and those who will."""
    who = await member(request)
    return await _shown(who, await who.house.database.read(queries.version, forms.the_id(number)))


def text_of(version: Version | None) -> PolicyText:
    """A version as pages show it."""
    return PolicyText() if version is None else PolicyText(version.number, kept(version.html), version.published_at)


async def _shown(who: Visit, version: Version | None, error: ParasolError | None = None) -> Response:
    shown = await framing.house_shown(who.request, who.house)
    numbers = await who.house.database.read(queries.numbers) if who.who else ()
    newest = numbers[0][0] if numbers else 0
    view = PolicyPage(
        policy=text_of(version),
        newest=newest,
        to_agree=who.who is not None and version is not None and version.number == newest > who.me.agreed_policy,
        may_write=who.viewer.is_steward,
        is_open=shown.community is not None and shown.community.policy_is_open,
        others=tuple(one for one in numbers if version is None or one[0] != version.number),
        error=error.safe if error else "",
    )
    status = error.status if error else 200
    return await page(who, "policy/page.html", view, status=status, place="more" if who.who else "")


async def _is_open(who: Visit) -> bool:
    house = (await framing.house_shown(who.request, who.house)).community
    return house is not None and house.policy_is_open


async def _steward(request: Request) -> Visit:
    who = await member(request)
    must_be_steward(who.me.role)
    return who


async def _again(who: Visit, form: Form, error: ParasolError | None = None) -> Response:
    """The form with what was typed. What was overtaken is measured against the newest from now on."""
    beside = error.safe if isinstance(error, Invalid) else ""
    based_on = _number(form, "based_on")
    if isinstance(error, Conflict):
        based_on = await who.house.database.read(queries.newest_number)
    view = PolicyFormPage(
        forms.typed(form, "source", beside),
        based_on,
        written(tidy(form.text("source"))[: rules.LONGEST]) if form.text("look") else kept(""),
        error.safe if error and not beside else "",
    )
    return await page(who, "policy/new.html", view, status=error.status if error else 200, place="more")


def _number(form: Form, name: str) -> int:
    """A version's number as it stands in the form; raises NotFound for what can be none."""
    return forms.the_id(form.text(name))
