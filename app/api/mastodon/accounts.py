"""Other people's accounts, as members see them."""

from fastapi import Request, Response

from app.accounts import queries as accounts
from app.accounts import queries_between as between
from app.accounts.filtering import ACCOUNT
from app.accounts.queries import AccountFacts
from app.api import entities
from app.api.answering import ready, ready_list
from app.api.filtered import filtered
from app.api.finding import found_accounts
from app.api.holding import Caller, house_of, signed_in
from app.api.paging import links
from app.api.reading import asked, ids, limit, page, the_id
from app.api.refusing import ApiRoute
from app.basics import tags
from app.doors.access import Access, Door
from app.doors.bodies import Form
from app.timelines import author_queries
from app.timelines.author_queries import Wanted

door = Door(route_class=ApiRoute)

READ = "read:accounts"


@door.get("/api/v1/accounts/search", access=Access.MEMBER)
async def search(request: Request) -> Response:
    """People by the beginning of their name, only among those one follows (P4); a whole handle finds anybody."""
    me = await signed_in(request, READ)
    form = asked(request)
    found = await found_accounts(request, me, form, limit(form, usual=40, most=80))
    return ready_list(entities.accounts(found))


@door.get("/api/v1/accounts/lookup", access=Access.MEMBER)
async def lookup(request: Request) -> Response:
    """The account behind `acct`: a whole name, ours or name@host."""
    me = await signed_in(request, READ)
    house, handle = house_of(request), asked(request).text("acct")
    found = await house.database.read(accounts.by_handle, handle, house.settings.host)
    return ready((await house.database.read(between.seen_by, me.viewer, found)).card)


@door.get("/api/v1/accounts", access=Access.MEMBER)
async def several(request: Request) -> Response:
    """Those of some accounts that exist, in the order asked for."""
    me = await signed_in(request, READ)
    wanted = ids(asked(request), "id")
    found = await house_of(request).database.read(between.several_seen_by, me.viewer, wanted)
    return ready_list(found[i].card for i in wanted if i in found)


@door.get("/api/v1/accounts/{account_id}", access=Access.MEMBER)
async def one(request: Request, account_id: str) -> Response:
    """An account."""
    me = await signed_in(request, READ)
    return ready((await the_account(request, me, account_id)).card)


@door.get("/api/v1/accounts/{account_id}/statuses", access=Access.MEMBER)
async def statuses(request: Request, account_id: str) -> Response:
    """What somebody wrote and boosted, or (`pinned`) put first, as far as it is for the member.

    `only_media`, `exclude_replies`, `exclude_reblogs` and `tagged` go together with each other and with `pinned`.
    """
    me = await signed_in(request, "read:statuses")
    account, form = await the_account(request, me, account_id), asked(request)
    wanted, read = _wanted(form), house_of(request).database.read
    if form.truth("pinned"):  # five at most, so there is no second page
        rows = await read(author_queries.pinned, me.viewer, account.id, wanted)
    else:
        rows = await read(author_queries.of_author, me.viewer, account.id, page(form), wanted)
    shown = entities.boosts_and_statuses(rows, entities.keys_of(request, me))
    turned = links(request, rows[0].id, rows[-1].id) if rows and not form.truth("pinned") else None
    return ready_list(await filtered(request, me, ACCOUNT, shown), turned)


def _wanted(form: Form) -> Wanted:
    """A tag that can be none is one that nobody wrote."""
    tagged = form.text("tagged").lstrip("#")
    return Wanted(
        answers=not form.truth("exclude_replies"),
        boosts=not form.truth("exclude_reblogs"),
        pictures=form.truth("only_media"),
        tag=tags.name_of(tagged) if tagged else None,
    )


async def the_account(request: Request, me: Caller, account_id: str) -> AccountFacts:
    """The account of that id; raises NotFound, also for whoever has blocked the caller."""
    database = house_of(request).database
    found = await database.read(accounts.present, the_id(account_id))
    return await database.read(between.seen_by, me.viewer, found)
