"""Following by consent, and the lists of it: each only for its owner (P4)."""

from collections.abc import Callable

from fastapi import Request, Response

from app.accounts import queries as accounts
from app.accounts import queries_between as between
from app.accounts.actions import following
from app.api import entities
from app.api.answering import answer, ready_list
from app.api.holding import Caller, house_of, signed_in
from app.api.mastodon.accounts import the_account
from app.api.paging import links
from app.api.reading import asked, ids, page, sent, the_id
from app.api.refusing import ApiRoute
from app.basics.clock import now
from app.doors.access import Access, Door
from app.doors.pace import Act, count_act
from app.storage import Session

door = Door(route_class=ApiRoute)

OwnList = Callable[..., list[accounts.AccountFacts]]

READ, WRITE, OLD = "read:follows", "write:follows", "follow"


@door.get("/api/v1/accounts/relationships", access=Access.MEMBER)
async def relationships(request: Request) -> Response:
    """How the member stands to some accounts."""
    me = await signed_in(request, READ, also=OLD)
    database, wanted = house_of(request).database, ids(asked(request), "id")
    stances = await database.read(between.stances, me.account_id, wanted)
    return answer([entities.relationship(i, stances[i]) for i in wanted if i in stances])


@door.post("/api/v1/accounts/{account_id}/follow", access=Access.MEMBER)
async def follow(request: Request, account_id: str) -> Response:
    """Ask to follow; everybody is asked first.

    `reblogs`: whether what they boost is in the member's home. `notify`: whether the member is told when they post.
    """
    me, form = await signed_in(request, WRITE, also=OLD), await sent(request)
    await count_act(request, Act.FOLLOW, me.account_id, now=now())
    boosts = form.truth("reblogs") if form.text("reblogs") else None
    rings = form.truth("notify") if form.text("notify") else None
    await house_of(request).database.write(_follow, me.account_id, the_id(account_id), boosts, rings)
    return await relationship(request, me, the_id(account_id))


@door.post("/api/v1/accounts/{account_id}/unfollow", access=Access.MEMBER)
async def unfollow(request: Request, account_id: str) -> Response:
    """Stop following, or take the question back."""
    me = await signed_in(request, WRITE, also=OLD)
    account = await the_account(request, me, account_id)
    await house_of(request).database.write(following.unfollow, me.account_id, account.id)
    return await relationship(request, me, account.id)


@door.post("/api/v1/accounts/{account_id}/remove_from_followers", access=Access.MEMBER)
async def let_go(request: Request, account_id: str) -> Response:
    """Let a follower go; nothing happens for somebody who does not follow."""
    me = await signed_in(request, WRITE, also=OLD)
    account, database = await the_account(request, me, account_id), house_of(request).database
    if (await database.read(accounts.between, me.account_id, [account.id]))[account.id].followed_by:
        await database.write(following.refuse_follower, me.account_id, account.id)
    return await relationship(request, me, account.id)


@door.get("/api/v1/accounts/{account_id}/followers", access=Access.MEMBER)
async def followers(request: Request, account_id: str) -> Response:
    """One's own followers; anybody else's list is empty, whoever asks."""
    me = await signed_in(request, "read:accounts")
    whose = (await the_account(request, me, account_id)).id
    return await _list(request, me, accounts.my_followers) if whose == me.account_id else ready_list([])


@door.get("/api/v1/accounts/{account_id}/following", access=Access.MEMBER)
async def followed(request: Request, account_id: str) -> Response:
    """Whom one follows; anybody else's list is empty, whoever asks."""
    me = await signed_in(request, "read:accounts")
    whose = (await the_account(request, me, account_id)).id
    return await _list(request, me, accounts.whom_i_follow) if whose == me.account_id else ready_list([])


@door.get("/api/v1/follow_requests", access=Access.MEMBER)
async def follow_requests(request: Request) -> Response:
    """Who asks to follow the member."""
    me = await signed_in(request, READ, also=OLD)
    return await _list(request, me, accounts.who_asks)


@door.post("/api/v1/follow_requests/{account_id}/authorize", access=Access.MEMBER)
async def authorize(request: Request, account_id: str) -> Response:
    """Say yes."""
    me = await signed_in(request, WRITE, also=OLD)
    await house_of(request).database.write(following.accept_follower, me.account_id, the_id(account_id))
    return await relationship(request, me, the_id(account_id))


@door.post("/api/v1/follow_requests/{account_id}/reject", access=Access.MEMBER)
async def reject(request: Request, account_id: str) -> Response:
    """Say no."""
    me = await signed_in(request, WRITE, also=OLD)
    await house_of(request).database.write(following.refuse_follower, me.account_id, the_id(account_id))
    return await relationship(request, me, the_id(account_id))


async def relationship(request: Request, me: Caller, other: int) -> Response:
    """How the member stands to one account now."""
    found = await house_of(request).database.read(between.stances, me.account_id, [other])
    return answer(entities.relationship(other, found.get(other, between.NOTHING)))


def _follow(session: Session, me: int, other: int, boosts: bool | None, rings: bool | None) -> None:
    following.ask_to_follow(session, me, other, now=now())
    if boosts is not None:
        following.show_boosts(session, me, other, wanted=boosts)
    if rings is not None:
        following.ring_for_posts(session, me, other, wanted=rings)


async def _list(request: Request, me: Caller, query: OwnList) -> Response:
    part = page(asked(request), usual=40, most=80)
    found = await house_of(request).database.read(
        query, me.account_id, before=part.before, after=part.after, limit=part.limit
    )
    return ready_list(entities.accounts(found), links(request, found[0].id, found[-1].id) if found else None)
