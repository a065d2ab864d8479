"""Keeping away: blocks, mutes, and wanting nothing of an ally. Lists are for their owner, and nobody is told (P4).

A domain here is an ally's host. Others are refused with a sentence: nothing of them comes here anyway, and nobody ever
asks them anything (P20).
"""

from datetime import timedelta

from fastapi import Request, Response

from app.accounts import queries_between as between
from app.accounts.actions import blocking
from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.allies.rules import is_ally
from app.api import entities
from app.api.answering import answer, ready_list
from app.api.holding import Caller, house_of, signed_in
from app.api.mastodon.accounts import the_account
from app.api.mastodon.follows import relationship
from app.api.paging import links
from app.api.reading import asked, page, sent, the_id
from app.api.refusing import ApiRoute
from app.basics.clock import now
from app.basics.errors import Invalid
from app.doors.access import Access, Door
from app.doors.bodies import Form

door = Door(route_class=ApiRoute)

OLD = "follow"
READ_BLOCKS, WRITE_BLOCKS, READ_MUTES, WRITE_MUTES = "read:blocks", "write:blocks", "read:mutes", "write:mutes"
LONGEST_MUTE = timedelta(days=3650)
NO_ALLY = "That house is no ally of this one: nothing of it comes here."


@door.post("/api/v1/accounts/{account_id}/block", access=Access.MEMBER)
async def block(request: Request, account_id: str) -> Response:
    """From now on neither sees the other. An ally's house learns that one of its people is blocked."""
    me, other = await signed_in(request, WRITE_BLOCKS, also=OLD), the_id(account_id)
    await house_of(request).database.write(blocking.block, me.account_id, other, now=now())
    return await relationship(request, me, other)


@door.post("/api/v1/accounts/{account_id}/unblock", access=Access.MEMBER)
async def unblock(request: Request, account_id: str) -> Response:
    """Over; nothing that stood between them before is restored."""
    me = await signed_in(request, WRITE_BLOCKS, also=OLD)
    other = await _somebody_kept_away(request, me, account_id)
    await house_of(request).database.write(blocking.end_block, me.account_id, other)
    return await relationship(request, me, other)


@door.post("/api/v1/accounts/{account_id}/mute", access=Access.MEMBER)
async def mute(request: Request, account_id: str) -> Response:
    """`duration` in seconds, 0 for as long as wished; `notifications` as well, unless said otherwise."""
    me, other = await signed_in(request, WRITE_MUTES, also=OLD), the_id(account_id)
    form, at = await sent(request), now()
    lasts = _duration(form)
    await house_of(request).database.write(
        blocking.mute,
        me.account_id,
        other,
        notifications=form.truth("notifications") if form.text("notifications") else True,
        until=at + lasts if lasts else None,
        now=at,
    )
    return await relationship(request, me, other)


@door.post("/api/v1/accounts/{account_id}/unmute", access=Access.MEMBER)
async def unmute(request: Request, account_id: str) -> Response:
    """Seen again."""
    me = await signed_in(request, WRITE_MUTES, also=OLD)
    other = await _somebody_kept_away(request, me, account_id)
    await house_of(request).database.write(blocking.end_mute, me.account_id, other)
    return await relationship(request, me, other)


@door.get("/api/v1/blocks", access=Access.MEMBER)
async def blocks(request: Request) -> Response:
    """Whom the member has blocked."""
    me, part = await signed_in(request, READ_BLOCKS, also=OLD), page(asked(request), usual=40, most=80)
    found = await house_of(request).database.read(
        between.whom_i_block, me.account_id, before=part.before, after=part.after, limit=part.limit
    )
    return ready_list(entities.accounts(found), links(request, found[0].id, found[-1].id) if found else None)


@door.get("/api/v1/mutes", access=Access.MEMBER)
async def mutes(request: Request) -> Response:
    """Whom the member mutes now, each with when that ends."""
    me, part = await signed_in(request, READ_MUTES, also=OLD), page(asked(request), usual=40, most=80)
    found = await house_of(request).database.read(
        between.whom_i_mute, me.account_id, before=part.before, after=part.after, limit=part.limit
    )
    more = links(request, found[0].account.id, found[-1].account.id) if found else None
    return ready_list([entities.muted_account(one) for one in found], more)


@door.get("/api/v1/domain_blocks", access=Access.MEMBER)
async def domain_blocks(request: Request) -> Response:
    """The allies of whom the member wants nothing, as hosts."""
    me = await signed_in(request, READ_BLOCKS, also=OLD)
    found = await house_of(request).database.read(between.houses_i_block, me.account_id)
    return answer([house.host for house in found])


@door.post("/api/v1/domain_blocks", access=Access.MEMBER)
async def block_domain(request: Request) -> Response:
    """Nothing of that ally's people reaches the member any more."""
    me, form = await signed_in(request, WRITE_BLOCKS, also=OLD), await sent(request)
    ally = await _ally(request, form)
    if ally is None or not is_ally(ally.state):
        raise Invalid("domain", NO_ALLY)
    await house_of(request).database.write(blocking.block_house, me.account_id, ally.id)
    return answer({})


@door.delete("/api/v1/domain_blocks", access=Access.MEMBER)
async def unblock_domain(request: Request) -> Response:
    """Over; where there was nothing to end, nothing happens."""
    me, form = await signed_in(request, WRITE_BLOCKS, also=OLD), await sent(request)
    ally = await _ally(request, form)
    if ally is not None:
        await house_of(request).database.write(blocking.end_house_block, me.account_id, ally.id)
    return answer({})


async def _somebody_kept_away(request: Request, me: Caller, account_id: str) -> int:
    """Somebody the member has blocked or muted, or anybody else who is there for them; raises NotFound."""
    other = the_id(account_id)
    if not await house_of(request).database.read(between.keeps_away_from, me.account_id, other):
        await the_account(request, me, account_id)
    return other


async def _ally(request: Request, form: Form) -> AllyFacts | None:
    return await house_of(request).database.read(allies.by_host, form.text("domain").strip()[:280])


def _duration(form: Form) -> timedelta:
    """How long a mute lasts, nothing for as long as wished; raises Invalid."""
    word = form.text("duration").strip() or "0"
    if not (word.isascii() and word.isdigit() and len(word) <= 10 and int(word) <= LONGEST_MUTE.total_seconds()):
        raise Invalid("duration", "duration is a number of seconds, at most ten years.")
    return timedelta(seconds=int(word))
