"""Who is at the door: a visitor, or a member with a live session."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from fastapi import Request

import locales
from app.accounts.holders import SignedIn, session_holder, session_key
from app.accounts.viewer import STRANGER, Viewer
from app.basics.errors import Forbidden, NotSignedIn
from app.doors.limits import Limits
from app.storage.house import House
from app.storage.member_keys import MemberKey
from app.web.security import session_in
from federation.envoy import Envoy


@dataclass(frozen=True, slots=True)
class Visit:
    """One request. `secret` is that of a live session, otherwise empty."""

    request: Request
    house: House
    envoy: Envoy
    now: datetime
    secret: str = ""
    who: SignedIn | None = None

    @property
    def me(self) -> SignedIn:
        """The member; raises NotSignedIn."""
        if self.who is None:
            raise NotSignedIn
        return self.who

    @property
    def viewer(self) -> Viewer:
        return STRANGER if self.who is None else self.who.viewer

    @property
    def language(self) -> str:
        """What the member chose, or the first language of the browser's that the house has."""
        chosen = self.who.language if self.who else ""
        return chosen or _negotiated(self.request.headers.get("accept-language", "")[:200])

    async def member_key(self) -> MemberKey | None:
        """What opens the messages sealed to this member, for as long as this request lasts (P10)."""
        return await self.house.database.read(session_key, self.secret) if self.secret else None

    @property
    def limits(self) -> Limits:
        return self.request.app.state.limits

    @property
    def address(self) -> str:
        """Where the visitor's connection comes from: counted in memory, kept nowhere (P1)."""
        return self.request.client.host if self.request.client else ""


async def visit(request: Request) -> Visit:
    """Whoever it is."""
    known = getattr(request.state, "visit", None)
    if known is None:
        known = request.state.visit = await _looked_up(request)
    return known


class Pausing(Forbidden):
    """A member who hides sees one page, and only that."""

    safe = "You are hidden just now. Come back first."


async def member(request: Request, *, pausing: bool = False) -> Visit:
    """A member's visit; raises NotSignedIn, and Pausing where the page is not also for somebody who hides."""
    found = await visit(request)
    if found.me.paused and not pausing:
        raise Pausing
    return found


def stranger(request: Request) -> Visit:
    """The same request without a look at who it is: for when that look itself failed."""
    envoy: Envoy = request.app.state.envoy
    return Visit(request, envoy.house, envoy, envoy.clock())


async def _looked_up(request: Request) -> Visit:
    envoy: Envoy = request.app.state.envoy
    now, secret = envoy.clock(), session_in(request, envoy.house.settings)
    who = await envoy.house.database.read(session_holder, secret, now=now) if secret else None
    return Visit(request, envoy.house, envoy, now, secret if who else "", who)


@cache
def known_languages() -> tuple[str, ...]:
    """The codes of the languages the house has, English first."""
    return tuple(locales.languages())


def _negotiated(header: str) -> str:
    for part in header.split(","):
        code = part.partition(";")[0].strip()
        for wanted in (code, code.partition("-")[0]):
            if wanted in known_languages():
                return wanted
    return "en"
