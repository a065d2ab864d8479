"""What a browser asks for to put the house on a home screen: a neutral name, a worker that keeps nothing of anybody's.

The same for everybody and open: a stranger who asks learns the neutral title, which they see in the tab anyway.
"""

import hashlib

import msgspec
from fastapi import Request, Response

from app.doors.access import Access
from app.push import letters
from app.web import assets, framing
from app.web.answering import page
from app.web.routing import page_door
from app.web.views import House
from app.web.views.installed import OfflinePage
from app.web.visiting import stranger

door = page_door()

PAPER = "#fbf8f4"
"""The pages' own ground by day, for the moment before the first of them is there."""


@door.get("/manifest.webmanifest", access=Access.OPEN)
async def show_manifest(request: Request) -> Response:
    """The name that the house chose for tabs, and a sheet of paper: nothing tells a passer-by what this is (P8)."""
    return _given(msgspec.json.encode(_manifest(await _title(request))), "application/manifest+json")


@door.get("/worker.js", access=Access.OPEN)
async def give_worker(request: Request) -> Response:
    """It changes with what it keeps, and then browsers take the new one."""
    kept = msgspec.json.encode([*assets.served(), "/offline"]).decode()
    name = hashlib.blake2s(kept.encode(), digest_size=6).hexdigest()
    shown = await _shown_of_something_new(request)
    script = f"const name = '{name}', kept = {kept}\n{shown}\n{assets.worker_script()}"
    answer = _given(script.encode(), "text/javascript; charset=utf-8")
    answer.headers["content-security-policy"] = "default-src 'none'; connect-src 'self'"
    return answer


@door.get("/offline", access=Access.OPEN)
async def show_offline(request: Request) -> Response:
    """What the worker shows when the line is gone: nobody's page, whoever asks."""
    return await page(stranger(request), "house/offline.html", OfflinePage())


async def _title(request: Request) -> str:
    facts = (await framing.house_shown(request, request.app.state.house)).community
    return facts.neutral_title if facts else House("").neutral_title


async def _shown_of_something_new(request: Request) -> str:
    """The neutral name, the sheet of paper, and two words in every language: the browser chooses its own."""
    parts = await _title(request), assets.icon_file(192).address, letters.in_every_language()
    title, icon, said = (msgspec.json.encode(part).decode() for part in parts)
    return f"const title = {title}, icon = {icon}, said = {said}"


def _manifest(title: str) -> dict[str, object]:
    drawing = {"src": assets.favicon().address, "sizes": "any", "type": "image/svg+xml"}
    return {
        "name": title,
        "short_name": title,
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [drawing, *(_icon(size, purpose) for size in (192, 512) for purpose in ("any", "maskable"))],
    }


def _icon(size: int, purpose: str) -> dict[str, object]:
    file = assets.icon_file(size)
    return {"src": file.address, "sizes": f"{size}x{size}", "type": file.media_type, "purpose": purpose}


def _given(body: bytes, media_type: str) -> Response:
    return Response(body, headers={"content-type": media_type, "cache-control": "no-cache"})
