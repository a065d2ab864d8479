"""`/messages/{id}`: one conversation from old to new, and the answer that reaches exactly the people in it (P23)."""

from dataclasses import dataclass, field, replace
from functools import partial

from fastapi import Request, Response

from app.accounts.filtering import THREAD
from app.accounts.viewer import Viewer
from app.basics.errors import Invalid, ParasolError
from app.basics.ids import new_token
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.pace import Act, count_act
from app.posts import talks
from app.posts.actions import previewing, scheduling, talking
from app.posts.actions.idempotency import written_before
from app.posts.audience import Audience
from app.posts.muted import is_muted
from app.posts.talks import TalkFacts
from app.storage import Session
from app.web import forms, showing
from app.web.answering import onward, page
from app.web.begun import begun_in, sending_of
from app.web.choosing_emoji import to_choose_from
from app.web.choosing_language import language_field
from app.web.opening import opened
from app.web.pages.uploading import Taken
from app.web.pages.writing import after_taking_pictures, post_once
from app.web.previewing import asks_for_one, preview_view
from app.web.routing import page_door
from app.web.showing import Gathered
from app.web.sifting import sifted_entries
from app.web.views import PostView, PreviewView
from app.web.views.talking import TalkPage
from app.web.visiting import Visit, member
from app.web.write_form import NOT_YET

door = page_door()

A_PAGE = 30
_FIELDS = "text", "warning", "language"


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
    return await _shown(who, read, before, _Written())


@door.post("/messages/{talk}", access=Access.MEMBER)
async def answer_talk(request: Request, talk: str) -> Response:
    """The next message, for the people of this conversation, whoever is named in it."""
    done, again = partial(_said_before, talk), partial(_again, talk)
    return await after_taking_pictures(request, partial(_answer, talk), done, again=again)


@door.post("/messages/{talk}/away", access=Access.MEMBER)
async def put_away(request: Request, talk: str) -> Response:
    """Out of the member's list until something new comes."""
    who = await member(request)
    await forms.sent(who)
    await who.house.database.write(talking.put_away, who.me.account_id, forms.the_id(talk))
    return onward("/messages?done=put-away")


async def _answer(talk: str, who: Visit, form: Form, taken: Taken) -> Response:
    """Sent; or only looked at, with the other button."""
    found = await who.house.database.read(talks.one, who.viewer, forms.the_id(talk))
    draft = replace(
        scheduling.as_it_is_posted(begun_in(who, form, taken)),
        audience=Audience.MENTIONED,
        reply_to=found.newest.id,
        among=[other.id for other in found.people],
    )
    if asks_for_one(who, form):
        me, origin = who.me.account_id, who.house.settings.origin
        seen = await who.house.database.read(previewing.preview, me, draft, origin=origin, now=who.now)
        read = await who.house.database.read(_read, who.viewer, found.id, None)
        return await _shown(who, read, None, _Written(form, taken, preview=await preview_view(who, seen)))
    await count_act(who.request, Act.WRITE, who.me.account_id, now=who.now)
    await post_once(who, draft)
    return _said(found.id)


async def _said_before(talk: str, who: Visit, form: Form) -> Response | None:
    """The same form sent twice, a picture in it, lands where the first did."""
    once, read = sending_of(form), who.house.database.read
    found = None if form.truth("preview") else await read(written_before, who.me.account_id, once, now=who.now)
    return None if found is None else _said(forms.the_id(talk))


def _said(talk_id: int) -> Response:
    return onward(f"/messages/{talk_id}?done=posted#answer")


async def _again(talk: str, who: Visit, form: Form, taken: Taken, error: ParasolError) -> Response:
    """What was typed stands in the form, with what is the matter beside its field, or above where it has none."""
    read = await who.house.database.read(_read, who.viewer, forms.the_id(talk), None)
    return await _shown(who, read, None, _Written(form, taken, error))


@dataclass(frozen=True, slots=True)
class _Written:
    """The form of the next message as it was sent, and what came of it."""

    form: Form = field(default_factory=lambda: Form({}))
    taken: Taken = field(default_factory=Taken)
    error: ParasolError | None = None
    preview: PreviewView | None = None

    def fault(self, name: str) -> str:
        """What is wrong with that field."""
        return self.error.safe if isinstance(self.error, Invalid) and self.error.field == name else ""

    @property
    def trouble(self) -> str:
        """What stands above: the sentence itself, unless it stands beside its field."""
        if self.error is None:
            return ""
        beside = self.taken.trouble is self.error or any(map(self.fault, _FIELDS))
        return NOT_YET if beside else self.error.safe


async def _shown(who: Visit, read: _Read, before: int | None, written: _Written) -> Response:
    found = await opened(who, read.posts)
    posts = await sifted_entries(who, THREAD, found, folding=True)
    address, form, error = f"/messages/{read.talk.id}", written.form, written.error
    view = TalkPage(
        read.talk.id,
        tuple(showing.account_view(other) for other in read.talk.people),
        tuple(map(_in_a_talk, posts)),
        newest=read.talk.newest.id,
        muted=bool(who.me.mutes_threads) and await _is_muted(who, read.talk),
        earlier="" if read.earlier is None else f"{address}?before={read.earlier}",
        later=address if before is not None else "",
        text=forms.typed(form, "text", written.fault("text")),
        warning=forms.typed(form, "warning", written.fault("warning")),
        language=await language_field(who, form, written.fault("language"), last=_last_language(found, who)),
        pictures=written.taken.shown,
        emoji=await to_choose_from(who),
        once=form.text("once")[:100] or new_token(),
        preview=written.preview,
        error=written.trouble,
    )
    here = address if before is None else f"{address}?before={before}"
    status = error.status if error else 200
    return await page(who, "message/talk.html", view, status=status, place="messages", address=here)


def _last_language(found: Gathered, who: Visit) -> str:
    """That of the member's newest message here: no column knows it, so it is asked of what was opened."""
    mine = (one.post.language for one in reversed(found.entries) if one.post.author_id == who.me.account_id)
    return next(filter(None, mine), "")


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
    earlier = shown[0].id if len(posts) > len(shown) else None
    return _Read(found, showing.gathered_posts(session, viewer, shown), earlier)
