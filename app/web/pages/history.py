"""`/@name/{id}/history`: what a post said before it was edited, for whoever may read the post."""

from fastapi import Request, Response

from app.basics.text import kept
from app.doors.access import Access
from app.emoji.shown import pictures_among
from app.posts import versions
from app.posts.picture_queries import PictureFacts
from app.posts.versions import History, Version
from app.web import forms, showing
from app.web.answering import page
from app.web.opening import opened_posts
from app.web.routing import page_door
from app.web.views.editing import HistoryPage, VersionView
from app.web.visiting import Visit, member

door = page_door()


@door.get("/@{handle}/{post}/history", access=Access.MEMBER)
async def show_history(request: Request, handle: str, post: str) -> Response:
    """The oldest first. Whose name the address holds makes no difference, as for the post itself."""
    who = await member(request)
    found = await opened(who, await who.house.database.read(versions.history, who.viewer, forms.the_id(post)))
    emojis = await who.house.database.read(versions.emojis_in, found, origin=who.house.settings.origin)
    view = HistoryPage(
        author=showing.author_of(found.post),
        audience=found.post.audience.value,
        address=f"/posts/{found.post.id}",
        versions=tuple(_version(one, found.pictures) for one in found.versions),
        emoji=pictures_among(emojis),
    )
    return await page(who, "post/history.html", view)


async def opened(who: Visit, found: History) -> History:
    """The same with a message's versions opened that are sealed to this member."""
    if not any(version.sealed for version in found.versions):
        return found
    [post] = await opened_posts(who, [found.post])
    return versions.opened(found, post, who.me.account_id, await who.member_key())


def _version(version: Version, pictures: tuple[PictureFacts, ...]) -> VersionView:
    there = {one.id: one for one in pictures if one.ready}
    described = version.descriptions
    return VersionView(
        at=version.at,
        html=kept(version.content),
        warning=version.warning,
        language=version.language,
        pictures=tuple(showing.picture_view(there[one], words) for one, words in described.items() if one in there),
        lost=tuple(words for one, words in described.items() if one not in there),
        sealed=version.sealed is not None,
    )
