"""An app asks to be told that there is something new: one place for each app that a member let in.

What it is sent is never more than that, whatever it asked for: its alerts and policy only decide when.
"""

import base64
from binascii import Error as NotBase64
from dataclasses import dataclass

import msgspec
from fastapi import Request, Response

from app.api.answering import answer
from app.api.holding import Caller, house_of, signed_in
from app.api.reading import sent
from app.api.refusing import ApiRoute
from app.basics.clock import now
from app.basics.errors import Invalid, NotFound
from app.doors.access import Access, Door
from app.doors.bodies import Form
from app.notifications.kinds import KINDS
from app.push import actions, encrypting, queries, rules
from app.push.queries import Subscribed
from app.push.sealed import Where
from app.storage import Session
from federation.pushing import checked_endpoint

door = Door(route_class=ApiRoute)

ADDRESS, SCOPE = "/api/v1/push/subscription", "push"
NOT_ITS_KEYS = "These are not the two keys that an app makes for its subscription."


@dataclass(frozen=True, slots=True)
class Told:
    """What an app is told of its own subscription."""

    found: Subscribed
    server_key: str


@door.post(ADDRESS, access=Access.MEMBER)
async def tell_app(request: Request) -> Response:
    """`subscription[endpoint]`, `subscription[keys][p256dh|auth]`, `data[alerts][…]`, `data[policy]`."""
    me, form, house = await signed_in(request, SCOPE), await sent(request), house_of(request)
    services = await house.database.read(queries.services)
    endpoint = checked_endpoint(form.text("subscription[endpoint]"), services, lab=house.settings.lab)
    p256dh, auth = _keys(form)
    where = Where(endpoint, p256dh, auth, alerts=_alerts(form), policy=_policy(form))
    args = me.account_id, me.token_id, where
    await house.database.write(actions.tell_app, *args, key=house.key, now=now())
    return await _shown(request, me)


@door.get(ADDRESS, access=Access.MEMBER)
async def show(request: Request) -> Response:
    """Where this app is told; no other's."""
    return await _shown(request, await signed_in(request, SCOPE))


@door.put(ADDRESS, access=Access.MEMBER)
async def change(request: Request) -> Response:
    """Other alerts, and another policy."""
    me, form, house = await signed_in(request, SCOPE), await sent(request), house_of(request)
    earlier = await house.database.read(queries.of_app, me.token_id, key=house.key)
    if earlier is None:
        raise NotFound
    policy = _policy(form) if _named_policy(form) else earlier.where.policy
    where = msgspec.structs.replace(earlier.where, alerts=_alerts(form), policy=policy)
    await house.database.write(actions.change, me.token_id, where, key=house.key, now=now())
    return await _shown(request, me)


@door.delete(ADDRESS, access=Access.MEMBER)
async def end(request: Request) -> Response:
    """It is told nothing any more, whether or not it was."""
    me = await signed_in(request, SCOPE)
    await house_of(request).database.write(actions.end_of_app, me.token_id)
    return answer({})


async def _shown(request: Request, me: Caller) -> Response:
    house = house_of(request)

    def read(session: Session) -> Told | None:
        found = queries.of_app(session, me.token_id, key=house.key)
        return None if found is None else Told(found, queries.public_key(session))

    told = await house.database.read(read)
    if told is None:
        raise NotFound
    where = told.found.where
    alerts = where.alerts or {}
    return answer(
        {
            "id": str(told.found.id),
            "endpoint": where.endpoint,
            "standard": True,
            "alerts": {kind: alerts.get(kind, False) for kind in KINDS},
            "policy": where.policy,
            "server_key": told.server_key,
        }
    )


def _keys(form: Form) -> tuple[bytes, bytes]:
    """What only this app can open is sealed with these; raises Invalid."""
    p256dh, auth = (_read64(form.text(f"subscription[keys][{name}]")) for name in ("p256dh", "auth"))
    if len(auth) != encrypting.SECRET or len(p256dh) != encrypting.POINT:
        raise Invalid("subscription[keys]", NOT_ITS_KEYS)
    try:
        encrypting.point(p256dh)
    except ValueError as error:
        raise Invalid("subscription[keys]", NOT_ITS_KEYS) from error
    return p256dh, auth


def _read64(words: str) -> bytes:
    """Base64 of either alphabet, with or without padding, as apps write it; empty for what is none."""
    tidy = words.strip().rstrip("=").replace("+", "-").replace("/", "_")
    try:
        return base64.urlsafe_b64decode(tidy + "=" * (-len(tidy) % 4))
    except (NotBase64, ValueError):
        return b""


def _alerts(form: Form) -> dict[str, bool]:
    return {kind: form.truth(f"data[alerts][{kind}]") for kind in KINDS}


def _named_policy(form: Form) -> str:
    """Mastodon's documentation puts it among the data, some apps beside it."""
    return form.text("data[policy]") or form.text("policy")


def _policy(form: Form) -> rules.Policy:
    word = _named_policy(form) or "all"
    for policy in rules.POLICIES:
        if policy == word:
            return policy
    raise Invalid("data[policy]", "A policy is all, followed, follower or none.")
