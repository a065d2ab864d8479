"""`/tags/{name}`: posts with a tag, newest first; and `/tags`, those that a member follows.

A tag that nobody wrote, and one that stands only in what the member may not read, look the same (P6).
"""

from fastapi import Request, Response

from app.accounts.filtering import PUBLIC
from app.accounts.viewer import Viewer
from app.basics.errors import Invalid, NotFound
from app.basics.tags import name_of, named
from app.doors.access import Access
from app.posts.actions import tagging
from app.storage import Session
from app.timelines import tag_queries
from app.timelines.queries import Entry, Page
from app.timelines.tag_queries import TagFacts, Wanted
from app.web import forms, views
from app.web.answering import onward, page
from app.web.pages.listing import here, newest_of, older_than, one_page
from app.web.routing import page_door
from app.web.showing import Gathered
from app.web.sifting import sifted_entries
from app.web.views.frame import EMPTY, Field
from app.web.visiting import Visit, member
from app.web.words import N_

door = page_door()

NO_TAG = N_("A tag is one word of letters, digits and underscores, up to 100.")


@door.get("/tags", access=Access.MEMBER)
async def show_tags(request: Request) -> Response:
    return await _tags(await member(request))


@door.post("/tags", access=Access.MEMBER)
async def find_tag(request: Request) -> Response:
    """`tag`, with its sign or without: to its page, whether or not there is anything on it."""
    who = await member(request)
    form = await forms.sent(who)
    found = named([form.text("tag").strip()])
    if not found:
        return await _tags(who, forms.typed(form, "tag", NO_TAG), status=Invalid.status)
    [(name, shown)] = found.items()
    return onward(views.TagView(name, shown).address)


@door.get("/tags/{word}", access=Access.MEMBER)
async def show_tag(request: Request, word: str) -> Response:
    who, before = await member(request), forms.before(request)
    tag, read, older = await who.house.database.read(_tagged, who.viewer, _name(word), before)
    shown = views.TagView(tag.name, tag.shown)
    view = views.TagPage(
        shown,
        tag.followed,
        await sifted_entries(who, PUBLIC, read),
        older_than(shown.address, older),
        newest=shown.address if before else "",
        after=newest_of(read.entries, before),
    )
    return await page(who, "tag/page.html", view, place="more", address=here(shown.address, before))


@door.post("/tags/{word}/follow", access=Access.MEMBER)
async def follow(request: Request, word: str) -> Response:
    """`follow=1`: its posts come home from now on; `follow=0`: no longer."""
    who, name = await member(request), _name(word)
    form = await forms.sent(who)
    back = forms.local(form.text("back"), views.TagView(name, name).address)
    if forms.pressed(form, "follow"):
        await who.house.database.write(tagging.follow_tag, who.me.account_id, name, now=who.now)
        done = "tag-followed"
    else:
        await who.house.database.write(tagging.stop_following, who.me.account_id, name)
        done = "tag-unfollowed"
    return onward(f"{back}{'&' if '?' in back else '?'}done={done}")


async def _tags(who: Visit, wanted: Field = EMPTY, *, status: int = 200) -> Response:
    found = await who.house.database.read(tag_queries.tags_followed, who.me.account_id, limit=tagging.MOST_FOLLOWED)
    tags = sorted((views.TagView(one.name, one.shown) for one in found), key=lambda tag: tag.name)
    return await page(who, "tag/list.html", views.TagsPage(tuple(tags), wanted), status=status, place="more")


def _tagged(session: Session, viewer: Viewer, name: str, before: int | None) -> tuple[TagFacts, Gathered, int | None]:
    def theirs(session: Session, viewer: Viewer, part: Page) -> list[Entry]:
        return tag_queries.tagged(session, viewer, part, Wanted([name]))

    read, older = one_page(session, theirs, viewer, before)
    return tag_queries.one_tag(session, viewer, name), read, older


def _name(word: str) -> str:
    """A tag's name in an address; raises NotFound for what can be none."""
    name = name_of(word)
    if not name:
        raise NotFound
    return name
