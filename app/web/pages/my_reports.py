"""`/reports`: what the reader reported, and what came of it. Nobody else's, and nobody else learns of it (P17)."""

from collections.abc import Sequence
from typing import Final

from fastapi import Request, Response

from app.accounts.viewer import Viewer
from app.doors.access import Access
from app.storage import Session
from app.storage.sealing import HouseKey
from app.web import forms, framing
from app.web.answering import page
from app.web.pages.listing import here, older_than
from app.web.report_words import OUTCOMES
from app.web.routing import page_door
from app.web.views.reporting import MyReportsPage, MyReportView
from app.web.visiting import member
from moderation.cases import reported
from moderation.cases.reporting import body_of, reporters_mark
from moderation.cases.telling import Reported, note_seen, reported_by

door = page_door()

A_PAGE: Final = 20
ADDRESS: Final = "/reports"


@door.get(ADDRESS, access=Access.MEMBER)
async def show_my_reports(request: Request) -> Response:
    """Looking at them is reading what is new."""
    who, before = await member(request), forms.before(request)
    database, mark = who.house.database, reporters_mark(who.me.account_id, who.house.key)
    found = await database.read(reported_by, mark, before=before, limit=A_PAGE + 1)
    shown = found[:A_PAGE]
    views = await database.read(_views, who.viewer, shown, key=who.house.key)
    if any(one.is_new for one in shown):
        await database.write(note_seen, mark)
        await framing.house_shown(request, who.house, anew=True)
    older = older_than(ADDRESS, shown[-1].id if len(found) > A_PAGE else None)
    return await page(who, "report/mine.html", MyReportsPage(views, older), place="more", address=here(ADDRESS, before))


def _views(session: Session, viewer: Viewer, found: Sequence[Reported], *, key: HouseKey) -> tuple[MyReportView, ...]:
    return tuple(_view(session, viewer, one, key=key) for one in found)


def _view(session: Session, viewer: Viewer, one: Reported, *, key: HouseKey) -> MyReportView:
    body, (about, address, again) = body_of(one.body_sealed, key), _about(session, viewer, one)
    return MyReportView(
        subject=one.subject,
        about=about,
        address=address,
        again=again,
        at=one.made_at,
        words=tuple(filter(None, (body.words, *body.more))),
        looked_at=one.looked_at,
        outcomes=tuple(OUTCOMES[outcome] for outcome in one.outcomes),
        is_new=one.is_new,
    )


def _about(session: Session, viewer: Viewer, one: Reported) -> tuple[str, str, str]:
    """Whose or what it was, where that is, and where it is reported again; empty where it is there no more."""
    whose = reported.whose(session, viewer, one.subject, one.subject_id)
    if not whose:
        return "", "", ""
    if one.subject == "post":
        return whose, f"/posts/{one.subject_id}", f"/report/posts/{one.subject_id}"
    if one.subject == "account":
        return whose, f"/{whose}", f"/report/{whose}"
    return whose, "/allies", f"/report/allies/{one.subject_id}"
