"""`/messages`: the member's conversations, what moved last first, each with the beginning of its newest message."""

from collections.abc import Sequence

from fastapi import Request, Response

from app.accounts.filtering import THREAD, Sieve
from app.basics.text import plain
from app.doors.access import Access
from app.posts import requests, talks
from app.posts.queries import PostFacts
from app.posts.sifting import found_in
from app.posts.talks import TalkFacts
from app.web import forms, showing
from app.web.answering import page
from app.web.opening import opened_posts
from app.web.pages.listing import here, older_than
from app.web.routing import page_door
from app.web.sifting import sieve_for
from app.web.views.talking import MessagesPage, TalkView
from app.web.visiting import Visit, member

door = page_door()

A_PAGE = 20
LINE = 120


@door.get("/messages", access=Access.MEMBER)
async def show_messages(request: Request) -> Response:
    """The lines are opened with the session's key, here and for this answer only (P10)."""
    who, before = await member(request), forms.before(request)
    found = await who.house.database.read(talks.listed, who.viewer, before=before, limit=A_PAGE + 1)
    shown = found[:A_PAGE]
    view = MessagesPage(
        await _views(who, shown),
        older_than("/messages", shown[-1].place if len(found) > len(shown) else None),
        requests=await who.house.database.read(requests.anybody_waits, who.viewer),
    )
    return await page(who, "message/list.html", view, place="messages", address=here("/messages", before))


async def _views(who: Visit, found: Sequence[TalkFacts]) -> tuple[TalkView, ...]:
    newest = await opened_posts(who, [one.newest for one in found])
    sieve = await sieve_for(who, THREAD, folding=True)
    return tuple(_view(one, post, who.me.account_id, sieve) for one, post in zip(found, newest, strict=True))


def _view(one: TalkFacts, newest: PostFacts, me: int, sieve: Sieve) -> TalkView:
    here = found_in(sieve, newest.body) if newest.author_id != me else []
    return TalkView(
        one.id,
        tuple(showing.account_view(other) for other in one.people),
        one.moved,
        line="" if newest.warning else _begins(plain(newest.content)),
        warning=newest.warning,
        language=newest.language,
        sealed=newest.sealed is not None,
        pictures=bool(newest.pictures),
        mine=newest.author_id == me,
        fresh=one.unread,
        folded=here[0].filter.title if here else "",
    )


def _begins(words: str) -> str:
    return words if len(words) <= LINE else words[:LINE].rstrip() + "…"
