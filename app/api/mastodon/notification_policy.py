"""Whose news a member wants to hear at once, later or not at all, in Mastodon's words.

Messages are answered by who may send them (`app.accounts.reach`): from people the member does not know they wait as
requests, or are not taken. So `for_private_mentions` is `filter` or `drop` here and never `accept`. Nobody is limited
here without knowing it, so `for_limited_accounts` is always `accept`.
"""

from collections.abc import Callable

from fastapi import Request, Response

from app.accounts.actions import reach as reaching
from app.accounts.reach import WhoMay
from app.accounts.reach_queries import reach_of
from app.api.answering import answer
from app.api.holding import Caller, house_of, signed_in
from app.api.reading import sent
from app.api.refusing import ApiRoute
from app.doors.access import Access, Door
from app.doors.bodies import Form
from app.notifications import choosing, held, weighing
from app.notifications.policy import Policy, Treatment, the_treatment
from app.storage import Session

door = Door(route_class=ApiRoute)

READ, WRITE = "read:notifications", "write:notifications"
MESSAGES, LIMITED = "for_private_mentions", "for_limited_accounts"


@door.get("/api/v2/notifications/policy", access=Access.MEMBER)
async def policy(request: Request) -> Response:
    return answer(await _entity(request, await signed_in(request, READ)))


@door.patch("/api/v2/notifications/policy", access=Access.MEMBER)
@door.put("/api/v2/notifications/policy", access=Access.MEMBER)
async def change(request: Request) -> Response:
    """What isn't sent stays."""
    me = await signed_in(request, WRITE)
    return answer(await _changed(request, me, _said))


@door.get("/api/v1/notifications/policy", access=Access.MEMBER)
async def older_form(request: Request) -> Response:
    """With a switch for each: whether such news waits, or is not told at all."""
    return answer(_older(await _entity(request, await signed_in(request, READ))))


@door.patch("/api/v1/notifications/policy", access=Access.MEMBER)
@door.put("/api/v1/notifications/policy", access=Access.MEMBER)
async def change_in_older_form(request: Request) -> Response:
    """What isn't sent stays."""
    me = await signed_in(request, WRITE)
    return answer(_older(await _changed(request, me, _switched)))


Said = Callable[[Form, str, Treatment], Treatment]


async def _changed(request: Request, me: Caller, said: Said) -> dict[str, object]:
    form, origin = await sent(request), house_of(request).settings.origin
    await house_of(request).database.write(_change, me, form, said, origin=origin)
    return await _entity(request, me)


def _change(session: Session, me: Caller, form: Form, said: Said, *, origin: str) -> None:
    kept, messages = weighing.policy_of(session, me.account_id), _of_messages(session, me.account_id)
    choosing.choose(
        session,
        me.account_id,
        Policy(
            said(form, "not_following", kept.not_following),
            said(form, "not_followers", kept.not_followers),
            said(form, "new_accounts", kept.new_accounts),
        ),
    )
    said(form, "limited_accounts", Treatment.ACCEPT)
    wanted = said(form, "private_mentions", messages)
    if wanted is Treatment.ACCEPT:
        wanted = Treatment.FILTER
    if wanted is not messages:
        whom = WhoMay.FOLLOWED if wanted is Treatment.DROP else WhoMay.EVERYBODY
        reaching.take_messages_from(session, me.account_id, whom, origin=origin)


def _said(form: Form, name: str, kept: Treatment) -> Treatment:
    field = f"for_{name}"
    return the_treatment(field, form.text(field)) if field in form else kept


def _switched(form: Form, name: str, kept: Treatment) -> Treatment:
    """A switch that is on leaves as strict as it is."""
    field = f"filter_{name}"
    if field not in form:
        return kept
    return max(kept, Treatment.FILTER, key=list(Treatment).index) if form.truth(field) else Treatment.ACCEPT


async def _entity(request: Request, me: Caller) -> dict[str, object]:
    return await house_of(request).database.read(_read, me)


def _read(session: Session, me: Caller) -> dict[str, object]:
    chosen, waiting = weighing.policy_of(session, me.account_id), held.summary(session, me.viewer)
    return {
        "for_not_following": chosen.not_following,
        "for_not_followers": chosen.not_followers,
        "for_new_accounts": chosen.new_accounts,
        MESSAGES: _of_messages(session, me.account_id),
        LIMITED: Treatment.ACCEPT,
        "summary": {"pending_requests_count": waiting.people, "pending_notifications_count": waiting.news},
    }


def _of_messages(session: Session, account_id: int) -> Treatment:
    """What becomes of messages from people whom the member does not know."""
    everybody = reach_of(session, account_id).messages is WhoMay.EVERYBODY
    return Treatment.FILTER if everybody else Treatment.DROP


def _older(entity: dict[str, object]) -> dict[str, object]:
    names = "not_following", "not_followers", "new_accounts", "private_mentions"
    switches = {f"filter_{name}": entity[f"for_{name}"] != Treatment.ACCEPT for name in names}
    return {**switches, "summary": entity["summary"]}
