"""`/messages/{id}`: one conversation from old to new, and the answer that reaches exactly the people in it (P23)."""

from dataclasses import dataclass, replace

from fastapi import Request, Response

from app.accounts.viewer import Viewer
from app.basics.errors import Conflict, Invalid, ParasolError
from app.basics.ids import new_token
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.pace import Act, count_act
from app.posts import talks
from app.posts.actions import talking
from app.posts.actions.writing import Draft
from app.posts.audience import Audience
from app.posts.muted import is_muted
from app.posts.talks import TalkFacts
from app.storage import Session
from app.timelines import posting
from app.web import forms, showing
from app.web.answering import onward, page
from app.web.forms import StaleForm
from app.web.opening import opened
from app.web.routing import page_door
from app.web.showing import Gathered
from app.web.views import Field, PostView
from app.web.views.talking import TalkPage
from app.web.visiting import Visit, member

door = page_door()

A_PAGE = 30


@dataclass(frozen=True, slots=True)
class _Read:
    talk: TalkFacts
    posts: Gathered
    earlier: int | None


@door.get("/messages/{talk}", access=Access.MEMBER)
async def show_talk(request: Request, talk: str) -> Response:
    """Looking at its newest messages is reading it."""
    who, before = await member(request), forms.before(request)
    read = await who.house.database.read(_read, who.viewer, forms.the_id(talk), before)
    if read.talk.unread and before is None:
        await who.house.database.write(talking.mark_read, who.me.account_id, read.talk.id)
    return await _shown(who, read, before)


@door.post("/messages/{talk}", access=Access.MEMBER)
async def answer_talk(request: Request, talk: str) -> Response:
    """The next message, for the people of this conversation, whoever is named in it."""
    who, talk_id = await member(request), forms.the_id(talk)
    try:
        form = await forms.sent(who)
    except StaleForm as stale:
        return await _again(who, talk_id, stale.form, stale)
    try:
        await _say(who, talk_id, form)
    except ParasolError as error:
        return await _again(who, talk_id, form, error)
    return onward(f"/messages/{talk_id}?done=posted#answer")


@door.post("/messages/{talk}/away", access=Access.MEMBER)
async def put_away(request: Request, talk: str) -> Response:
    """Out of the member's list until something new comes."""
    who = await member(request)
    await forms.sent(who)
    await who.house.database.write(talking.put_away, who.me.account_id, forms.the_id(talk))
    return onward("/messages?done=put-away")


async def _say(who: Visit, talk_id: int, form: Form) -> None:
    found = await who.house.database.read(talks.one, who.viewer, talk_id)
    await count_act(who.request, Act.WRITE, who.me.account_id, now=who.now)
    draft = Draft(
        text=form.text("text"),
        audience=Audience.MENTIONED,
        reply_to=found.newest.id,
        idempotency_key=form.text("once")[:100],
        among=[other.id for other in found.people],
    )
    try:
        await _post(who, draft)
    except Conflict:
        await _post(who, draft)  # The same form was sent twice at once: the other one is written by now.


async def _post(who: Visit, draft: Draft) -> None:
    origin, key, write = who.house.settings.origin, who.house.key, who.house.database.write
    await write(posting.post, who.me.account_id, draft, origin=origin, key=key, now=who.now)


async def _again(who: Visit, talk_id: int, form: Form, error: ParasolError) -> Response:
    """What was typed stands in the form, with what is the matter beside it, or above where it is not the text."""
    read = await who.house.database.read(_read, who.viewer, talk_id, None)
    beside = isinstance(error, Invalid) and error.field == "text"
    typed = forms.typed(form, "text", error.safe if beside else "")
    return await _shown(who, read, None, typed, form.text("once")[:100], "" if beside else error.safe, error.status)


async def _shown(
    who: Visit, read: _Read, before: int | None, text: Field = Field(), once: str = "", error: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    posts = showing.post_views(await opened(who, read.posts), who.me.account_id)
    address = f"/messages/{read.talk.id}"
    view = TalkPage(
        read.talk.id,
        tuple(showing.account_view(other) for other in read.talk.people),
        tuple(map(_in_a_talk, posts)),
        newest=read.talk.newest.id,
        muted=bool(who.me.mutes_threads) and await _is_muted(who, read.talk),
        earlier="" if read.earlier is None else f"{address}?before={read.earlier}",
        later=address if before is not None else "",
        text=text,
        once=once or new_token(),
        error=error,
    )
    here = address if before is None else f"{address}?before={before}"
    return await page(who, "message/talk.html", view, status=status, place="messages", address=here)


async def _is_muted(who: Visit, talk: TalkFacts) -> bool:
    return await who.house.database.read(is_muted, who.me.account_id, talk.newest.id)


def _in_a_talk(post: PostView) -> PostView:
    """The answer stands below all of them, and whom each answers is plain."""
    return replace(post, may_reply=False, answers=None)


def _read(session: Session, viewer: Viewer, talk_id: int, before: int | None) -> _Read:
    """Raises NotFound for a conversation the viewer is not in."""
    found = talks.one(session, viewer, talk_id)
    posts = talks.said_in(session, viewer, talk_id, before=before, limit=A_PAGE + 1)
    shown = posts[-A_PAGE:]
    return _Read(found, showing.gathered_posts(session, shown), shown[0].id if len(posts) > len(shown) else None)
