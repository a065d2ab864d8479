"""`/settings/import`: lists and posts from elsewhere. What is wrong is said before anything is done."""

import asyncio

from fastapi import Request, Response

from app.basics.errors import Conflict, Invalid, NotFound, ParasolError, TooLarge, Unavailable
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.limits import IMPORT
from app.doors.pace import must_not_be_slow
from app.leaving import steps, taking_in
from app.leaving.reading_lists import Kind
from app.leaving.steps import Report
from app.leaving.taking_in import MOST_BYTES, HandedIn
from app.web import forms, views
from app.web.answering import onward, page
from app.web.render import environment
from app.web.routing import page_door
from app.web.visiting import Visit, member
from app.web.words import N_

door = page_door()

MOST_AROUND_IT = 64 * 1024
NOTHING_CHOSEN = N_("Please choose a file.")
TOO_LARGE = N_("This file is too large: at most 64 MB.")
BUSY = N_("Somebody else is bringing something along just now. Please try again in a minute.")
_SHOWN = 200

_FACTS = (
    ("posts", N_("Posts brought along: %(count)s")),
    ("here_already", N_("Posts that were here already: %(count)s")),
    ("left_out", N_("Left out (messages, boosts, too old for this house, or unreadable): %(count)s")),
    ("paused", N_("Posts left out because posting is paused for you: %(count)s")),
    ("pictures_refused", N_("Pictures that were missing or could not be made safe: %(count)s")),
    ("asked", N_("People you have asked to follow: %(count)s")),
    ("blocked", N_("People you block: %(count)s")),
    ("muted", N_("People you mute: %(count)s")),
    ("houses", N_("Allies of whom you want nothing: %(count)s")),
    ("in_lists", N_("People put into your lists: %(count)s")),
    ("not_in_lists", N_("Left out of lists, because you do not follow them or there is no room: %(count)s")),
    ("bookmarked", N_("Posts you bookmarked: %(count)s")),
    ("not_bookmarked", N_("Bookmarks of posts that are not here, or that you may not read: %(count)s")),
)

_reading = asyncio.Semaphore(1)


@door.get("/settings/import", access=Access.MEMBER)
async def show_import(request: Request) -> Response:
    who = await member(request)
    return await _show(who, views.ImportPage(imported=await _imported(who)))


@door.post("/settings/import", access=Access.MEMBER)
async def bring_along(request: Request) -> Response:
    who = await member(request)
    who.limits.count(IMPORT, str(who.me.account_id))
    if _reading.locked():
        raise Unavailable(BUSY, retry_after=60)
    async with _reading:
        form = await _sent(who)
        try:
            await must_not_be_slow(request, now=who.now)  # a list asks ten thousand people
            await _begin(who, _handed_in(form))
        except ParasolError as error:
            return await _again(who, form, error)
    return onward("/settings/import")


@door.post("/settings/import/putting-away", access=Access.MEMBER)
async def put_away(request: Request) -> Response:
    who = await member(request)
    await forms.sent(who)
    await who.house.database.write(steps.forget_report, who.me.account_id)
    return onward("/settings/import")


async def _sent(who: Visit) -> Form:
    """Bounded before it is read, in what it says of itself and in what comes (P26: it never touches a disk)."""
    try:
        return await forms.sent(who, MOST_BYTES + MOST_AROUND_IT, most_file=MOST_BYTES)
    except TooLarge as error:
        raise TooLarge(TOO_LARGE) from error


def _handed_in(form: Form) -> HandedIn:
    """Raises Invalid."""
    files, word = form.uploads("archive"), form.text("kind")
    if not files:
        raise Invalid("archive", NOTHING_CHOSEN)
    if len(files[0]) > MOST_BYTES:
        raise TooLarge(TOO_LARGE)
    kind = Kind(word) if word in set(Kind) else None
    return HandedIn(files[0], kind, form.truth("mine"), form.text("archive_passphrase"))


async def _begin(who: Visit, handed_in: HandedIn) -> None:
    house = who.house
    planned = await asyncio.to_thread(
        taking_in.plan, handed_in, who.me.uri, house.settings.origin, key=house.key, now=who.now
    )
    await house.database.write(
        steps.begin, who.me.account_id, planned.payloads, planned.report, with_posts=planned.with_posts,
        key=house.key, now=who.now,
    )  # fmt: skip


async def _again(who: Visit, form: Form, error: ParasolError) -> Response:
    if isinstance(error, NotFound | Conflict | Unavailable):
        raise error
    field = error.field if isinstance(error, Invalid) else "archive"
    view = views.ImportPage(
        kind=form.text("kind"),
        mine=form.truth("mine"),
        mine_error=error.safe if field == "mine" else "",
        passphrase_error=error.safe if field == "archive_passphrase" else "",
        archive_error=error.safe if field not in {"mine", "archive_passphrase"} else "",
        imported=await _imported(who),
    )
    return await _show(who, view, error.status)


async def _show(who: Visit, view: views.ImportPage, status: int = 200) -> Response:
    return await page(who, "leaving/import.html", view, status=status, place="more")


async def _imported(who: Visit) -> views.ImportedView | None:
    report = await who.house.database.read(steps.report_of, who.me.account_id, who.house.key)
    return None if report is None else _as_view(who, report)


def _as_view(who: Visit, report: Report) -> views.ImportedView:
    say = environment(who.language).globals["words"].say  # type: ignore[union-attr]
    counted = [(getattr(report, name), sentence) for name, sentence in _FACTS]
    return views.ImportedView(
        done=report.done,
        total=report.total,
        over=report.is_over,
        facts=tuple(str(say(sentence)) % {"count": count} for count, sentence in counted if count),
        not_reached=tuple(report.not_reached[:_SHOWN]),
    )
