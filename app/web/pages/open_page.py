"""`/@name` and `/@name/{post}` for strangers: the page a member has opened to the web, and its pictures.

Where no page is open a stranger gets what every made-up address gets, whether or not somebody has that name (P6, P21).
"""

import re

from fastapi import Request, Response

from app.accounts.card import tile_of
from app.basics.errors import NotFound
from app.basics.text import without_ways_in
from app.doors.access import Access
from app.media import storing
from app.media.capability import holds_open, mint_open
from app.posts import open_queries
from app.posts.open_queries import OpenPicture, OpenPost, OpenProfile
from app.web import forms, views
from app.web.answering import page
from app.web.routing import Nothing, asks_for_a_page, page_door
from app.web.showing import tint_of
from app.web.visiting import Visit, visit

door = page_door()

_TOKEN = re.compile(r"[A-Za-z0-9_-]{0,100}")
_FILES = {"full": storing.full, "small": storing.small}
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; sandbox",
    "content-disposition": "inline",
    "x-robots-tag": "noindex",
}


async def open_page_of(who: Visit, handle: str) -> Response:
    """A member's open page; raises NotFound where there is none."""
    _must_be_a_person(who)
    read, before = who.house.database.read, _token(who.request.query_params.get("before", ""))
    found = await read(
        open_queries.profile, _name(handle), origin=who.house.settings.origin, before=before, now=who.now
    )
    older = f"/@{found.name}?before={found.older}" if found.older else ""
    return await _answer(who, found, older)


async def open_post_of(who: Visit, handle: str, word: str) -> Response:
    """One post of an open page, by the address given there or by the one that members pass on; raises NotFound."""
    _must_be_a_person(who)
    read, origin = who.house.database.read, who.house.settings.origin
    found = await read(open_queries.one_post, _name(handle), _token(word), origin=origin, now=who.now)
    return await _answer(who, found, is_one_post=True)


@door.get("/media/open/{capability}/{blob}/{size}", access=Access.CAPABILITY)
async def give_open_picture(request: Request, capability: str, blob: str, size: str) -> Response:
    """A picture of an open page, for as long as the post and the page are open."""
    who = await visit(request)
    if size not in _FILES or not holds_open(who.house.key, capability, blob, now=who.now):
        raise Nothing
    try:
        picture = await who.house.database.read(open_queries.picture, blob, now=who.now)
    except NotFound:
        raise Nothing from None
    content = await who.house.blobs.get(_FILES[size](picture.blob))
    if content is None:
        raise Nothing
    return Response(content, media_type=picture.mime, headers=_HEADERS)


async def _answer(who: Visit, found: OpenProfile, older: str = "", *, is_one_post: bool = False) -> Response:
    account = views.AccountView(found.name, found.display_name, tile_of(found.uri), emoji=found.emoji)
    origin = who.house.settings.origin
    posts = tuple(_post(who, found.name, one) for one in found.posts)
    view = views.OpenPage(account, without_ways_in(found.about_html, origin), posts, older, is_one_post)
    answer = await page(who, "open/page.html", view)
    answer.headers["x-robots-tag"] = "noindex, nofollow"
    return answer


def _post(who: Visit, name: str, post: OpenPost) -> views.OpenPostView:
    return views.OpenPostView(
        address=f"/@{name}/{post.token}",
        month=post.written_at,
        html=without_ways_in(post.content, who.house.settings.origin),
        warning=post.warning,
        pictures=tuple(_picture(who, one) for one in post.pictures),
        emoji=post.emoji,
        choices=post.choices,
        language=post.language,
    )


def _picture(who: Visit, picture: OpenPicture) -> views.PictureView:
    base = f"/media/open/{mint_open(who.house.key, picture.blob, now=who.now)}/{picture.blob}"
    return views.PictureView(
        f"{base}/small",
        f"{base}/full",
        picture.small_width,
        picture.small_height,
        picture.description,
        tint_of(picture.blurhash),
    )


def _name(handle: str) -> str:
    """A name of this house; for what can be none a name that nobody has, so that the same is asked for all (P6)."""
    try:
        return forms.the_handle(handle)
    except NotFound:
        return ""


def _token(word: str) -> str:
    """The end of an address, as typed; nothing for what can be none (PostgreSQL takes no NUL)."""
    return word if _TOKEN.fullmatch(word) else ""


def _must_be_a_person(who: Visit) -> None:
    """A program gets nothing here, as anywhere else."""
    if not asks_for_a_page(who.request):
        raise Nothing
