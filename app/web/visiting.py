"""Who is at the door: a visitor, a member with a live session, or a newcomer who waits to be let in.

To every page but the few that ask for a `newcomer`, whoever waits is a visitor: they are nobody here yet.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

import locales
from app.accounts.actions.sessions import keep_alive
from app.accounts.holders import SignedIn, session_holder, session_key
from app.accounts.viewer import STRANGER, Viewer
from app.basics.errors import Forbidden, NotSignedIn, Unavailable
from app.doors.limits import Limits
from app.push import ringing
from app.storage.house import House
from app.storage.member_keys import MemberKey
from app.web import security
from app.web.tongues import asked_for
from federation.envoy import Envoy


@dataclass(frozen=True, slots=True)
class Visit:
    """One request. `secret` is that of a live session, otherwise empty. `who` is never somebody who waits."""

    request: Request
    house: House
    envoy: Envoy
    now: datetime
    secret: str = ""
    who: SignedIn | None = None
    newcomer: SignedIn | None = None

    @property
    def me(self) -> SignedIn:
        """The member; raises NotSignedIn."""
        if self.who is None:
            raise NotSignedIn
        return self.who

    @property
    def somebody(self) -> SignedIn | None:
        """Whoever is signed in, a member or a newcomer: for how a page looks and what language it speaks."""
        return self.who or self.newcomer

    @property
    def viewer(self) -> Viewer:
        return STRANGER if self.who is None else self.who.viewer

    @property
    def language(self) -> str:
        """What they chose, signed in or before, or what the browser asks for, or the house's own."""
        chosen = self.somebody.language if self.somebody else ""
        if chosen and chosen in locales.languages():
            return chosen
        chosen = security.language_in(self.request, self.house.settings)
        if chosen in locales.complete():
            return chosen
        return asked_for(self.request.headers.get("accept-language", ""), self.house.settings.language)

    async def member_key(self) -> MemberKey | None:
        """What opens the messages sealed to this member, for as long as this request lasts (P10)."""
        return await self.house.database.read(session_key, self.secret) if self.who else None

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


class Suspended(Forbidden):
    """People decided that an account is not there: what decides over it and what it may take along stay open to it."""

    safe = "Your account is suspended. You can read the decision and appeal."


async def member(request: Request, *, pausing: bool = False, suspended: bool = False) -> Visit:
    """A member's visit; raises NotSignedIn, and Pausing where the page is not also for somebody who hides.

    `suspended`: it is for everybody who has an account here, suspended or hidden. Raises Suspended elsewhere.
    """
    found = await visit(request)
    if found.me.suspended and not suspended:
        raise Suspended
    if found.me.paused and not (pausing or suspended):
        raise Pausing
    return found


async def newcomer(request: Request) -> Visit:
    """The visit of somebody who waits to be let in; raises NotSignedIn for everybody else."""
    found = await visit(request)
    if found.newcomer is None:
        raise NotSignedIn
    return found


def stranger(request: Request) -> Visit:
    """The same request without a look at who it is: for when that look itself failed."""
    envoy: Envoy = request.app.state.envoy
    return Visit(request, envoy.house, envoy, envoy.clock())


async def _looked_up(request: Request) -> Visit:
    envoy: Envoy = request.app.state.envoy
    now, secret = envoy.clock(), security.session_in(request, envoy.house.settings)
    who = await envoy.house.database.read(session_holder, secret, now=now) if secret else None
    if who is None:
        return Visit(request, envoy.house, envoy, now)
    if who.first_today:
        # Once a day, and only for the account in use (P2). Whoever cannot be noted is let in all the same.
        with suppress(Unavailable):
            await envoy.house.database.write(keep_alive, secret, now=now)
    if who.rung:
        with suppress(Unavailable):
            await envoy.house.database.write(ringing.note_opened, who.account_id, now=now)
    return Visit(request, envoy.house, envoy, now, secret, None if who.waits else who, who if who.waits else None)
