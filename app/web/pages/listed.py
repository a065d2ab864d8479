"""Who is in a list: `/lists/{id}/people`, and the buttons on somebody's page. They are told of nothing."""

from fastapi import Request, Response

from app.accounts import queries as accounts
from app.accounts import queries_between as between
from app.accounts.queries import AccountFacts
from app.basics.errors import Invalid, NotFound, Refused
from app.doors.access import Access
from app.doors.bodies import Form
from app.storage import Session
from app.timelines import list_queries, lists
from app.timelines.list_queries import ListFacts
from app.web import forms, showing
from app.web.answering import onward, page
from app.web.pages.lists import shown, the_list
from app.web.routing import page_door
from app.web.views import Field
from app.web.views.lists import InListView, ListedView, ListPeoplePage
from app.web.visiting import Visit, member

door = page_door()

A_PAGE = 40


@door.get("/lists/{number}/people", access=Access.MEMBER)
async def show_people(request: Request, number: str) -> Response:
    who = await member(request)
    return await _people(who, await the_list(who, number))


@door.post("/lists/{number}/people", access=Access.MEMBER)
async def change_people(request: Request, number: str) -> Response:
    """`put_in` or `take_out` with an account's id; or, without either, `who` with a whole name."""
    who = await member(request)
    form, found = await forms.sent(who), await the_list(who, number)
    try:
        await who.house.database.write(_change, who, found.id, form)
    except Invalid as error:
        return await _people(who, found, typed=forms.typed(form, "who", error.safe), status=error.status)
    except Refused as error:
        return await _people(who, found, typed=forms.typed(form, "who"), error=error.safe, status=error.status)
    return onward(forms.local(form.text("back"), f"/lists/{found.id}/people"))


@door.post("/@{handle}/lists", access=Access.MEMBER)
async def change_lists(request: Request, handle: str) -> Response:
    """`put_in` or `take_out` with the id of one of the member's lists."""
    who, wanted = await member(request), forms.the_handle(handle)
    form = await forms.sent(who)
    await who.house.database.write(_change_theirs, who, wanted, form)
    return onward(forms.local(form.text("back"), f"/@{wanted}"))


def lists_for(session: Session, who: Visit, account_id: int) -> tuple[InListView, ...]:
    """Each of the member's lists, and whether somebody is in it."""
    found = list_queries.lists_of(session, who.me.account_id, key=who.house.key)
    are_in = list_queries.lists_with(session, who.me.account_id, account_id) if found else set[int]()
    return tuple(InListView(shown(one), one.id in are_in) for one in found)


def _change(session: Session, who: Visit, list_id: int, form: Form) -> None:
    me, put_in, take_out = who.me.account_id, form.text("put_in"), form.text("take_out")
    if put_in:
        lists.put_in(session, me, list_id, [forms.the_id(put_in)])
    elif take_out:
        lists.take_out(session, me, list_id, [forms.the_id(take_out)])
    else:
        lists.put_in(session, me, list_id, [_named(session, who, form.text("who"))])


def _named(session: Session, who: Visit, words: str) -> int:
    """Whom a field names, if the member follows them; else the one sentence, whoever it is or is not (P6)."""
    try:
        account = _somebody(session, who, forms.the_handle(words))
    except NotFound as error:
        raise Invalid("who", lists.NOT_FOLLOWED) from error
    if between.stances(session, who.me.account_id, [account.id])[account.id].between.follows != "yes":
        raise Invalid("who", lists.NOT_FOLLOWED)
    return account.id


def _change_theirs(session: Session, who: Visit, handle: str, form: Form) -> None:
    me, put_in, take_out = who.me.account_id, form.text("put_in"), form.text("take_out")
    if bool(put_in) is bool(take_out):
        raise Invalid("list", forms.NO_BUTTON)
    change = lists.put_in if put_in else lists.take_out
    change(session, me, forms.the_id(put_in or take_out), [_somebody(session, who, handle).id])


def _somebody(session: Session, who: Visit, handle: str) -> AccountFacts:
    """Raises NotFound, also for whoever has blocked the member."""
    return between.seen_by(session, who.viewer, accounts.by_handle(session, handle, who.house.settings.host))


async def _people(
    who: Visit, found: ListFacts, *, typed: Field | None = None, error: str = "", status: int = 200
) -> Response:
    view = await who.house.database.read(
        _read, who, found, forms.before(who.request), typed=typed or Field(), error=error
    )
    return await page(who, "list/people.html", view, status=status, place="more", address=f"/lists/{found.id}/people")


def _read(
    session: Session, who: Visit, found: ListFacts, before: int | None, *, typed: Field, error: str
) -> ListPeoplePage:
    """Everybody in it, and a part of whom else the member follows."""
    me = who.me.account_id
    people = list_queries.people_in(session, me, found.id)
    followed = accounts.whom_i_follow(session, me, before=before, limit=A_PAGE + 1)
    are_in = {one.id for one in people}
    return ListPeoplePage(
        shown(found),
        tuple(map(_listed, people)),
        tuple(_listed(one) for one in followed[:A_PAGE] if one.id not in are_in),
        f"/lists/{found.id}/people?before={followed[A_PAGE - 1].id}" if len(followed) > A_PAGE else "",
        typed,
        error,
    )


def _listed(facts: AccountFacts) -> ListedView:
    return ListedView(facts.id, showing.account_view(facts))
