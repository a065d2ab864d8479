"""`/desk/suggestions`: other people's lists of whom to keep away from, decided on one by one by people here.

There is no way to act on several at once, neither here nor anywhere: each has a person's decision or none (P13).
"""

import asyncio
from dataclasses import replace
from typing import Final

from fastapi import Request, Response

from app.allies.queries import AllyFacts
from app.basics.errors import Invalid, NotFound, ParasolError, TooLarge
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.limits import IMPORT
from app.storage import Session
from app.web import advised, forms
from app.web.answering import onward, page
from app.web.forms import StaleForm
from app.web.pages import report
from app.web.pages.desk import moderator
from app.web.reporting import Subject, an_account, an_ally
from app.web.routing import page_door
from app.web.views import Field
from app.web.views.suggestions import ListPage, SuggestionsPage, WrongLineView
from app.web.visiting import Visit
from app.web.words import N_
from moderation.cases.reporting import Told
from moderation.suggestions import actions, queries, reading_lists
from moderation.suggestions.queries import A_PAGE, Suggested
from moderation.suggestions.reading_lists import MOST_BYTES, Listed, Wrong

door = page_door()

ADDRESS: Final = "/desk/suggestions"
FAR: Final = "far"
MOST_SHOWN: Final = 20
# What a browser makes of a megabyte: typed into a form, each character may take three, and the file comes beside it.
MOST_SENT: Final = 5 * MOST_BYTES

LINES_ARE_NONE = N_("Some lines could not be read. Mend them here, or leave them out; nothing was taken yet.")


@door.get(ADDRESS, access=Access.MEMBER)
async def show_suggestions(request: Request) -> Response:
    """`which=far`: what is about neither an ally nor anybody here; `before`: where the page begins."""
    who = await moderator(request)
    near, before = request.query_params.get("which") != FAR, forms.before(request)
    found = await who.house.database.read(
        queries.waiting, who.viewer, ours=advised.ours(who), near=near, before=before, limit=A_PAGE + 1
    )
    shown, path = found[:A_PAGE], f"{ADDRESS}?" if near else f"{ADDRESS}?which={FAR}&"
    view = SuggestionsPage(
        tuple(advised.suggestion_view(one, ADDRESS, near=near, steward=who.viewer.is_steward) for one in shown),
        near=near,
        older=f"{path}before={shown[-1].id}" if len(found) > len(shown) else "",
    )
    return await page(who, "suggestion/list.html", view, place="more")


@door.get(ADDRESS + "/new", access=Access.MEMBER)
async def ask_for_list(request: Request) -> Response:
    return await page(await moderator(request), "suggestion/new.html", ListPage(), place="more")


@door.post(ADDRESS, access=Access.MEMBER)
async def bring_list(request: Request) -> Response:
    """`by`: who advises it; `list` or `list_file`; `without=1`: leave out the lines that could not be read."""
    who = await moderator(request)
    try:
        form = await forms.sent(who, MOST_SENT, most_file=MOST_BYTES)
    except StaleForm as stale:
        return await _again(who, stale.form, stale)
    try:
        who.limits.count(IMPORT, str(who.me.account_id))
        listed = await asyncio.to_thread(reading_lists.read, _sent_list(form))
        if listed.wrong and not (form.truth("without") and listed.lines):
            return await _again(who, form, Invalid(reading_lists.FIELD, LINES_ARE_NONE), listed.wrong)
        taken = await _take(who, listed, form.text("by"))
    except ParasolError as error:
        return await _again(who, form, error)
    return onward(f"{ADDRESS}?done={'suggested-us' if taken.names_us else 'suggested'}")


@door.post(ADDRESS + "/{suggestion}/aside", access=Access.MEMBER)
async def set_aside(request: Request, suggestion: str) -> Response:
    who, suggestion_id = await moderator(request), forms.the_id(suggestion)
    await forms.sent(who)
    await who.house.database.write(actions.settle, who.viewer, suggestion_id, ours=advised.ours(who))
    return onward(f"{ADDRESS}?done=suggestion-aside")


