"""Posts as apps edit and pin them, and what they said before (docs.joinmastodon.org/methods/statuses/#edit)."""

from collections.abc import Sequence
from dataclasses import replace

import msgspec
from fastapi import Request, Response

from app.accounts.holders import token_key
from app.api import entities
from app.api.answering import answer
from app.api.entities import KeyFor
from app.api.holding import Caller, bearer, house_of, signed_in
from app.api.mastodon.statuses import READ, WRITE, shown, warning_of
from app.api.opening import opened_post
from app.api.poll_forms import poll_in
from app.api.reading import ids, number_of, sent, some_id, the_id
from app.api.refusing import ApiRoute
from app.basics.clock import now
from app.basics.errors import Invalid
from app.basics.text import one_line
from app.doors.access import Access, Door
from app.doors.bodies import Form
from app.doors.pace import Act, count_act
from app.emoji.shown import Entity
from app.posts import body, opening, polls, quotes, versions
from app.posts import queries as posts
from app.posts.actions import pinning
from app.posts.actions.editing import Edit, edit_post
from app.posts.versions import History, Version

door = Door(route_class=ApiRoute)

PIN = "write:accounts"
STAYS = "A poll stays as it was asked. To ask something else, delete the post and write it anew."
NOT_AFTERWARDS = "A quote cannot be added afterwards. Delete the post and write it anew."
DESCRIBED_BADLY = "Each of media_attributes has an id and a description."


@door.put("/api/v1/statuses/{status_id}", access=Access.MEMBER)
async def edit(request: Request, status_id: str) -> Response:
    """The post anew, as a whole: what is not sent is not in it any more, as apps know it; for whom it is stays."""
    me = await signed_in(request, WRITE)
    form, house = await sent(request), house_of(request)
    await count_act(request, Act.WRITE, me.account_id, now=now())
    post = await opened_post(request, me, await house.database.read(posts.one, me.viewer, the_id(status_id)))
    await _must_ask_the_same(request, me, post.id, form)
    await _must_quote_the_same(request, me, post.id, form)
    await house.database.write(
        edit_post, me.account_id, post.id, _edit(form),
        origin=house.settings.origin, key=house.key, now=now(), message_key=post.message_key,
    )  # fmt: skip
    return await shown(request, me, post.id)


@door.get("/api/v1/statuses/{status_id}/history", access=Access.MEMBER)
async def history(request: Request, status_id: str) -> Response:
    """Every version, the oldest first; the last is the post as it stands."""
    me = await signed_in(request, READ)
    found = await _opened(
        request, me, await house_of(request).database.read(versions.history, me.viewer, the_id(status_id))
    )
    key_for = entities.keys_of(request, me)
    origin = house_of(request).settings.origin
    emojis = await house_of(request).database.read(versions.emojis_in, found, origin=origin)
    return answer([_version(one, found, key_for, origin, emojis) for one in found.versions])


@door.post("/api/v1/statuses/{status_id}/pin", access=Access.MEMBER)
async def pin(request: Request, status_id: str) -> Response:
    """First on one's own page; five at most."""
    me = await signed_in(request, PIN)
    await house_of(request).database.write(pinning.pin_post, me.account_id, the_id(status_id), now=now())
    return await shown(request, me, the_id(status_id))


@door.post("/api/v1/statuses/{status_id}/unpin", access=Access.MEMBER)
async def unpin(request: Request, status_id: str) -> Response:
    """In its place in time again."""
    me = await signed_in(request, PIN)
    await house_of(request).database.write(pinning.unpin_post, me.account_id, the_id(status_id))
    return await shown(request, me, the_id(status_id))


async def _must_ask_the_same(request: Request, me: Caller, post_id: int, form: Form) -> None:
    """Apps send a post's poll along with an edit. Whoever voted answered what was asked: it stays, sent or not."""
    asked = poll_in(form)
    if asked is None:
        return
    found = (await house_of(request).database.read(polls.of_posts, me.viewer, [post_id])).get(post_id)
    words = [one_line(choice) for choice in asked.choices]
    if found is None or words != [one.words for one in found.choices] or asked.multiple != found.multiple:
        raise Invalid("poll", STAYS)


async def _must_quote_the_same(request: Request, me: Caller, post_id: int, form: Form) -> None:
    """A quote is asked for when a post is written. Sent or not, it stays; on its page here it can be taken out."""
    wanted = some_id(form, "quoted_status_id")
    if wanted is None:
        return
    found = (await house_of(request).database.read(quotes.of_posts, me.viewer, [post_id]))[post_id]
    if found.post is None or found.post.id != wanted:
        raise Invalid("quoted_status_id", NOT_AFTERWARDS)


def _edit(form: Form) -> Edit:
    return Edit(
        text=form.text("status"),
        warning=warning_of(form),
        language=form.text("language") or None,
        pictures=ids(form, "media_ids"),
        descriptions=_descriptions(form),
    )


def _descriptions(form: Form) -> dict[int, str]:
    """`media_attributes[][id]` and `[][description]`, or the same as JSON: pairs in their order. Raises Invalid."""
    found = [
        [*form.fields.get(f"media_attributes[][{name}]", ()), *form.fields.get(f"media_attributes[{name}]", ())]
        for name in ("id", "description")
    ]
    numbers = [number_of(word.strip()) for word in found[0]]
    if len(numbers) != len(found[1]) or None in numbers:
        raise Invalid("media_attributes", DESCRIBED_BADLY)
    return {number: words for number, words in zip(numbers, found[1], strict=True) if number is not None}


async def _opened(request: Request, me: Caller, found: History) -> History:
    """With a message's versions opened that are sealed to this member."""
    if not any(version.sealed for version in found.versions):
        return found
    post = await opened_post(request, me, found.post)
    member_key = await house_of(request).database.read(token_key, bearer(request))
    return versions.opened(found, post, me.account_id, member_key)


def _version(
    version: Version, found: History, key_for: KeyFor, origin: str, emojis: Sequence[Entity]
) -> dict[str, object]:
    """Mastodon's StatusEdit. Pictures that were taken out since are destroyed, and stand in none."""
    described, there = version.descriptions, {one.id: one for one in found.pictures}
    pictures = [there[one] for one in described if one in there]
    return {
        "content": version.content,
        "spoiler_text": version.warning,
        "sensitive": bool(version.warning),
        "created_at": entities.moment(version.at),
        "account": msgspec.Raw(found.post.author_card),
        "media_attachments": [
            body.attachment(
                replace(one, description=described[one.id]),
                f"{origin}/media/{key_for(one.id, opening.picture_key_in(found.post, one.id))}/{one.id}",
            )
            for one in pictures
        ],
        "emojis": [one for one in emojis if f":{one['shortcode']}:" in version.content + version.warning],
    }
