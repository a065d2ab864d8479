"""The form of the Write page: empty, with what was begun, or as it was sent with what is wrong."""

from datetime import timedelta

from fastapi import Response

from app.accounts import lasting
from app.accounts.filtering import NO_SIEVE
from app.accounts.reach import Way
from app.accounts.reach_queries import reach_of
from app.accounts.viewer import Viewer
from app.basics.errors import Invalid, NotFound, ParasolError
from app.basics.ids import new_token
from app.doors.bodies import Form
from app.posts import permissions, queries
from app.posts.actions import scheduling, writing
from app.posts.audience import DEFAULT, Audience
from app.posts.begun import NoLongerKept
from app.posts.queries import PostFacts
from app.storage import Session
from app.web import forms, keeping, moments, polls, showing, views
from app.web.answering import page
from app.web.choosing_emoji import to_choose_from
from app.web.choosing_language import language_field
from app.web.opening import opened
from app.web.pages.uploading import Taken
from app.web.quotes import about_to_quote, card_of, said
from app.web.render import words_in
from app.web.showing import Gathered
from app.web.sifting import completed
from app.web.visiting import Visit
from app.web.words import N_

NOT_YET = N_("Not posted yet. Everything is still here: please look below.")
NOTHING_TO_ANSWER = N_("What you answered is not there for you any more. If you post this, it stands for itself.")
_BESIDE = {"text", "warning", "language", "audience", "lasts", "later", "poll", *polls.FIELDS}


async def show_form(
    who: Visit,
    parent: tuple[PostFacts, Gathered] | None,
    form: Form,
    taken: Taken | None = None,
    error: ParasolError | None = None,
    *,
    note: str = "",
    preview: views.PreviewView | None = None,
) -> Response:
    wrong = error.field if isinstance(error, Invalid) else ""
    answered, me = parent[0] if parent else None, who.me.account_id
    quoted, not_quoted = await about_to_quote(who, form)
    usual = await who.house.database.read(lasting.usual, me)
    open_page, closed = await who.house.database.read(_permitted, me, answered)
    allowed = writing.allowed_audiences(answered, me, open_page=open_page, quoted=quoted)
    faults = {wrong: error.safe} if error and wrong in _BESIDE else dict[str, str]()
    if closed:
        faults.setdefault("text", permissions.REFUSALS[Way.REPLY])
    view = views.WritePage(
        text=forms.typed(form, "text", faults.get("text", "")),
        warning=forms.typed(form, "warning", faults.get("warning", "")),
        language=await language_field(who, form, faults.get("language", "")),
        audience=_chosen(form, allowed).value,
        audience_error=faults.get("audience", ""),
        audiences=tuple(one.value for one in allowed),
        answering=await _answered(who, parent[1]) if parent else None,
        quoting=await card_of(who, quoted) if quoted else None,
        quotable=said(form),
        pictures=taken.shown if taken else (),
        lasts=forms.typed(form, "lasts", faults.get("lasts", "")),
        lasts_choices=keeping.choices(words_in(who.language), lasting.shorter_than(usual.days)),
        lasts_at_most="" if usual.days is None else keeping.days(words_in(who.language), usual.days),
        lasts_by="" if usual.days is None else "house" if usual.is_the_houses else "own",
        draft="" if isinstance(error, NoLongerKept) else form.text("draft"),
        scheduled="" if isinstance(error, NoLongerKept) else form.text("scheduled"),
        later=forms.typed(form, "later", faults.get("later", "")),
        clock=moments.clock(who.now),
        soonest=moments.as_typed(who.now + scheduling.SOONEST + timedelta(minutes=1)),
        latest=moments.as_typed(who.now + scheduling.LATEST),
        poll=polls.form_view(who, form, faults),
        error=_on_top(note or not_quoted, error, beside=bool(faults) or (taken is not None and taken.trouble is error)),
        once=form.text("once")[:100] or new_token(),
        emoji=await to_choose_from(who),
        preview=preview,
    )
    return await page(who, "post/write.html", view, status=error.status if error else 200, place="write")


async def _answered(who: Visit, read: Gathered) -> views.PostView:
    [post] = await completed(who, NO_SIEVE, showing.post_views(read, who.me.account_id))
    return post


def _permitted(session: Session, me: int, answered: PostFacts | None) -> tuple[bool, bool]:
    """Whether this member writes for the open web, and whether whom they answer takes no answers from them."""
    closed = answered is not None and bool(permissions.takes_no_answer(session, me, [answered.author_id]))
    return reach_of(session, me).open_page, closed and not permissions.is_message(answered)


def _on_top(note: str, error: ParasolError | None, *, beside: bool) -> str:
    """A note, or what is wrong: the sentence itself, unless it stands beside its field."""
    if error is None:
        return note
    return NOT_YET if beside else error.safe


def _chosen(form: Form, allowed: tuple[Audience, ...]) -> Audience:
    """What was chosen, if it may be; for an answer otherwise the widest allowed."""
    for one in allowed:
        if one.value == form.text("audience"):
            return one
    return DEFAULT if DEFAULT in allowed or not allowed else allowed[0]


def reply_to(form: Form) -> int | None:
    word = form.text("reply_to")
    return forms.the_id(word) if word else None


def as_what_is_answered(who: Visit, parent: tuple[PostFacts, Gathered] | None) -> dict[str, list[str]]:
    """What an answer begins with: its warning, since what follows is mostly of the same, and one's own audience."""
    if parent is None or permissions.is_message(parent[0]):
        return {}
    answered = parent[0]
    own = {"audience": [answered.audience.value]} if answered.author_id == who.me.account_id else {}
    return {**own, **({"warning": [answered.warning]} if answered.warning else {})}


async def parent_if_there(who: Visit, post_id: int | None) -> tuple[tuple[PostFacts, Gathered] | None, str]:
    """What is answered, or a sentence for that it is not there any more."""
    try:
        return await parent_of(who, post_id), ""
    except NotFound:
        return None, NOTHING_TO_ANSWER


async def parent_of(who: Visit, post_id: int | None) -> tuple[PostFacts, Gathered] | None:
    if post_id is None:
        return None
    post, read = await who.house.database.read(_read_parent, who.viewer, post_id)
    return post, await opened(who, read)


def _read_parent(session: Session, viewer: Viewer, post_id: int) -> tuple[PostFacts, Gathered]:
    post = queries.one(session, viewer, post_id)
    return post, showing.gathered_posts(session, viewer, [post])
