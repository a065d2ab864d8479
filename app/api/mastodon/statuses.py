"""Posts: writing, reading, deleting."""

from fastapi import Request, Response

from app.accounts.filtering import THREAD
from app.accounts.reach_queries import reach_of
from app.api import entities, lineage
from app.api.answering import answer, ready, ready_list
from app.api.boosts import found_boost
from app.api.filtered import filtered, unfiltered
from app.api.holding import Caller, house_of, signed_in
from app.api.mastodon import scheduled
from app.api.opening import opened_post, opened_posts
from app.api.poll_forms import poll_in
from app.api.quote_forms import quotable_in
from app.api.reading import asked, ids, sent, some_id, the_id
from app.api.refusing import ApiRoute
from app.api.visibility import asks_for_public, audience_for
from app.basics.clock import now
from app.basics.errors import Forbidden, Invalid, NotFound
from app.doors.access import Access, Door
from app.doors.bodies import Form
from app.doors.pace import Act, count_act
from app.posts import queries as posts
from app.posts import threads
from app.posts.actions.deleting import delete_post
from app.posts.actions.thanking import take_back_boost
from app.posts.actions.writing import Draft
from app.posts.queries import PostFacts
from app.posts.quoting import USUAL
from app.timelines import posting

door = Door(route_class=ApiRoute)

READ, WRITE = "read:statuses", "write:statuses"
LONGEST_KEY = 200


@door.post("/api/v1/statuses", access=Access.MEMBER)
async def write(request: Request) -> Response:
    """A new post, or (with the same Idempotency-Key) the one made before; with `scheduled_at` it waits until then."""
    me = await signed_in(request, WRITE)
    form = await sent(request)
    house, draft = house_of(request), await _draft(request, me, form)
    goes_at = scheduled.moment_in(form)
    await count_act(request, Act.WRITE, me.account_id, now=now())
    if goes_at is not None:
        return await scheduled.schedule(request, me, draft, goes_at)
    origin, key = house.settings.origin, house.key
    post_id = await house.database.write(posting.post, me.account_id, draft, origin=origin, key=key, now=now())
    return await shown(request, me, post_id)


@door.get("/api/v1/statuses/{status_id}", access=Access.MEMBER)
async def one(request: Request, status_id: str) -> Response:
    """A post, or a boost of one's own or of somebody one follows."""
    me = await signed_in(request, READ)
    try:
        return await shown(request, me, the_id(status_id))
    except NotFound:
        return ready((await found_boost(request, me, the_id(status_id))).entity)


@door.get("/api/v1/statuses", access=Access.MEMBER)
async def several(request: Request) -> Response:
    """Those of some posts that the member may read, in the order asked for."""
    me = await signed_in(request, READ)
    wanted = ids(asked(request), "id")
    found = await house_of(request).database.read(posts.several, me.viewer, wanted)
    shown = await opened_posts(request, me, [found[i] for i in wanted if i in found])
    key_for = entities.keys_of(request, me)
    return ready_list(await filtered(request, me, THREAD, [entities.status(post, key_for) for post in shown]))


@door.get("/api/v1/statuses/{status_id}/context", access=Access.MEMBER)
async def context(request: Request, status_id: str) -> Response:
    """What a post answers and what answers it, as far as the member may read them."""
    me = await signed_in(request, READ)
    database = house_of(request).database
    post = await database.read(posts.one, me.viewer, the_id(status_id))
    line = await opened_posts(request, me, await database.read(threads.above, me.viewer, post))
    found = await database.read(posts.thread, me.viewer, post.thread_id, after=post.id)
    thread = await opened_posts(request, me, found)
    key_for = entities.keys_of(request, me)
    above = [entities.status(p, key_for) for p in line]
    below = [entities.status(p, key_for) for p in lineage.descendants(post, thread)]
    return ready(
        b'{"ancestors":['
        + b",".join(await filtered(request, me, THREAD, above))
        + b'],"descendants":['
        + b",".join(await filtered(request, me, THREAD, below))
        + b"]}"
    )


@door.get("/api/v1/statuses/{status_id}/source", access=Access.MEMBER)
async def source(request: Request, status_id: str) -> Response:
    """One's own text as it was written; somebody else's is not there."""
    me = await signed_in(request, READ)
    post = await house_of(request).database.read(posts.one, me.viewer, the_id(status_id))
    if post.author_id != me.account_id:
        raise NotFound
    post = await opened_post(request, me, post)
    return answer({"id": str(post.id), "text": post.source, "spoiler_text": post.warning})


@door.delete("/api/v1/statuses/{status_id}", access=Access.MEMBER)
async def delete(request: Request, status_id: str) -> Response:
    """Delete one's own post (or boost); its text comes back, so that an app can offer to write it again.

    With `delete_media=false` its pictures wait a day for that. Whoever does not say so has them destroyed (P11).
    """
    me = await signed_in(request, WRITE)
    database, number = house_of(request).database, the_id(status_id)
    try:
        gone = await opened_post(request, me, await database.read(posts.one, me.viewer, number))
        [entity] = await unfiltered(request, me, [entities.status(gone, entities.keys_of(request, me))])
        keeps, key = not asked(request).truth("delete_media", default=True), house_of(request).key
        await database.write(delete_post, me.account_id, number, key=key, now=now(), keeps_pictures=keeps)
    except NotFound:
        return await _delete_boost(request, me, number)
    return ready(entity[:-1] + b',"text":' + answer(gone.source).body + b"}")


async def shown(request: Request, me: Caller, post_id: int) -> Response:
    """The post as it stands now, for this member; raises NotFound."""
    post = await opened_post(request, me, await house_of(request).database.read(posts.one, me.viewer, post_id))
    entity = entities.status(post, entities.keys_of(request, me))
    return ready((await filtered(request, me, THREAD, [entity]))[0])


async def _draft(request: Request, me: Caller, form: Form) -> Draft:
    reply_to, quotes = some_id(form, "in_reply_to_id"), some_id(form, "quoted_status_id") or some_id(form, "quote_id")
    parent, quoted = await _read(request, me, reply_to), await _read(request, me, quotes)
    open_page = False
    if asks_for_public(form):
        open_page = (await house_of(request).database.read(reach_of, me.account_id)).open_page
    key = request.headers.get("idempotency-key", "")
    if len(key) > LONGEST_KEY:
        raise Invalid("Idempotency-Key", "This idempotency key is too long.")
    return Draft(
        text=form.text("status"),
        audience=audience_for(form, parent, me.account_id, open_page=open_page, quoted=quoted),
        warning=warning_of(form),
        language=form.text("language"),
        reply_to=reply_to,
        pictures=ids(form, "media_ids"),
        idempotency_key=key,
        poll=poll_in(form),
        quotes=quotes,
        quotable=quotable_in(form) or USUAL,
    )


async def _read(request: Request, me: Caller, post_id: int | None) -> PostFacts | None:
    return None if post_id is None else await house_of(request).database.read(posts.one, me.viewer, post_id)


def warning_of(form: Form) -> str:
    """A post that is only marked as sensitive is folded away under this word."""
    return form.text("spoiler_text").strip() or ("Sensitive" if form.truth("sensitive") else "")


async def _delete_boost(request: Request, me: Caller, boost_id: int) -> Response:
    found = await found_boost(request, me, boost_id)
    if found.account_id != me.account_id:
        raise Forbidden
    await house_of(request).database.write(take_back_boost, me.account_id, found.post_id)
    return ready(found.entity)
