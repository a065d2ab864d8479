"""`/posts/{id}/editing`: another text, never other readers; nothing typed is lost, also when the post is gone."""

from collections.abc import Sequence

from fastapi import Request, Response

from app.accounts.viewer import Viewer
from app.basics.errors import Invalid, NotFound, ParasolError, Refused
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.pace import Act, count_act
from app.posts import picture_queries, queries
from app.posts.actions import editing, previewing
from app.posts.actions.editing import NOT_OPEN, Edit
from app.posts.body import asks, quotes
from app.posts.picture_queries import PictureFacts
from app.posts.queries import PostFacts
from app.storage import Session
from app.web import forms
from app.web.answering import onward, page
from app.web.choosing_language import language_field
from app.web.forms import StaleForm
from app.web.opening import opened_posts
from app.web.ordering import in_order
from app.web.previewing import asks_for_one, preview_view
from app.web.routing import page_door
from app.web.views import Field, PreviewView
from app.web.views.editing import EditPage, StandingPicture
from app.web.visiting import Visit, member
from app.web.words import N_

door = page_door()

NOT_YET = N_("Nothing is changed yet. Everything is still here: please look below.")
GONE = N_(
    "This post is not there any more: it was deleted, or its time was over. What you wrote is below; take it along."
)
MOST_TYPED = 8 * 1024 * 1024
"""So many bytes come back beside their field as too many characters, instead of being lost."""
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
        form = await forms.sent(who, MOST_TYPED)
    except StaleForm as stale:
        return await _again(who, post, stale.form, stale)
    try:
        return await _edit(who, forms.the_id(post), form)
    except ParasolError as error:
        return await _again(who, post, form, error)


async def _edit(who: Visit, post_id: int, form: Form) -> Response:
    """It is changed; or only looked at, with the other button."""
    found, pictures = await _own(who, post_id)
    edit, me, database = _edit_in(form, found, pictures), who.me.account_id, who.house.database
    origin, key = who.house.settings.origin, who.house.key
    if asks_for_one(who, form):
        seen = await database.read(
            previewing.preview_edit, me, post_id, edit, origin=origin, now=who.now, message_key=found.message_key
        )
        return await _page(who, found, pictures, form, preview=await preview_view(who, seen))
    await count_act(who.request, Act.WRITE, me, now=who.now)
    await database.write(
        editing.edit_post, me, post_id, edit, origin=origin, key=key, now=who.now, message_key=found.message_key
    )
    return onward(f"/posts/{post_id}?done=edited")


def _edit_in(form: Form, found: PostFacts, pictures: Sequence[PictureFacts]) -> Edit:
    return Edit(
        text=form.text("text"),
        warning=form.text("warning"),
        language=form.text("language", found.language),
        pictures=[one.id for one in _ordered(form, pictures) if not form.truth(f"drop_{one.id}")],
        descriptions={one.id: form.text(f"description_{one.id}") for one in pictures if _is_described(form, one)},
        drops_quote=form.truth("drop_quote"),
    )


async def _again(who: Visit, post: str, form: Form, error: ParasolError) -> Response:
    """The form as it was typed; of a post that is gone only what was typed."""
    try:
        found, pictures = await _own(who, forms.the_id(post))
    except NotFound:
        return await _nothing_but_the_words(who, form)
    return await _page(who, found, pictures, form, error)


async def _page(
    who: Visit,
    post: PostFacts,
    pictures: Sequence[PictureFacts],
    form: Form,
    error: ParasolError | None = None,
    *,
    preview: PreviewView | None = None,
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
        language=await language_field(who, form, field("language").error),
        pictures=tuple(
            StandingPicture(
                one.id, f"/media/{one.id}/small", field(f"description_{one.id}"), form.truth(f"drop_{one.id}")
            )
            for one in _ordered(form, pictures)
        ),
        asks=asks(post.body),
        preview=preview,
        quotes=quotes(post.body),
        drops_quote=form.truth("drop_quote"),
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
    return post, picture_queries.pictures_of(session, [post_id])[post_id] if post.pictures else []


def _as_it_stands(post: PostFacts, pictures: Sequence[PictureFacts]) -> Form:
    fields = {"text": [post.source], "warning": [post.warning], "language": [post.language]}
    fields |= {f"description_{one.id}": [post.descriptions.get(one.id, one.description)] for one in pictures}
    return Form(fields)


def _ordered(form: Form, pictures: Sequence[PictureFacts]) -> list[PictureFacts]:
    return in_order(form, pictures, [str(one.id) for one in pictures])


def _is_described(form: Form, picture: PictureFacts) -> bool:
    return f"description_{picture.id}" in form.fields
