"""`/notifications`: what happened, newest first, thanks for one post in one line; looking at them marks them seen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from fastapi import Request, Response

from app.accounts.filtering import NOTIFICATIONS, hides
from app.basics.text import plain
from app.doors.access import Access
from app.notifications import held
from app.notifications import queries as notifications
from app.notifications.grouping import Group, gathered
from app.notifications.queries import Wanted
from app.posts.audience import Audience
from app.posts.queries import PostFacts
from app.posts.sifting import found_in
from app.web import forms, showing
from app.web.answering import page
from app.web.routing import page_door
from app.web.sifting import sieve_for
from app.web.views.notifications import Choice, Happening, NotificationsPage, NotificationView
from app.web.visiting import Visit, member

door = page_door()

PATH: Final = "/notifications"
A_PAGE: Final = 20
EXCERPT: Final = 140

# What of them may be looked at alone -> Mastodon's words for it.
CHOICES: Final[dict[Choice, tuple[str, ...]]] = {
    "": (),
    "answers": ("mention", "quote", "quoted_update"),
    "thanks": ("favourite", "reblog"),
    "follows": ("follow", "follow_request"),
}

# Mastodon's word -> ours
_HAPPENINGS: Final[dict[str, Happening]] = {
    "follow": "follow",
    "follow_request": "asked",
    "favourite": "favourite",
    "reblog": "boost",
    "mention": "mention",
    "poll": "poll",
    "update": "edited",
    "status": "posted",
    "quote": "quote",
    "quoted_update": "quoted_edited",
    "moderation_warning": "decided",
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with what of its post may be shown after the member's filters."""

    group: Group
    post: PostFacts | None


@door.get("/notifications", access=Access.MEMBER)
async def show_notifications(request: Request) -> Response:
    """`kind=answers|thanks|follows`: only those."""
    who, before, choice = await member(request), forms.before(request), _choice(request)
    database, kinds = who.house.database, CHOICES[choice]
    told = await database.read(
        notifications.told, who.viewer, Wanted(kinds=kinds, before=before), limit=notifications.MOST
    )
    groups = gathered(told, A_PAGE)
    shown = [one for group in groups for one in group.told]
    if any(not one.seen for one in shown):
        await database.write(notifications.mark_seen, who.me.account_id, kinds)
    oldest = min((one.id for one in shown), default=0)
    view = NotificationsPage(
        await happenings(who, groups),
        _address(choice, oldest) if any(one.id < oldest for one in told) or len(told) == notifications.MOST else "",
        choice,
        waiting=await database.read(held.anybody_waits, who.viewer),
    )
    return await page(who, "notification/list.html", view, place="notifications", address=_address(choice, before))


async def happenings(who: Visit, groups: Sequence[Group]) -> tuple[NotificationView, ...]:
    """The lines as this member sees them."""
    return tuple(_happened(line, who.me.account_id) for line in await _sifted(who, groups))


def _choice(request: Request) -> Choice:
    match request.query_params.get("kind", ""):
        case "answers" | "thanks" | "follows" as choice:
            return choice
        case _:
            return ""


def _address(choice: Choice, before: int | None) -> str:
    asked = [f"kind={choice}"] if choice else []
    asked += [f"before={before}"] if before else []
    return f"{PATH}?{'&'.join(asked)}" if asked else PATH


async def _sifted(who: Visit, groups: Sequence[Group]) -> list[_Line]:
    """Without what a filter of the member hides; what one folds away is told without its words."""
    sieve = await sieve_for(who, NOTIFICATIONS)
    found = [(group, found_in(sieve, group.post.body) if group.post else []) for group in groups]
    return [
        _Line(group, replace(group.post, content="") if here and group.post else group.post)
        for group, here in found
        if not hides(here)
    ]


def _happened(line: _Line, me: int) -> NotificationView:
    group = line.group
    people = tuple(showing.account_view(sender) for sender in group.senders)
    return NotificationView(
        happening=_happening(group, me),
        people=people,
        at=group.newest.told_at,
        address=_leads_to(group, people[0].address),
        excerpt=_excerpt(line.post),
        language=line.post.language if line.post else "",
        fresh=not group.seen,
    )


def _happening(group: Group, me: int) -> Happening:
    if group.kind == "mention" and group.post is not None and group.post.reply_to_account_id == me:
        return "reply"
    if group.kind == "poll" and group.newest.sender.id == me:
        return "own_poll"
    return _HAPPENINGS[group.kind]


def _leads_to(group: Group, theirs: str) -> str:
    if group.kind == "follow_request":
        return "/follow-requests"
    if group.newest.decision_id is not None:
        return f"/decisions/{group.newest.decision_id}"
    return theirs if group.post is None else f"/posts/{group.post.id}"


def _excerpt(post: PostFacts | None) -> str:
    """The beginning of the post; of messages and of what has a warning, nothing."""
    if post is None or post.warning or post.audience is Audience.MENTIONED:
        return ""
    words = plain(post.content)
    return words if len(words) <= EXCERPT else words[:EXCERPT].rstrip() + "…"
