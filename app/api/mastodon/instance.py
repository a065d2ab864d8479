"""What the house says of itself to apps. A stranger learns that an app may sign in here, and nothing of who we are."""

from fastapi import Request, Response

from app.accounts import community
from app.accounts.actions.profiles import LONGEST_ABOUT, LONGEST_NAME
from app.api.answering import answer
from app.api.holding import house_of, maybe_signed_in
from app.api.refusing import ApiRoute
from app.api.rules import Rule, rules_in_force, terms_in_force
from app.basics.clock import now
from app.basics.errors import NotFound
from app.basics.text import MOST_CHARACTERS
from app.doors.access import Access, Door
from app.media.forms import MAX_BYTES, MAX_PIXELS
from app.posts import asking
from app.posts.rules import LONGEST_DESCRIPTION, MOST_PICTURES, MOST_PINNED
from app.push import queries as push

door = Door(route_class=ApiRoute)

# Apps switch features on by the first number; ours stands behind it.
VERSION = "4.3.0 (compatible; Parasol 0.1.0)"
TAKEN = ["image/jpeg", "image/png", "image/gif", "image/webp"]
UNTITLED = "Notes"


@door.get("/api/v1/instance", access=Access.OPEN)
async def instance(request: Request) -> Response:
    """The older form."""
    house = house_of(request).settings
    return answer(
        {
            "uri": house.host,
            "title": await _title(request),
            "short_description": "",
            "description": "",
            "email": "",
            "version": VERSION,
            "urls": {"streaming_api": _streaming(house.origin)},
            "stats": {"user_count": 0, "status_count": 0, "domain_count": 0},
            "thumbnail": None,
            "languages": [house.language],
            "registrations": False,
            "approval_required": False,
            "invites_enabled": True,
            "configuration": _limits(),
            "max_toot_chars": MOST_CHARACTERS,
            "contact_account": None,
            "rules": await _rules(request),
        }
    )


@door.get("/api/v2/instance", access=Access.OPEN)
async def newer_instance(request: Request) -> Response:
    """The newer form."""
    house = house_of(request).settings
    key = await house_of(request).database.read(push.public_key)
    urls = {
        "streaming": _streaming(house.origin),
        "status": None,
        "about": None,
        "privacy_policy": f"{house.origin}/privacy",
    }
    return answer(
        {
            "domain": house.host,
            "title": await _title(request),
            "version": VERSION,
            "source_url": "",
            "description": "",
            "usage": {"users": {"active_month": 0}},
            "thumbnail": {"url": f"{house.origin}/tiles/0.svg", "blurhash": None, "versions": {}},
            "icon": [],
            "languages": [house.language],
            "configuration": {
                "urls": urls,
                "vapid": {"public_key": key},
                "translation": {"enabled": False},
                **_limits(),
            },
            "registrations": {"enabled": False, "approval_required": False, "message": None, "url": None},
            "api_versions": {"mastodon": 7},
            "contact": {"email": "", "account": None},
            "rules": await _rules(request),
        }
    )


@door.get("/api/v1/instance/peers", access=Access.OPEN)
@door.get("/api/v1/instance/activity", access=Access.OPEN)
@door.get("/api/v1/instance/domain_blocks", access=Access.OPEN)
async def nothing_said(request: Request) -> Response:
    """Who our allies are and how much goes on here is nobody's business."""
    return answer([])


@door.get("/api/v1/instance/rules", access=Access.OPEN)
async def rules(request: Request) -> Response:
    """The clauses of the policy in force, for whoever may read it."""
    return answer(await _rules(request))


@door.get("/api/v1/instance/terms_of_service", access=Access.OPEN)
async def terms(request: Request) -> Response:
    """The policy in force, for whoever may read it; to everybody else there is none."""
    found = await house_of(request).database.read(terms_in_force, now=now()) if await _may_read(request) else None
    if found is None:
        raise NotFound
    return answer(found)


@door.get("/api/v1/instance/extended_description", access=Access.OPEN)
@door.get("/api/v1/instance/privacy_policy", access=Access.OPEN)
async def nothing_described(request: Request) -> Response:
    """Well-formed and empty."""
    return answer({"updated_at": None, "content": ""})


@door.get("/api/v1/instance/translation_languages", access=Access.OPEN)
async def nothing_translated(request: Request) -> Response:
    """Texts are sent to no translator."""
    return answer({})


@door.get("/api/v1/streaming/health", access=Access.OPEN)
async def health(request: Request) -> Response:
    """As apps ask before they listen."""
    return Response("OK", media_type="text/plain")


async def _title(request: Request) -> str:
    """The house's own name for members, the neutral one for everybody else."""
    house = house_of(request)
    facts = await house.database.read(community.read, house.key)
    if facts is None:
        return UNTITLED
    return facts.name if await maybe_signed_in(request) else facts.neutral_title


async def _rules(request: Request) -> list[Rule]:
    house = house_of(request)
    if not await _may_read(request):
        return []
    return await house.database.read(rules_in_force, house.settings.origin, now=now())


async def _may_read(request: Request) -> bool:
    """A member, and anybody where the house lets strangers read the policy."""
    house = house_of(request)
    facts = await house.database.read(community.read, house.key)
    return (facts is not None and facts.policy_is_open) or bool(await maybe_signed_in(request))


def _streaming(origin: str) -> str:
    return origin.replace("http", "ws", 1)


def _limits() -> dict[str, object]:
    return {
        "accounts": {
            "max_featured_tags": 0,
            "max_pinned_statuses": MOST_PINNED,
            "max_display_name_length": LONGEST_NAME,
            "max_note_length": LONGEST_ABOUT,
        },
        "statuses": {
            "max_characters": MOST_CHARACTERS,
            "max_media_attachments": MOST_PICTURES,
            "characters_reserved_per_url": 23,
        },
        "media_attachments": {
            "supported_mime_types": TAKEN,
            "description_limit": LONGEST_DESCRIPTION,
            "image_size_limit": MAX_BYTES,
            "image_matrix_limit": MAX_PIXELS,
            "video_size_limit": 0,
            "video_frame_rate_limit": 0,
            "video_matrix_limit": 0,
        },
        "polls": {
            "max_options": asking.MOST,
            "max_characters_per_option": asking.LONGEST_CHOICE,
            "min_expiration": int(asking.SHORTEST.total_seconds()),
            "max_expiration": int(asking.LONGEST.total_seconds()),
        },
    }
