"""`/policy`: the rules the community wrote, version by version. Everybody agrees for themselves."""

from fastapi import Request, Response

from app.accounts.rules import must_be_steward
from app.basics.errors import Conflict, NotSignedIn, ParasolError
from app.doors.access import Access
from app.storage import Session
from app.web import forms, framing, showing_policy
from app.web.answering import onward, page
from app.web.routing import page_door
from app.web.views.policy import PolicyPage, PolicyText
from app.web.visiting import Visit, member, visit
from moderation.amending import charter
from moderation.policy import actions, drafted, queries

door = page_door()

ADDRESS = "/policy"


@door.get(ADDRESS, access=Access.OPEN)
async def show_policy(request: Request) -> Response:
    """To members and newcomers; to strangers where the house wants it, else what any members' page says."""
    who = await visit(request)
    if not who.secret and not await framing.policy_is_open(who):
        raise NotSignedIn
    return await _shown(who, await showing_policy.in_force(who, as_written=_as_written(request)))


@door.post("/policy/agreement", access=Access.MEMBER)
async def agree(request: Request) -> Response:
    """Nothing is taken from whoever does not."""
    who = await member(request)
    number = forms.the_id((await forms.sent(who)).text("number"))
    try:
        await who.house.database.write(actions.agree, who.me.account_id, number, now=who.now)
    except Conflict as error:
        return await _shown(who, await showing_policy.in_force(who), error)
    return onward("/?done=agreed")


@door.post("/policy/seen", access=Access.MEMBER)
async def put_away(request: Request) -> Response:
    """The announcement of that version does not stand on every page any more; agreeing is another thing."""
    who = await member(request)
    form = await forms.sent(who)
    await who.house.database.write(actions.put_away, who.me.account_id, forms.the_id(form.text("number")))
    return onward(forms.local(form.text("back")))


@door.post("/policy/readers", access=Access.MEMBER)
async def choose_readers(request: Request) -> Response:
    """`readers=everybody` opens `/policy` to strangers, `readers=members` shuts it again."""
    who = await member(request)
    must_be_steward(who.me.role)
    form = await forms.sent(who)
    is_open = form.text("readers") == "everybody"
    await who.house.database.write(actions.let_strangers_read, who.me.role, is_open)
    await framing.house_shown(request, who.house, anew=True)
    return onward(f"{ADDRESS}?done=kept-policy")


@door.get("/policy/{number}", access=Access.MEMBER)
async def show_version(request: Request, number: str) -> Response:
    """An earlier one, to those who lived under it, or one that waits for its day."""
    who = await member(request)
    return await _shown(who, await showing_policy.version(who, forms.the_id(number), as_written=_as_written(request)))


async def _shown(who: Visit, text: PolicyText, error: ParasolError | None = None) -> Response:
    view = await who.house.database.read(
        _view, who, text, await framing.policy_is_open(who), error.safe if error else ""
    )
    status = error.status if error else 200
    return await page(who, "policy/page.html", view, status=status, place="more" if who.who else "")


def _view(session: Session, who: Visit, text: PolicyText, is_open: bool, error: str) -> PolicyPage:
    numbers = queries.numbers(session) if who.who else ()
    in_force = queries.in_force_number(session, now=who.envoy.clock())
    together = charter.stands(session)
    return PolicyPage(
        policy=text,
        in_force=in_force,
        to_agree=who.who is not None and text.number == in_force > who.me.agreed_policy,
        may_write=who.viewer.is_steward and not together,
        is_steward=who.viewer.is_steward,
        is_open=is_open,
        decided_together=together and who.who is not None,
        drafted=who.viewer.is_steward and drafted.the_draft(session) is not None,
        others=tuple(one for one in numbers if one[0] != text.number),
        before=text.number - 1 if who.who else 0,
        error=error,
    )


def _as_written(request: Request) -> bool:
    """Whether they ask for the original, which decides."""
    return request.query_params.get("original") == "1"
