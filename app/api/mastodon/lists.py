"""A member's lists of people they follow, and what those wrote. Nobody learns that they are in one."""

from collections.abc import Callable

from fastapi import Request, Response

from app.accounts.filtering import HOME
from app.api import entities
from app.api.answering import answer, ready_list
from app.api.filtered import filtered
from app.api.holding import Caller, house_of, signed_in
from app.api.mastodon.accounts import the_account
from app.api.paging import links
from app.api.reading import asked, ids, page, sent, the_id
from app.api.refusing import ApiRoute
from app.basics.clock import now
from app.basics.errors import Invalid
from app.doors.access import Access, Door
from app.doors.bodies import Form
from app.timelines import list_queries, lists
from app.timelines.list_queries import ListFacts
from app.timelines.lists import MOST_PEOPLE, ListDraft
from app.timelines.queries import Page

door = Door(route_class=ApiRoute)

READ, WRITE = "read:lists", "write:lists"

# As apps say whose answers stand in a list. Those that reach the member are to people they follow.
FOLLOWED, NONE = "followed", "none"
_POLICIES = {FOLLOWED: True, "list": True, NONE: False}


@door.get("/api/v1/lists", access=Access.MEMBER)
async def every_list(request: Request) -> Response:
    me, house = await signed_in(request, READ), house_of(request)
    found = await house.database.read(list_queries.lists_of, me.account_id, key=house.key)
    return answer([_entity(one) for one in found])


@door.post("/api/v1/lists", access=Access.MEMBER)
async def make(request: Request) -> Response:
    """`title`, and perhaps `replies_policy` and `exclusive`."""
    me, house = await signed_in(request, WRITE), house_of(request)
    draft = _draft(await sent(request), ListFacts(0, "", replies=True, leaves_home=False))
    made = await house.database.write(lists.make_list, me.account_id, draft, key=house.key, now=now())
    return answer(_entity(await _one(request, me, made)))


@door.get("/api/v1/lists/{list_id}", access=Access.MEMBER)
async def one(request: Request, list_id: str) -> Response:
    me = await signed_in(request, READ)
    return answer(_entity(await _one(request, me, the_id(list_id))))


@door.put("/api/v1/lists/{list_id}", access=Access.MEMBER)
async def change(request: Request, list_id: str) -> Response:
    """What isn't sent stays."""
    me, house = await signed_in(request, WRITE), house_of(request)
    kept = await _one(request, me, the_id(list_id))
    draft = _draft(await sent(request), kept)
    await house.database.write(lists.change_list, me.account_id, kept.id, draft, key=house.key)
    return answer(_entity(await _one(request, me, kept.id)))


@door.delete("/api/v1/lists/{list_id}", access=Access.MEMBER)
async def delete(request: Request, list_id: str) -> Response:
    me = await signed_in(request, WRITE)
    await house_of(request).database.write(lists.delete_list, me.account_id, the_id(list_id))
    return answer({})


@door.get("/api/v1/lists/{list_id}/accounts", access=Access.MEMBER)
async def people(request: Request, list_id: str) -> Response:
    """Who is in it; `limit=0` asks for everybody at once."""
    me, form = await signed_in(request, READ), asked(request)
    everybody = form.text("limit").strip() == "0"
    part = Page(limit=MOST_PEOPLE) if everybody else page(form, usual=40, most=80)
    found = await house_of(request).database.read(
        list_queries.people_in,
        me.account_id,
        the_id(list_id),
        before=part.before,
        after=part.after,
        limit=part.limit,
    )
    more = links(request, found[0].id, found[-1].id) if found and not everybody else None
    return ready_list(entities.accounts(found), more)


@door.post("/api/v1/lists/{list_id}/accounts", access=Access.MEMBER)
async def put_in(request: Request, list_id: str) -> Response:
    """`account_ids`: all of them or none."""
    return await _change_people(request, list_id, lists.put_in)


@door.delete("/api/v1/lists/{list_id}/accounts", access=Access.MEMBER)
async def take_out(request: Request, list_id: str) -> Response:
    return await _change_people(request, list_id, lists.take_out)


@door.get("/api/v1/accounts/{account_id}/lists", access=Access.MEMBER)
async def lists_with(request: Request, account_id: str) -> Response:
    """Those of the member's own lists that somebody is in."""
    me, house = await signed_in(request, READ), house_of(request)
    account = await the_account(request, me, account_id)
    are_in = await house.database.read(list_queries.lists_with, me.account_id, account.id)
    found = await house.database.read(list_queries.lists_of, me.account_id, key=house.key) if are_in else []
    return answer([_entity(one) for one in found if one.id in are_in])


@door.get("/api/v1/timelines/list/{list_id}", access=Access.MEMBER)
async def timeline(request: Request, list_id: str) -> Response:
    """What those in it wrote or boosted, as far as it reached the member."""
    me = await signed_in(request, READ)
    part = page(asked(request))
    rows = await house_of(request).database.read(list_queries.in_list, me.viewer, the_id(list_id), part)
    found = await filtered(request, me, HOME, entities.boosts_and_statuses(rows, entities.keys_of(request, me)))
    return ready_list(found, links(request, rows[0].id, rows[-1].id) if rows else None)


async def _one(request: Request, me: Caller, list_id: int) -> ListFacts:
    house = house_of(request)
    return await house.database.read(list_queries.one_list, me.account_id, list_id, key=house.key)


async def _change_people(request: Request, list_id: str, act: Callable[..., None]) -> Response:
    me, form = await signed_in(request, WRITE), await sent(request)
    await house_of(request).database.write(act, me.account_id, the_id(list_id), ids(form, "account_ids"))
    return answer({})


def _draft(form: Form, kept: ListFacts) -> ListDraft:
    policy = form.text("replies_policy").strip()
    if policy and policy not in _POLICIES:
        raise Invalid("replies_policy", "replies_policy is one of followed, list and none.")
    return ListDraft(
        title=form.text("title", kept.title),
        replies=_POLICIES.get(policy, kept.replies),
        leaves_home=form.truth("exclusive", default=kept.leaves_home),
    )


def _entity(kept: ListFacts) -> dict[str, object]:
    return {
        "id": str(kept.id),
        "title": kept.title,
        "replies_policy": FOLLOWED if kept.replies else NONE,
        "exclusive": kept.leaves_home,
    }
