"""`/posts/{id}/editing`: another text, never other readers; nothing typed is lost, also when the post is gone."""

from collections.abc import Sequence

from fastapi import Request, Response

import locales
from app.accounts.viewer import Viewer
from app.basics.errors import Invalid, NotFound, ParasolError, Refused
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.pace import Act, count_act
from app.posts import queries
from app.posts.actions import editing
from app.posts.actions.editing import NOT_OPEN, Edit
from app.posts.body import asks
from app.posts.queries import PictureFacts, PostFacts
from app.storage import Session
from app.web import forms
from app.web.answering import onward, page
from app.web.forms import StaleForm
from app.web.opening import opened_posts
from app.web.routing import page_door
from app.web.tongues import own_name
from app.web.views import Field
from app.web.views.editing import EditPage, StandingPicture
from app.web.visiting import Visit, member
from app.web.words import N_

door = page_door()

NOT_YET = N_("Nothing is changed yet. Everything is still here: please look below.")
GONE = N_(
    "This post is not there any more: it was deleted, or its time was over. What you wrote is below; take it along."
)
_BESIDE = {"text", "warning", "language"}


@door.get("/posts/{post}/editing", access=Access.MEMBER)
async def show_editing(request: Request, post: str) -> Response:
    who = await member(request)
    found, pictures = await _own(who, forms.the_id(post))
    if found.sealed is not None:
        raise Refused(NOT_OPEN)
    return await _page(who, found, pictures, _as_it_stands(found, pictures))


@door.post("/posts/{post}/editing", access=Access.MEMBER)
async def edit_post(request: Request, post: str) -> Response:
    who = await member(request)
    try:
        form = await forms.sent(who)
    except StaleForm as stale:
        return await _again(who, post, stale.form, stale)
    try:
        await _edit(who, forms.the_id(post), form)
    except ParasolError as error:
        return await _again(who, post, form, error)
    return onward(f"/posts/{post}?done=edited")


async def _edit(who: Visit, post_id: int, form: Form) -> None:
    await count_act(who.request, Act.WRITE, who.me.account_id, now=who.now)
    found, pictures = await _own(who, post_id)
    edit = Edit(
        text=form.text("text"),
        warning=form.text("warning"),
        language=_language(form, found),
        pictures=[one.id for one in pictures if not form.truth(f"drop_{one.id}")],
        descriptions={one.id: form.text(f"description_{one.id}") for one in pictures if _is_described(form, one)},
    )
    await who.house.database.write(
        editing.edit_post, who.me.account_id, post_id, edit,
        origin=who.house.settings.origin, key=who.house.key, now=who.now, message_key=found.message_key,
    )  # fmt: skip


async def _again(who: Visit, post: str, form: Form, error: ParasolError) -> Response:
    """The form as it was typed; of a post that is gone only what was typed."""
    try:
        found, pictures = await _own(who, forms.the_id(post))
    except NotFound:
        return await _nothing_but_the_words(who, form)
    return await _page(who, found, pictures, form, error)


async def _page(
    who: Visit, post: PostFacts, pictures: Sequence[PictureFacts], form: Form, error: ParasolError | None = None
) -> Response:
    wrong = error.field if isinstance(error, Invalid) else ""
    beside = {one.id: f"description_{one.id}" == wrong for one in pictures}

    def field(name: str) -> Field:
        return forms.typed(form, name, error.safe if error and wrong == name else "")

    view = EditPage(
        address=f"/posts/{post.id}",
        text=field("text"),
        warning=field("warning"),
        audience=post.audience.value,
        language=field("language"),
        languages=_languages(post),
        pictures=tuple(
            StandingPicture(
                one.id, f"/media/{one.id}/small", field(f"description_{one.id}"), form.truth(f"drop_{one.id}")
            )
            for one in pictures
        ),
        asks=asks(post.body),
        error="" if error is None else NOT_YET if wrong in _BESIDE or any(beside.values()) else error.safe,
    )
    return await page(who, "post/edit.html", view, status=error.status if error else 200)


async def _nothing_but_the_words(who: Visit, form: Form) -> Response:
    """The same for somebody else's, for what never was, and for what is gone: 404, and nothing typed is lost (P6)."""
    view = EditPage(text=forms.typed(form, "text"), warning=forms.typed(form, "warning"), error=GONE)
    return await page(who, "post/edit.html", view, status=NotFound.status)


async def _own(who: Visit, post_id: int) -> tuple[PostFacts, list[PictureFacts]]:
    """The member's own post, opened if it is a message; raises NotFound, also for somebody else's."""
    found, pictures = await who.house.database.read(_read_own, who.viewer, post_id)
    [post] = await opened_posts(who, [found])
    return post, pictures


def _read_own(session: Session, viewer: Viewer, post_id: int) -> tuple[PostFacts, list[PictureFacts]]:
    post = queries.one(session, viewer, post_id)
    if post.author_id != viewer.account_id:
        raise NotFound
    return post, queries.pictures_of(session, [post_id])[post_id] if post.pictures else []


def _as_it_stands(post: PostFacts, pictures: Sequence[PictureFacts]) -> Form:
    fields = {"text": [post.source], "warning": [post.warning], "language": [post.language]}
    fields |= {f"description_{one.id}": [post.descriptions.get(one.id, one.description)] for one in pictures}
    return Form(fields)


def _is_described(form: Form, picture: PictureFacts) -> bool:
    return f"description_{picture.id}" in form.fields


def _languages(post: PostFacts) -> tuple[tuple[str, str], ...]:
    """Those of the house, and the one it is in, or none."""
    known = [(code, own_name(code)) for code in locales.languages()]
    return (*known, *([] if post.language in locales.languages() else [(post.language, post.language)]))


def _language(form: Form, post: PostFacts) -> str:
    chosen = form.text("language", post.language)
    if chosen not in {code for code, _ in _languages(post)}:
        raise Invalid("language", N_("Please choose one of the languages."))
    return chosen
