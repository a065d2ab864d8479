"""Finding people for a member: never anybody they did not name or do not follow (P4, P5)."""

from dataclasses import dataclass

from fastapi import Request

from app.accounts import queries as accounts
from app.accounts.queries import AccountFacts
from app.accounts.queries_between import seen_by
from app.api.holding import Caller, house_of
from app.basics.errors import NotFound
from app.doors.bodies import Form
from app.doors.limits import RESOLVE, SEARCH
from app.posts import queries as posts
from app.posts.queries import PostFacts
from federation import lookup

LONGEST = 500


@dataclass(frozen=True, slots=True)
class Named:
    """What whole words such as `@name@host` or `https://…` name, as far as the member may see it."""

    account: AccountFacts | None = None
    post: PostFacts | None = None


async def found_accounts(request: Request, me: Caller, form: Form, most: int) -> list[AccountFacts]:
    """The account that `q` names wholly, then those the member follows whose name begins so."""
    named = await what_is_named(request, me, form)
    return await with_followed(request, me, form, named, most)


async def with_followed(request: Request, me: Caller, form: Form, named: Named, most: int) -> list[AccountFacts]:
    """The named account first, then those the member follows whose name begins so."""
    beginning = _words(form).lstrip("@").partition("@")[0]
    followed = await house_of(request).database.read(accounts.found_by_words, me.viewer, beginning, limit=most)
    found = [*([named.account] if named.account else []), *followed]
    return list({account.id: account for account in found}.values())[:most]


async def what_is_named(request: Request, me: Caller, form: Form) -> Named:
    """With `resolve`, an ally is asked for what isn't here yet; nobody else ever hears of it (P20)."""
    request.app.state.limits.count(SEARCH, str(me.account_id))
    words = _words(form)
    if "@" not in words and "://" not in words:
        return Named()
    here = await _here(request, me, words)
    if here != Named() or not form.truth("resolve"):
        return here
    request.app.state.limits.count(RESOLVE, str(me.account_id))
    found = await lookup.find(request.app.state.envoy, words)
    return Named() if found is None else await _seen(request, me, found)


async def _here(request: Request, me: Caller, words: str) -> Named:
    house = house_of(request)
    if "://" not in words:
        return await _account(request, me, await house.database.read(accounts.by_handle, words, house.settings.host))
    account = await house.database.read(accounts.by_uri, words)
    if account is not None:
        return await _account(request, me, account)
    try:
        return Named(post=await house.database.read(posts.one_by_uri, me.viewer, words))
    except NotFound:
        return Named()


async def _seen(request: Request, me: Caller, found: lookup.Found) -> Named:
    database = house_of(request).database
    if found.account_id is not None:
        return await _account(request, me, await database.read(accounts.present, found.account_id))
    if found.post_id is None:
        return Named()
    try:
        return Named(post=await database.read(posts.one, me.viewer, found.post_id))
    except NotFound:
        return Named()


async def _account(request: Request, me: Caller, found: AccountFacts | None) -> Named:
    """Whoever has blocked the member is not found."""
    try:
        return Named(account=await house_of(request).database.read(seen_by, me.viewer, found))
    except NotFound:
        return Named()


def _words(form: Form) -> str:
    return form.text("q").strip()[:LONGEST]
