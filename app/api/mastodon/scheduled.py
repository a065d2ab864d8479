"""Posts that wait for their moment, in Mastodon's shape (`ScheduledStatus`)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b

from fastapi import Request, Response

from app.api import entities, paging
from app.api.answering import answer
from app.api.holding import Caller, house_of, signed_in
from app.api.quote_forms import word_of
from app.api.reading import asked, page, sent, the_id
from app.api.refusing import ApiRoute
from app.api.visibility import word_for
from app.basics.clock import now
from app.basics.errors import Invalid, NotFound
from app.doors.access import Access, Door
from app.doors.bodies import Form
from app.posts import begun as reading
from app.posts import picture_queries
from app.posts.actions import scheduling
from app.posts.actions.writing import Draft
from app.posts.asking import NewPoll
from app.posts.audience import DEFAULT, Audience
from app.posts.begun import Begun, BegunPicture, Earlier, Waiting
from app.posts.quoting import WhoMayQuote
from app.storage.house import House
from app.storage.sealing import SealBroken
from app.timelines.queries import Page

door = Door(route_class=ApiRoute)

READ, WRITE = "read:statuses", "write:statuses"
MOST = 40
UNREADABLE = "scheduled_at is a moment such as 2026-11-23T18:30:00.000Z."


@door.get("/api/v1/scheduled_statuses", access=Access.MEMBER)
async def several(request: Request) -> Response:
    """The member's own, the one scheduled last first."""
    me = await signed_in(request, READ)
    found = await house_of(request).database.read(reading.waiting_of, me.account_id)
    shown = _part(found, page(asked(request), most=MOST))
    links = paging.links(request, shown[0].id, shown[-1].id) if shown else {}
    return answer([await _entity(request, me, one) for one in shown], headers=links)


@door.get("/api/v1/scheduled_statuses/{scheduled_id}", access=Access.MEMBER)
async def one(request: Request, scheduled_id: str) -> Response:
    me = await signed_in(request, READ)
    return await _shown(request, me, the_id(scheduled_id))


@door.put("/api/v1/scheduled_statuses/{scheduled_id}", access=Access.MEMBER)
async def move(request: Request, scheduled_id: str) -> Response:
    """Another moment; what it says stays as it is. Without one nothing changes."""
    me, number = await signed_in(request, WRITE), the_id(scheduled_id)
    goes_at = moment_in(await sent(request))
    if goes_at is not None:
        await house_of(request).database.write(scheduling.move, me.account_id, number, goes_at, now=now())
    return await _shown(request, me, number)


@door.delete("/api/v1/scheduled_statuses/{scheduled_id}", access=Access.MEMBER)
async def delete(request: Request, scheduled_id: str) -> Response:
    """It is not posted, and nothing of it is left."""
    me = await signed_in(request, WRITE)
    house, number = house_of(request), the_id(scheduled_id)
    await house.database.write(scheduling.unschedule, me.account_id, number, key=house.key, now=now())
    return answer({})


async def schedule(request: Request, me: Caller, draft: Draft, goes_at: datetime) -> Response:
    """What `POST /api/v1/statuses` does for a post with `scheduled_at`."""
    house = house_of(request)
    begun = Begun(
        text=draft.text,
        warning=draft.warning,
        language=draft.language,
        audience=draft.audience or "",
        reply_to=draft.reply_to,
        pictures=await _described(house, me, draft.pictures),
        once=_stand_in_for(draft.idempotency_key),
        poll=draft.poll,
        quotes=draft.quotes,
        quotable=draft.quotable,
    )
    origin, key, write = house.settings.origin, house.key, house.database.write
    number = await write(
        scheduling.schedule, me.account_id, begun, goes_at, Earlier(), origin=origin, key=key, now=now()
    )
    return await _shown(request, me, number)


def moment_in(form: Form) -> datetime | None:
    """`scheduled_at` in ISO 8601, by UTC where it names no other clock; None where it is not there. Raises Invalid."""
    word = form.text("scheduled_at").strip()
    if not word:
        return None
    try:
        found = datetime.fromisoformat(word)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid("scheduled_at", UNREADABLE) from error


def _stand_in_for(idempotency_key: str) -> str:
    """Apps choose their own, and this is kept for up to a year (P1)."""
    word = idempotency_key.encode("utf-8", "surrogatepass")
    return blake2b(word, digest_size=16).hexdigest() if word else ""


async def _described(house: House, me: Caller, picture_ids: Sequence[int]) -> list[BegunPicture]:
    """With the words that were sent with each; one that is not theirs is refused when it is scheduled."""
    found: list[BegunPicture] = []
    for picture_id in picture_ids:
        try:
            facts = await house.database.read(picture_queries.picture, me.viewer, picture_id)
            found.append(BegunPicture(picture_id, facts.description))
        except NotFound:
            found.append(BegunPicture(picture_id))
    return found


async def _shown(request: Request, me: Caller, number: int) -> Response:
    found = await house_of(request).database.read(reading.waiting, me.account_id, number)
    return answer(await _entity(request, me, found))


async def _entity(request: Request, me: Caller, waiting: Waiting) -> dict[str, object]:
    try:
        begun = waiting.opened(house_of(request).key)
    except SealBroken:
        begun = Begun("")
    audience = Audience(begun.audience or DEFAULT)
    return {
        "id": str(waiting.id),
        "scheduled_at": entities.moment(waiting.goes_at),
        "params": {
            "text": begun.text,
            "poll": _poll(begun.poll),
            "media_ids": [str(picture) for picture in begun.picture_ids] or None,
            "sensitive": bool(begun.warning),
            "spoiler_text": begun.warning or None,
            "visibility": word_for(audience),
            "parasol_audience": audience.value,
            "in_reply_to_id": None if begun.reply_to is None else str(begun.reply_to),
            "quoted_status_id": None if begun.quotes is None else str(begun.quotes),
            "quote_approval_policy": word_of(WhoMayQuote(begun.quotable)),
            "language": begun.language or None,
            "application_id": None,
            "scheduled_at": None,
            "idempotency": None,
            "with_rate_limit": False,
        },
        "media_attachments": await _attachments(request, me, begun.pictures),
    }


async def _attachments(request: Request, me: Caller, pictures: Sequence[BegunPicture]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for picture in pictures:
        with suppress(NotFound):
            facts = await house_of(request).database.read(picture_queries.picture, me.viewer, picture.id)
            shown = replace(facts, description=picture.description, blurhash=picture.blurhash or facts.blurhash)
            found.append(entities.picture(request, me, shown, picture.key))
    return found


def _poll(asked: NewPoll | None) -> dict[str, object] | None:
    """As it was sent, which is what apps expect there."""
    if asked is None:
        return None
    return {
        "options": list(asked.choices),
        "expires_in": str(asked.lasts),
        "multiple": asked.multiple,
        "hide_totals": asked.hides_counts,
    }


def _part(found: Sequence[Waiting], wanted: Page) -> list[Waiting]:
    """There are fifty at most, so they are cut here."""
    newest = sorted(found, key=lambda one: one.id, reverse=True)
    if wanted.before is not None:
        newest = [one for one in newest if one.id < wanted.before]
    if wanted.after is not None:
        newest = [one for one in newest if one.id > wanted.after]
    return newest[-wanted.limit :] if wanted.upwards else newest[: wanted.limit]
