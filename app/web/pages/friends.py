"""`/settings/friends`: two friends who can let one back in together, and letting a friend back in."""

from fastapi import Request, Response

from app.accounts import friends as trust
from app.accounts.actions import friends
from app.accounts.actions.friends import NobodyAsks
from app.accounts.friends import Trust, UnderWay
from app.basics.errors import Invalid, ParasolError, TooMany
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.limits import RECOVER
from app.storage import Session
from app.web import forms, views
from app.web.answering import onward, page
from app.web.pages.asking_again import proven_again
from app.web.routing import page_door
from app.web.views.friends import FriendAsksPage, FriendsPage, ReturnView
from app.web.visiting import Visit, member
from app.web.words import N_

door = page_door()

HERE = "/settings/friends"
SIGN_IN_AGAIN = N_("This session cannot open your share. Sign in again, then say yes.")


@door.get(HERE, access=Access.MEMBER)
async def show_friends(request: Request) -> Response:
    return await _show(await member(request), Form({}))


@door.post(HERE, access=Access.MEMBER)
async def entrust(request: Request) -> Response:
    """The passphrase is asked again: two people get the power to let somebody in."""
    who = await member(request)
    form = await forms.sent(who)
    try:
        await _entrust(who, form)
    except ParasolError as error:
        return await _show(who, form, error, error.field if isinstance(error, Invalid) else "passphrase")
    return onward(f"{HERE}?done=entrusted")


@door.post(f"{HERE}/ending", access=Access.MEMBER)
async def end_trust(request: Request) -> Response:
    who = await member(request)
    await forms.sent(who)
    await who.house.database.write(friends.end_trust, who.me.account_id)
    return onward(f"{HERE}?done=trust-ended")


@door.post(f"{HERE}/stopping", access=Access.MEMBER)
async def stop_returns(request: Request) -> Response:
    """Somebody is being let into this account who is not its owner."""
    who = await member(request)
    await forms.sent(who)
    await who.house.database.write(friends.stop_returns, who.me.account_id)
    return onward(f"{HERE}?done=return-stopped")


@door.post(f"{HERE}/handing-back", access=Access.MEMBER)
async def hand_back(request: Request) -> Response:
    who = await member(request)
    form = await forms.sent(who)
    await who.house.database.write(friends.hand_back, who.me.account_id, form.text("name"))
    return onward(f"{HERE}?done=handed-back")


@door.post(f"{HERE}/asking", access=Access.MEMBER)
async def look_who_asks(request: Request) -> Response:
    """Whose code this is, to be thought about before saying yes."""
    who = await member(request)
    form = await forms.sent(who)
    try:
        who.limits.count(RECOVER, str(who.me.account_id))
        name = await who.house.database.read(
            friends.who_asks, who.me.account_id, form.text("code"), key=who.house.key, now=who.now
        )
    except ParasolError as error:
        return await _show(who, form, error, "code")
    return await page(who, "friends/asks.html", FriendAsksPage(name, form.text("code")), place="more", address=HERE)


@door.post(f"{HERE}/yes", access=Access.MEMBER)
async def say_yes(request: Request) -> Response:
    who = await member(request)
    form = await forms.sent(who)
    member_key = await who.member_key()
    if member_key is None:
        return await _show(who, form, Invalid("code", SIGN_IN_AGAIN), "code")
    try:
        who.limits.count(RECOVER, str(who.me.account_id))
        await who.house.database.write(
            friends.say_yes, who.me.account_id, member_key, form.text("code"), key=who.house.key, now=who.now
        )
    except (NobodyAsks, TooMany) as error:
        return await _show(who, form, error, "code")
    return onward(f"{HERE}?done=said-yes")


async def _entrust(who: Visit, form: Form) -> None:
    proven = await proven_again(who, form.text("passphrase"), field="passphrase")
    await who.house.database.write(friends.entrust, proven, [form.text("friend_1"), form.text("friend_2")])


async def _show(who: Visit, form: Form, error: ParasolError | None = None, field: str = "") -> Response:
    """`field`: beside which the error stands."""
    stands, coming = await who.house.database.read(_read, who)

    def typed(name: str) -> views.Field:
        return forms.typed(form, name, error.safe if error and field == name else "")

    view = FriendsPage(
        friends=stands.friends,
        entrusted_by=stands.entrusted_by,
        set_up=stands.set_up,
        whole=stands.whole,
        returns=tuple(ReturnView(one.yeses, one.ready_at) for one in coming),
        friend_1=typed("friend_1"),
        friend_2=typed("friend_2"),
        passphrase_error=error.safe if error and field == "passphrase" else "",
        code=typed("code"),
    )
    return await page(who, "friends/page.html", view, status=error.status if error else 200, place="more", address=HERE)


def _read(session: Session, who: Visit) -> tuple[Trust, list[UnderWay]]:
    me = who.me.account_id
    return trust.trust_of(session, me), trust.under_way(session, me, now=who.now)
