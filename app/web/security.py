"""What keeps a member's pages theirs: the cookie, the token in every form, where a request came from, headers.

The cookie is the only thing in a browser, but for a word such as `ru` where somebody chose it before they signed in. It
holds the secrets of up to five sessions, that of the account in use first: only the browser knows that they belong
together, and the server keeps nothing that joins them (P2). The token is a keyed hash of the session's secret (for a
visitor: of the hour), masked anew on every page, so that a compressed page tells nothing of it (BREACH).
"""

import base64
import hmac
import os
from binascii import Error as NotBase64
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from fastapi import Request, Response

from app.basics.errors import Forbidden
from app.basics.settings import Settings
from app.storage.sealing import HouseKey

HOURS_A_VISITORS_FORM_LASTS: Final = 24
_SIZE: Final = 16
_LONGEST_SECRET: Final = 100
_LONGEST_LANGUAGE: Final = 12
MOST_ACCOUNTS: Final = 5
_MONTH: Final = 30 * 24 * 3600

_EVERY_PAGE: Final = {
    "x-content-type-options": "nosniff",
    # Not no-referrer: browsers would send `Origin: null` with our own forms. Other sites still learn nothing.
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": (
        "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), encrypted-media=(), "
        "fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), interest-cohort=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-create=(self), "
        "publickey-credentials-get=(self), screen-wake-lock=(), "
        "serial=(), usb=(), web-share=(), xr-spatial-tracking=()"
    ),
}


class FromElsewhere(Forbidden):
    """Another site sent this in the member's name."""

    safe = "This came from another address than this house's own, so it was not done."


def protect(response: Response, settings: Settings) -> Response:
    """The headers of every answer that people see; what a page set itself stays."""
    for name, value in _EVERY_PAGE.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("cache-control", "no-store")
    response.headers.setdefault("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
    if _is_secure(settings):
        response.headers.setdefault("strict-transport-security", "max-age=63072000")
    return response


def session_in(request: Request, settings: Settings) -> str:
    """The secret of the session in use as the browser sent it; empty for none."""
    return sessions_in(request, settings)[0]


def sessions_in(request: Request, settings: Settings) -> tuple[str, ...]:
    """The secrets of all sessions in this browser: that in use first, empty when none is, the others after it."""
    first, *others = request.cookies.get(_cookie(settings), "")[: MOST_ACCOUNTS * _LONGEST_SECRET].split(".")
    kept = dict.fromkeys(secret for secret in others if secret != first and 0 < len(secret) <= _LONGEST_SECRET)
    return (first if len(first) <= _LONGEST_SECRET else "", *list(kept)[: MOST_ACCOUNTS - 1])


def joined(held: Sequence[str]) -> str:
    """As the cookie holds them: that in use first, empty when none is, and at most five."""
    return ".".join(held[:MOST_ACCOUNTS]) if any(held) else ""


def give_sessions(response: Response, settings: Settings, held: str) -> None:
    """Put these sessions (`joined`) into the browser, or take out what is there when there is none."""
    if not held:
        return take_sessions(response, settings)
    response.set_cookie(
        _cookie(settings), held, max_age=_MONTH, path="/", secure=_is_secure(settings), httponly=True, samesite="lax"
    )


def take_sessions(response: Response, settings: Settings) -> None:
    """Take them out again."""
    response.delete_cookie(_cookie(settings), path="/", secure=_is_secure(settings), httponly=True, samesite="lax")


def take_ended(response: Response, request: Request, settings: Settings) -> None:
    """Take the session in use out of the browser, which has ended, and with it what the browser keeps of its pages.

    The others stay, none of them in use: nobody finds themselves under another name without having asked.
    """
    first, *others = sessions_in(request, settings)
    if first and "set-cookie" not in response.headers:
        give_sessions(response, settings, joined(["", *others]))
        response.headers["clear-site-data"] = '"cache"'


def language_in(request: Request, settings: Settings) -> str:
    """Which language somebody chose who was not signed in; empty for none."""
    return request.cookies.get(_language_cookie(settings), "")[:_LONGEST_LANGUAGE]


def remember_language(response: Response, settings: Settings, language: str) -> None:
    """Until the browser is closed or left: a word that thousands share, and nothing else."""
    response.set_cookie(
        _language_cookie(settings), language, path="/", secure=_is_secure(settings), httponly=True, samesite="lax"
    )


def clear_site(response: Response, settings: Settings) -> None:
    """Tell the browser to forget whatever it keeps of this house (P8)."""
    response.headers["clear-site-data"] = '"cache", "cookies", "storage"'
    take_sessions(response, settings)
    response.delete_cookie(
        _language_cookie(settings), path="/", secure=_is_secure(settings), httponly=True, samesite="lax"
    )


def must_come_from_here(request: Request, settings: Settings) -> None:
    """Raises FromElsewhere unless one of our own pages sent this.

    Browsers say so in `Origin` or `Sec-Fetch-Site`. A browser that sends neither (lynx) is known by the form's token.
    """
    if not comes_from_here(request, settings):
        raise FromElsewhere


def comes_from_here(request: Request, settings: Settings) -> bool:
    """Whether nothing in the headers speaks against it."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    if origin is None or (origin == "null" and site == "same-origin"):
        return True
    return origin == settings.origin


def form_token(key: HouseKey, secret: str, now: datetime) -> str:
    """The token for the forms of one page: of this session, or (secret empty) of this hour."""
    mask = os.urandom(_SIZE)
    return base64.urlsafe_b64encode(mask + _masked(_of_session(key, secret, now), mask)).decode()


def token_holds(key: HouseKey, secret: str, token: str, now: datetime) -> bool:
    """Whether a form carried the token of this session."""
    return bool(secret) and _same(token, [_of_session(key, secret, now)])


def visitors_token_holds(key: HouseKey, token: str, now: datetime) -> bool:
    """Whether a form for visitors was made here, within a day."""
    hour = _hour(now)
    return _same(token, [_of_hour(key, hour - ago) for ago in range(HOURS_A_VISITORS_FORM_LASTS)])


def _same(token: str, expected: list[bytes]) -> bool:
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii"))
    except (NotBase64, UnicodeEncodeError):
        return False
    if len(raw) != 2 * _SIZE:
        return False
    found = _masked(raw[_SIZE:], raw[:_SIZE])
    return sum(hmac.compare_digest(found, one) for one in expected) > 0


def _of_session(key: HouseKey, secret: str, now: datetime) -> bytes:
    return key.keyed_hash(secret.encode(), "form", size=_SIZE) if secret else _of_hour(key, _hour(now))


def _of_hour(key: HouseKey, hour: int) -> bytes:
    return key.keyed_hash(hour.to_bytes(8, "big"), "visitor's form", size=_SIZE)


def _masked(value: bytes, mask: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(value, mask, strict=True))


def _hour(now: datetime) -> int:
    return int(now.timestamp()) // 3600


def _is_secure(settings: Settings) -> bool:
    return settings.origin.startswith("https://")


def _cookie(settings: Settings) -> str:
    # `__Host-`: no other host and no plain connection can plant it. Only the lab and this machine go without.
    return "__Host-session" if _is_secure(settings) else "session"


def _language_cookie(settings: Settings) -> str:
    return "__Host-language" if _is_secure(settings) else "language"