@door.post(ADDRESS + "/{suggestion}/removal", access=Access.MEMBER)
async def take_out(request: Request, suggestion: str) -> Response:
    """For stewards: what a list got wrong is gone before its 90 days."""
    who, suggestion_id = await moderator(request), forms.the_id(suggestion)
    await forms.sent(who)
    await who.house.database.write(actions.take_out, who.viewer, suggestion_id, ours=advised.ours(who), now=who.now)
    return onward(f"{ADDRESS}?done=suggestion-out")


@door.get(ADDRESS + "/{suggestion}/report", access=Access.MEMBER)
async def ask_for_a_look(request: Request, suggestion: str) -> Response:
    """The form of every report, in the name of whoever sends it. `ally`: which of those that are meant."""
    who = await moderator(request)
    return await report.shown(who, await _subject(who, forms.the_id(suggestion)))


@door.post(ADDRESS + "/{suggestion}/report", access=Access.MEMBER)
async def report_it(request: Request, suggestion: str) -> Response:
    who = await moderator(request)
    return await report.sent(who, _subject(who, forms.the_id(suggestion)))


async def _subject(who: Visit, suggestion_id: int) -> Subject:
    """What it is about, as an ordinary report with which the suggestion is settled. Raises NotFound."""
    found = await who.house.database.read(queries.one, who.viewer, suggestion_id, ours=advised.ours(who))
    subject, query = await _meant(who, found)
    send_to = f"{ADDRESS}/{suggestion_id}/report{query}"

    def send(session: Session, told: Told) -> int:
        if len(found.allies) < 2:  # where several are meant the others still wait
            actions.settle(session, who.viewer, suggestion_id, ours=advised.ours(who))
        return subject.send(session, told)

    view = replace(subject.view, send_to=send_to, back=ADDRESS)
    return replace(subject, view=view, send=send, then=f"{ADDRESS}?done=suggestion-reported")


async def _meant(who: Visit, found: Suggested) -> tuple[Subject, str]:
    """Also the query that says which ally; raises NotFound where nobody here is meant."""
    if found.account is not None:
        return await an_account(who, found.account.handle), ""
    ally = _chosen(who.request, found)
    return await an_ally(who, ally.id), f"?ally={ally.id}"


def _chosen(request: Request, found: Suggested) -> AllyFacts:
    word = request.query_params.get("ally", "")
    for ally in found.allies:
        if str(ally.id) == word:
            return ally
    raise NotFound


def _sent_list(form: Form) -> bytes:
    """The file, or what was pasted. Raises TooLarge."""
    data = next(iter(form.uploads("list_file")), b"") or form.text("list").encode("utf-8", "surrogatepass")
    if len(data) > MOST_BYTES:
        raise TooLarge(reading_lists.TOO_LONG)
    return data


async def _take(who: Visit, listed: Listed, by: str) -> actions.Taken:
    write = who.house.database.write
    return await write(actions.take_list, who.viewer, listed.lines, by, ours=advised.ours(who), now=who.now)


async def _again(who: Visit, form: Form, error: ParasolError, wrong: tuple[Wrong, ...] = ()) -> Response:
    """The form with everything that was typed, also what was in the file, and what is wrong beside its field."""
    field = error.field if isinstance(error, Invalid) else "list" if isinstance(error, TooLarge) else ""
    view = ListPage(
        by=forms.typed(form, "by", error.safe if field == "by" else ""),
        text=Field(_text_of(form), error.safe if field == "list" else ""),
        wrong=tuple(WrongLineView(one.number, one.text, one.why) for one in wrong[:MOST_SHOWN]),
        more_wrong=max(len(wrong) - MOST_SHOWN, 0),
        error=error.safe if field not in {"by", "list"} else "",
    )
    return await page(who, "suggestion/new.html", view, status=error.status, place="more", address=ADDRESS)


def _text_of(form: Form) -> str:
    """What was pasted, or what a file said where it is text of a size that can be shown."""
    data = next(iter(form.uploads("list_file")), b"")
    if not data or len(data) > MOST_BYTES:
        return form.text("list")
    return data.decode("utf-8-sig", "replace").replace("\x00", "")
