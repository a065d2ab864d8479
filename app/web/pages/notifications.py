"""`/notifications`: what happened, newest first; looking at them marks them seen."""

from collections.abc import Sequence
from dataclasses import replace

from fastapi import Request, Response

from app.accounts.filtering import NOTIFICATIONS, hides
from app.basics.text import plain
from app.doors.access import Access
from app.notifications import queries as notifications
from app.notifications.queries import Told
from app.posts.audience import Audience
from app.posts.sifting import found_in
from app.web import forms, showing, views
from app.web.answering import page
from app.web.pages.listing import here, older_than
from app.web.routing import page_door
from app.web.sifting import sieve_for
from app.web.views.posts import Happening
from app.web.visiting import Visit, member

door = page_door()

A_PAGE = 20
EXCERPT = 140

# Mastodon's word -> ours
_HAPPENINGS: dict[str, Happening] = {
    "follow": "follow",
    "follow_request": "asked",
    "favourite": "favourite",
    "reblog": "boost",
    "mention": "mention",
    "poll": "poll",
}


@door.get("/notifications", access=Access.MEMBER)
async def show_notifications(request: Request) -> Response:
    who, before = await member(request), forms.before(request)
    database, me = who.house.database, who.me.account_id
    found = await database.read(notifications.told, who.viewer, before=before, limit=A_PAGE + 1)
    shown = found[:A_PAGE]
    if any(not one.seen for one in shown):
        await database.write(notifications.mark_seen, me)
    view = views.NotificationsPage(
        tuple(_happened(one, me) for one in await _sifted(who, shown)),
        older_than("/notifications", shown[-1].id if len(found) > len(shown) else None),
    )
    return await page(
        who, "notification/list.html", view, place="notifications", address=here("/notifications", before)
    )


async def _sifted(who: Visit, shown: Sequence[Told]) -> list[Told]:
    """Without what a filter of the member hides; what one folds away is told without its words."""
    sieve = await sieve_for(who, NOTIFICATIONS)
    found = [(one, found_in(sieve, one.post.body) if one.post else []) for one in shown]
    told = [(one, bool(here)) for one, here in found if not hides(here)]
    return [replace(one, post=replace(one.post, content="")) if folded and one.post else one for one, folded in told]


def _happened(one: Told, me: int) -> views.NotificationView:
    who = showing.account_view(one.sender)
    return views.NotificationView(
        happening=_happening(one, me),
        who=who,
        at=one.told_at,
        address=_address(one, who),
        excerpt=_excerpt(one),
        fresh=not one.seen,
        own=one.sender.id == me,
    )


def _happening(one: Told, me: int) -> Happening:
    if one.kind == "mention" and one.post is not None and one.post.reply_to_account_id == me:
        return "reply"
    return _HAPPENINGS[one.kind]


def _address(one: Told, who: views.AccountView) -> str:
    if one.kind == "follow_request":
        return "/follow-requests"
    return who.address if one.post is None else f"/posts/{one.post.id}"


def _excerpt(one: Told) -> str:
    """The beginning of the post; of messages and of what has a warning, nothing."""
    if one.post is None or one.post.warning or one.post.audience is Audience.MENTIONED:
        return ""
    words = plain(one.post.content)
    return words if len(words) <= EXCERPT else words[:EXCERPT].rstrip() + "…"
