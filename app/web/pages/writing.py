"""`/write` and `POST /posts`: nothing typed is ever lost, and a double tap posts once."""

from collections.abc import Awaitable, Callable

from fastapi import Request, Response

from app.accounts import lasting
from app.accounts.reach import Way
from app.accounts.reach_queries import reach_of
from app.accounts.viewer import Viewer
from app.basics.errors import Conflict, Invalid, NotFound, ParasolError
from app.basics.ids import new_token
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.pace import Act, count_act
from app.posts import audience, begun, permissions, queries
from app.posts.actions import writing
from app.posts.actions.writing import Draft
from app.posts.audience import DEFAULT, Audience
from app.posts.begun import NoLongerKept
from app.posts.queries import PostFacts
from app.storage import Session
from app.timelines import posting
from app.web import forms, keeping, showing, views
from app.web.answering import onward, page
from app.web.begun import earlier_in, form_of, pictures_in
from app.web.forms import StaleForm
from app.web.opening import opened
from app.web.pages import uploading
from app.web.pages.uploading import Taken
from app.web.render import words_in
from app.web.routing import page_door
from app.web.showing import Gathered
from app.web.visiting import Visit, member
from app.web.words import N_

door = page_door()

NOT_YET = N_("Not posted yet. Everything is still here: please look below.")
NOTHING_TO_ANSWER = N_("What you answered is not there for you any more. If you post this, it stands for itself.")
_BESIDE = {"text", "warning", "audience", "lasts"}


@door.get("/write", access=Access.MEMBER)
async def show_write(request: Request) -> Response:
    """An empty page, or with what was begun: `?reply=`, `?audience=`, `?draft=`."""
    who = await member(request)
    draft = request.query_params.get("draft", "")
    if draft:
        return await _go_on(who, forms.the_id(draft))
    answering = request.query_params.get("reply", "")
    parent = await _parent(who, forms.the_id(answering) if answering else None)
    wanted = request.query_params.get("audience", "")
    return await _form(who, parent, Form({"audience": [wanted]} if wanted else {}))


@door.post("/posts", access=Access.MEMBER)
async def write_post(request: Request) -> Response:
    return await after_taking_pictures(request, _write)


async def after_taking_pictures(request: Request, act: Callable[[Visit, Form, Taken], Awaitable[str]]) -> Response:
    """Pictures first: each is cleaned and kept, so that a mistake in the text does not lose them.

    Then `act` does with the form what its button says and tells where that leads; what it refuses stands in the form.
    """
    who = await member(request)
    try:
        form = await forms.sent(who, uploading.MOST_IN_ALL, most_file=uploading.MAX_BYTES)
    except StaleForm as stale:
        return await _again(who, stale.form, Taken(), stale)
    taken = await uploading.taken(who, form)
    if taken.trouble is not None:
        return await _again(who, form, taken, taken.trouble)
    try:
        return onward(await act(who, form, taken))
    except ParasolError as error:
        return await _again(who, form, taken, error)


async def _write(who: Visit, form: Form, taken: Taken) -> str:
    await count_act(who.request, Act.WRITE, who.me.account_id, now=who.now)
    chosen = form.text("audience")
    draft = Draft(
        text=form.text("text"),
        audience=audience.chosen(chosen) if chosen else None,
        warning=form.text("warning"),
        language=who.language,
        reply_to=_reply_to(form),
        pictures=taken.ids,
        idempotency_key=form.text("once")[:100],
        lasts_days=lasting.chosen(form.text("lasts")),
        descriptions={picture.id: picture.description for picture in pictures_in(taken)},
        earlier=earlier_in(form),
    )
    origin, key, write = who.house.settings.origin, who.house.key, who.house.database.write
    try:
        await write(posting.post, who.me.account_id, draft, origin=origin, key=key, now=who.now)
    except Conflict:
        # The same form was sent twice at once: the other one is written by now.
        await write(posting.post, who.me.account_id, draft, origin=origin, key=key, now=who.now)
    return "/?done=posted"


