"""Everything an app can ask for, in one list, hottest first."""

from fastapi import FastAPI, Request, Response

from app.api import emoji as emoji_files
from app.api import oauth, pictures
from app.api.answering import answer
from app.api.entrance import Entrance
from app.api.mastodon import (
    accounts,
    apps,
    conversations,
    editing,
    emoji,
    empty,
    filters,
    follows,
    grouped_notifications,
    instance,
    keeping_away,
    lists,
    markers,
    marks,
    media,
    notification_policy,
    notification_requests,
    notifications,
    polls,
    profile,
    push,
    quotes,
    reports,
    scheduled,
    search,
    statuses,
    streaming,
    tags,
    timelines,
)
from app.doors.access import Access, Door

NOT_FOUND = "Record not found"

unknown = Door()


@unknown.get("/api/{rest:path}", access=Access.OPEN)
@unknown.post("/api/{rest:path}", access=Access.OPEN)
@unknown.put("/api/{rest:path}", access=Access.OPEN)
@unknown.patch("/api/{rest:path}", access=Access.OPEN)
@unknown.delete("/api/{rest:path}", access=Access.OPEN)
async def not_here(request: Request) -> Response:
    """Whatever else is asked of the API is answered in its own form."""
    return answer({"error": NOT_FOUND}, 404)


def doors() -> tuple[Door, ...]:
    """In the order in which they are tried: fixed words before ids, the unknown last."""
    return (
        timelines.door,
        pictures.door,
        empty.door,
        emoji_files.door,
        emoji.door,
        notification_policy.door,
        notification_requests.door,
        notifications.door,
        push.door,
        grouped_notifications.door,
        conversations.door,
        statuses.door,
        editing.door,
        marks.door,
        markers.door,
        polls.door,
        quotes.door,
        profile.door,
        filters.door,
        lists.door,
        follows.door,
        tags.door,
        keeping_away.door,
        accounts.door,
        media.door,
        scheduled.door,
        reports.door,
        search.door,
        streaming.door,
        instance.door,
        apps.door,
        oauth.door,
        unknown,
    )


def mount(app: FastAPI) -> None:
    """Add the client API to the house. Needs `house`, `limits` and `envoy` in the app's state."""
    for door in doors():
        door.opens_in(app)
    app.add_middleware(Entrance)
