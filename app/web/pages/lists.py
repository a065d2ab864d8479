"""`/lists`: a member's lists of people they follow, what those wrote, and the choices. For nobody else."""

from fastapi import Request, Response

from app.accounts.filtering import HOME
from app.basics.errors import Invalid, Refused
from app.doors.access import Access
from app.doors.bodies import Form
from app.storage import Session
from app.timelines import list_queries, lists
from app.timelines.list_queries import ListFacts
from app.timelines.lists import ListDraft
from app.timelines.queries import Entry, Page
from app.web import forms
from app.web.answering import onward, page
from app.web.pages.listing import here, newest_of, older_than, one_page
from app.web.routing import page_door
from app.web.sifting import sifted_entries
from app.web.views import Field
from app.web.views.lists import ListDeletionPage, ListPage, ListSettingsPage, ListsPage, ListView
from app.web.visiting import Visit, member

door = page_door()


@door.get("/lists", access=Access.MEMBER)
async def show_lists(request: Request) -> Response:
    return await _all(await member(request), ListsPage())


@door.post("/lists", access=Access.MEMBER)
async def make_list(request: Request) -> Response:
    """`title`; then to choose who is in it."""
    who = await member(request)
    form = await forms.sent(who)
    draft = ListDraft(form.text("title"))
    try:
        made = await who.house.database.write(lists.make_list, who.me.account_id, draft, key=who.house.key, now=who.now)
    except Invalid as error:
        return await _all(who, ListsPage(title=forms.typed(form, "title", error.safe)), error.status)
    except Refused as error:
        return await _all(who, ListsPage(title=forms.typed(form, "title"), error=error.safe), error.status)
    return onward(f"/lists/{made}/people")


@door.get("/lists/{number}", access=Access.MEMBER)
async def show_list(request: Request, number: str) -> Response:
    who, before = await member(request), forms.before(request)
    found = await the_list(who, number)

    def theirs(session: Session, viewer: object, part: Page) -> list[Entry]:
        return list_queries.in_list(session, who.viewer, found.id, part)

    read, older = await who.house.database.read(one_page, theirs, who.viewer, before)
    posts = await sifted_entries(who, HOME, read)
    path = f"/lists/{found.id}"
    view = ListPage(
        shown(found),
        posts,
        older_than(path, older),
        newest=path if before else "",
        after=newest_of(read.entries, before),
    )
    return await page(who, "list/page.html", view, place="more", address=here(path, before))


@door.get("/lists/{number}/settings", access=Access.MEMBER)
async def show_settings(request: Request, number: str) -> Response:
    who = await member(request)
    found = await the_list(who, number)
    view = ListSettingsPage(shown(found), Field(found.title))
    return await page(who, "list/settings.html", view, place="more")


@door.post("/lists/{number}/settings", access=Access.MEMBER)
async def change_list(request: Request, number: str) -> Response:
    """`title replies=1 leaves_home=1`; a box that is not ticked is a no."""
    who = await member(request)
    form, found = await forms.sent(who), await the_list(who, number)
    draft = ListDraft(form.text("title"), form.text("replies") == "1", form.text("leaves_home") == "1")
    try:
        await who.house.database.write(lists.change_list, who.me.account_id, found.id, draft, key=who.house.key)
    except Invalid as error:
        return await _settings_again(who, form, found, draft, error)
    return onward(f"/lists/{found.id}?done=list-kept")


@door.get("/lists/{number}/deletion", access=Access.MEMBER)
async def show_deletion(request: Request, number: str) -> Response:
    who = await member(request)
    view = ListDeletionPage(shown(await the_list(who, number)))
    return await page(who, "list/deletion.html", view, place="more")


@door.post("/lists/{number}/deletion", access=Access.MEMBER)
async def delete_list(request: Request, number: str) -> Response:
    who, wanted = await member(request), forms.the_id(number)
    await forms.sent(who)
    await who.house.database.write(lists.delete_list, who.me.account_id, wanted)
    return onward("/lists?done=list-deleted")


async def the_list(who: Visit, number: str) -> ListFacts:
    """One of the member's own; raises NotFound."""
    return await who.house.database.read(
        list_queries.one_list, who.me.account_id, forms.the_id(number), key=who.house.key
    )


def shown(facts: ListFacts) -> ListView:
    return ListView(facts.id, facts.title, facts.replies, facts.leaves_home)


async def _all(who: Visit, typed: ListsPage, status: int = 200) -> Response:
    found = await who.house.database.read(list_queries.lists_of, who.me.account_id, key=who.house.key)
    view = ListsPage(tuple(map(shown, found)), typed.title, typed.error)
    return await page(who, "list/list.html", view, status=status, place="more", address="/lists")


async def _settings_again(who: Visit, form: Form, found: ListFacts, draft: ListDraft, error: Invalid) -> Response:
    chosen = ListView(found.id, found.title, draft.replies, draft.leaves_home)
    view = ListSettingsPage(chosen, forms.typed(form, "title", error.safe))
    return await page(who, "list/settings.html", view, status=error.status, place="more")