async def _go_on(who: Visit, draft_id: int) -> Response:
    """What was kept, with everything as it was; a session that cannot open it is told so where drafts are."""
    kept, member_key = await who.house.database.read(begun.draft, who.me.account_id, draft_id), await who.member_key()
    read = None if member_key is None else kept.opened(member_key)
    if read is None:
        return onward("/drafts")
    parent, gone = await _parent_if_there(who, read.reply_to)
    form = form_of(read, draft=str(draft_id))
    return await _form(who, parent, form, await uploading.kept_before(who, read.pictures), note=gone)


async def _again(who: Visit, form: Form, taken: Taken, error: ParasolError) -> Response:
    try:
        parent, _ = await _parent_if_there(who, _reply_to(form))
    except NotFound:
        parent = None
    return await _form(who, parent, form, taken, error)


async def _form(
    who: Visit,
    parent: tuple[PostFacts, Gathered] | None,
    form: Form,
    taken: Taken | None = None,
    error: ParasolError | None = None,
    *,
    note: str = "",
) -> Response:
    wrong = error.field if isinstance(error, Invalid) else ""
    answered, me = parent[0] if parent else None, who.me.account_id
    usual = await who.house.database.read(lasting.usual, me)
    open_page, closed = await who.house.database.read(_permitted, me, answered)
    allowed = writing.allowed_audiences(answered, me, open_page=open_page)
    faults = {wrong: error.safe} if error and wrong in _BESIDE else {}
    if closed:
        faults.setdefault("text", permissions.REFUSALS[Way.REPLY])
    view = views.WritePage(
        text=forms.typed(form, "text", faults.get("text", "")),
        warning=forms.typed(form, "warning", faults.get("warning", "")),
        audience=_chosen(form, allowed).value,
        audience_error=faults.get("audience", ""),
        audiences=tuple(one.value for one in allowed),
        answering=showing.post_views(parent[1], who.me.account_id)[0] if parent else None,
        pictures=taken.shown if taken else (),
        lasts=forms.typed(form, "lasts", faults.get("lasts", "")),
        lasts_choices=keeping.choices(words_in(who.language), lasting.shorter_than(usual.days)),
        lasts_at_most="" if usual.days is None else keeping.days(words_in(who.language), usual.days),
        lasts_by="" if usual.days is None else "house" if usual.is_the_houses else "own",
        draft="" if isinstance(error, NoLongerKept) else form.text("draft"),
        error=note
        if error is None
        else _summary(error, beside=bool(faults) or (taken is not None and taken.trouble is error)),
        once=form.text("once")[:100] or new_token(),
    )
    return await page(who, "post/write.html", view, status=error.status if error else 200, place="write")


def _permitted(session: Session, me: int, answered: PostFacts | None) -> tuple[bool, bool]:
    """Whether this member writes for the open web, and whether whom they answer takes no answers from them."""
    closed = answered is not None and bool(permissions.takes_no_answer(session, me, [answered.author_id]))
    return reach_of(session, me).open_page, closed and not permissions.is_message(answered)


def _summary(error: ParasolError, *, beside: bool) -> str:
    """What stands on top: the sentence itself, unless it stands beside its field."""
    return NOT_YET if beside else error.safe


def _chosen(form: Form, allowed: tuple[Audience, ...]) -> Audience:
    """What was chosen, if it may be; for an answer otherwise the widest allowed."""
    for one in allowed:
        if one.value == form.text("audience"):
            return one
    return DEFAULT if DEFAULT in allowed else allowed[0]


def _reply_to(form: Form) -> int | None:
    word = form.text("reply_to")
    return forms.the_id(word) if word else None


async def _parent_if_there(who: Visit, post_id: int | None) -> tuple[tuple[PostFacts, Gathered] | None, str]:
    """What is answered, or a sentence for that it is not there any more."""
    try:
        return await _parent(who, post_id), ""
    except NotFound:
        return None, NOTHING_TO_ANSWER


async def _parent(who: Visit, post_id: int | None) -> tuple[PostFacts, Gathered] | None:
    if post_id is None:
        return None
    post, read = await who.house.database.read(_read_parent, who.viewer, post_id)
    return post, await opened(who, read)


def _read_parent(session: Session, viewer: Viewer, post_id: int) -> tuple[PostFacts, Gathered]:
    post = queries.one(session, viewer, post_id)
    return post, showing.gathered_posts(session, [post])
