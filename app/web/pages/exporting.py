"""`/settings/export`: everything of one's own as one archive, made while it is sent and kept nowhere."""

from collections.abc import Callable, Mapping
from functools import partial

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from app.basics.errors import Invalid, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.limits import EXPORT
from app.leaving.exporting import Taking, archive, sealed_archive
from app.storage import Session
from app.web import forms, views
from app.web.answering import page
from app.web.pages.asking_again import proven_again
from app.web.pages.coming_in import NOT_THE_SAME
from app.web.render import environment
from app.web.routing import page_door
from app.web.visiting import Visit, member
from app.web.words import N_
from moderation import taking_along

door = page_door()

SHORTEST_LOCK = 12
TOO_SHORT = N_("A passphrase for the archive has at least 12 characters.")
# What the download is called says nothing of the house.
PLAIN, LOCKED = "archive.zip", "archive.zip.age"

README = (
    N_("These are your posts and messages, your pictures, and whom you follow, block and mute."),
    N_("outbox.json: your posts, as ActivityPub. Each says to whom it was addressed."),
    N_("messages.json, if it is here: messages to and from named people. Others wrote some of them for you alone."),
    N_("actor.json: your name and what you say of yourself. There is no key in it: nobody can act as you with it."),
    N_("media: your pictures, as they were shown."),
    N_("following_accounts.csv, blocked_accounts.csv, muted_accounts.csv, blocked_domains.csv: for Mastodon as well."),
    N_("lists.csv and bookmarks.csv: your lists, and the addresses of posts you bookmarked; for Mastodon as well."),
    N_("decisions.json, if it is here: what people decided about you and your posts, under which clause, and why."),
    N_("appeals.json, if it is here: what you asked people to look at again, what you and they said, what came of it."),
    N_("reports.json, if it is here: what you reported, in your words, and what came of it. It says whom."),
    N_("followers.csv: who follows you, for reading. Nobody can be made to follow by a file."),
    N_("Another house of the same kind takes this file (Settings, Bring along); other servers take the CSV files."),
    N_("Keep this where nobody looks. Whoever has it knows all of this about you."),
)  # fmt: skip


@door.get("/settings/export", access=Access.MEMBER)
async def show_export(request: Request) -> Response:
    return await page(await member(request, suspended=True), "leaving/export.html", views.ExportPage(), place="more")


@door.post("/settings/export", access=Access.MEMBER)
async def export(request: Request) -> Response:
    who = await member(request, suspended=True)
    form = await forms.sent(who)
    try:
        who.limits.count(EXPORT, str(who.me.account_id))
        lock = _lock(form)
        found = await proven_again(who, form.text("passphrase"), field="passphrase")
        beside = _beside(who, with_reports=form.truth("reported"))
        taking = Taking(who.house, who.me.account_id, _readme(who), found.member_key, form.truth("pictures"), beside)
        if lock:
            return _download(Response(await sealed_archive(taking, lock)), LOCKED)
    except ParasolError as error:
        return await _again(who, form, error)
    return _download(StreamingResponse(archive(taking)), PLAIN)


def _lock(form: Form) -> str:
    """The archive's passphrase, empty for none; raises Invalid."""
    lock = form.text("lock")
    if lock != form.text("again"):
        raise Invalid("lock", NOT_THE_SAME)
    if lock and len(lock) < SHORTEST_LOCK:
        raise Invalid("lock", TOO_SHORT)
    return lock


def _beside(who: Visit, *, with_reports: bool) -> Callable[[Session], Mapping[str, str]]:
    return partial(taking_along.files, account_id=who.me.account_id, key=who.house.key, with_reports=with_reports)


def _readme(who: Visit) -> str:
    say = environment(who.language).globals["words"].say  # type: ignore[union-attr]
    return "\n\n".join(str(say(line)) for line in README) + "\n"


def _download(answer: Response, name: str) -> Response:
    answer.headers["content-type"] = "application/zip" if name == PLAIN else "application/octet-stream"
    answer.headers["content-disposition"] = f'attachment; filename="{name}"'
    return answer


async def _again(who: Visit, form: Form, error: ParasolError) -> Response:
    field = error.field if isinstance(error, Invalid) else ""
    view = views.ExportPage(
        passphrase_error=error.safe if field == "passphrase" else "",
        lock_error=error.safe if field == "lock" else "",
        error="" if field in {"passphrase", "lock"} else error.safe,
        pictures=form.truth("pictures"),
        reported=form.truth("reported"),
    )
    return await page(who, "leaving/export.html", view, status=error.status, place="more")
