"""Tags: what carries one, and following it. No histories, no totals: nothing says what is used how much (P5)."""

from collections.abc import Sequence

from fastapi import Request, Response

from app.accounts.filtering import PUBLIC
from app.api import entities
from app.api.answering import answer, ready_list
from app.api.filtered import filtered
from app.api.holding import Caller, house_of, signed_in
from app.api.paging import links
from app.api.reading import asked, page
from app.api.refusing import ApiRoute
from app.basics.clock import now
from app.basics.errors import NotFound
from app.basics.tags import named, page_of
from app.doors.access import Access, Door
from app.doors.bodies import Form
from app.posts.actions import tagging
from app.timelines import tag_queries
from app.timelines.tag_queries import TagFacts, Wanted

door = Door(route_class=ApiRoute)

READ, WRITE, OLD = "read:follows", "write:follows", "follow"
MOST_MORE = 4  # tags beside the first in one request


@door.get("/api/v1/timelines/tag/{word}", access=Access.MEMBER)
async def tag_timeline(request: Request, word: str) -> Response:
    """Posts with the tag or `any[]`, with `all[]` too, with none of `none[]`; `local`, `remote`, `only_media` too."""
    me = await signed_in(request, "read:statuses")
    form = asked(request)
    wanted = _wanted(form, word)
    rows = await house_of(request).database.read(tag_queries.tagged, me.viewer, page(form), wanted)
    found = await filtered(request, me, PUBLIC, entities.statuses(rows, entities.keys_of(request, me)))
    return ready_list(found, links(request, rows[0].id, rows[-1].id) if rows else None)


@door.get("/api/v1/tags/{word}", access=Access.MEMBER)
async def one_tag(request: Request, word: str) -> Response:
    """A tag, whether or not anybody ever used it."""
    return await _tag(request, await signed_in(request, READ, also=OLD), word)


@door.post("/api/v1/tags/{word}/follow", access=Access.MEMBER)
async def follow(request: Request, word: str) -> Response:
    """Its posts come home from now on."""
    me = await signed_in(request, WRITE, also=OLD)
    await house_of(request).database.write(tagging.follow_tag, me.account_id, word, now=now())
    return await _tag(request, me, word)


@door.post("/api/v1/tags/{word}/unfollow", access=Access.MEMBER)
async def stop_following(request: Request, word: str) -> Response:
    """No longer."""
    me = await signed_in(request, WRITE, also=OLD)
    await house_of(request).database.write(tagging.stop_following, me.account_id, word)
    return await _tag(request, me, word)


@door.get("/api/v1/followed_tags", access=Access.MEMBER)
async def followed_tags(request: Request) -> Response:
    """What the member follows, for nobody else."""
    me = await signed_in(request, READ, also=OLD)
    part = page(asked(request), usual=100, most=200)
    found = await house_of(request).database.read(
        tag_queries.tags_followed, me.account_id, before=part.before, after=part.after, limit=part.limit
    )
    return answer(
        [entity(request, one) for one in found], headers=links(request, found[0].id, found[-1].id) if found else None
    )


def entity(request: Request, tag: TagFacts) -> dict[str, object]:
    """Mastodon's Tag, its history empty. It has no id: that would tell that somebody used it."""
    url = page_of(house_of(request).settings.origin, tag.name)
    return {"name": tag.shown, "url": url, "history": [], "following": tag.followed}


async def _tag(request: Request, me: Caller, word: str) -> Response:
    for name in named([word]):
        return answer(entity(request, await house_of(request).database.read(tag_queries.one_tag, me.viewer, name)))
    raise NotFound


def _wanted(form: Form, word: str) -> Wanted:
    """What can be no tag is carried by nothing."""
    return Wanted(
        some=[*named([word]), *_more(form, "any")] if named([word]) else [],
        every=_more(form, "all"),
        none=_more(form, "none"),
        local=form.truth("local"),
        remote=form.truth("remote"),
        pictures=form.truth("only_media"),
    )


def _more(form: Form, field: str) -> Sequence[str]:
    return list(named(form.texts(field)))[:MOST_MORE]
