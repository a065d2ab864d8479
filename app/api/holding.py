"""Who holds the bearer token of a request, and whether it was granted what they ask for."""

from contextlib import suppress
from dataclasses import dataclass

from fastapi import Request

from app.accounts.holders import TokenHolder, token_holder
from app.accounts.viewer import Viewer
from app.api.refusing import Disabled, Hidden, NotLetInYet, NoToken, NoUser, OutsideScopes
from app.basics.clock import now
from app.basics.errors import Unavailable
from app.push import ringing
from app.storage.house import House

LONGEST_TOKEN = 200

# What Mastodon's old compound scope `follow` stands for, and the small one that only says who signed in.
_COMPOUND = {
    "follow": frozenset(f"{verb}:{noun}" for verb in ("read", "write") for noun in ("follows", "blocks", "mutes")),
    "profile": frozenset(["read:accounts"]),
}


@dataclass(frozen=True, slots=True)
class Caller:
    """A member, acting through an app."""

    account_id: int
    role: str
    token_id: int
    app_id: int
    has_filters: bool = False
    keeps_away: bool = True
    mutes_threads: bool = False

    @property
    def viewer(self) -> Viewer:
        return Viewer.member(self.account_id, self.role, keeps_away=self.keeps_away)


def house_of(request: Request) -> House:
    """The house that this request came to."""
    return request.scope["app"].state.house


async def signed_in(request: Request, scope: str, *, also: str = "") -> Caller:
    """The member behind the request's token, if it was granted `scope` (or the compound scope `also`).

    Raises NoToken and NoUser (401), NotLetInYet, Disabled, Hidden and OutsideScopes (403).
    """
    holder = await token_of(request)
    if holder.account_id is None:
        raise NoUser
    if holder.waits:
        raise NotLetInYet
    if holder.suspended:
        raise Disabled
    if holder.paused:
        raise Hidden
    if not granted(holder, scope, also):
        raise OutsideScopes
    return Caller(
        holder.account_id,
        holder.role,
        holder.token_id,
        holder.app_id,
        holder.has_filters,
        holder.keeps_away,
        holder.mutes_threads,
    )


async def token_of(request: Request) -> TokenHolder:
    """The live token of the request, a member's or an app's own; raises NoToken."""
    token = bearer(request)
    holder = await house_of(request).database.read(token_holder, token) if token else None
    if holder is None:
        raise NoToken
    if holder.rung and holder.account_id is not None:
        with suppress(Unavailable):
            await house_of(request).database.write(ringing.note_opened, holder.account_id, now=now())
    return holder


async def maybe_signed_in(request: Request) -> bool:
    """Whether a member asks, where a stranger may ask as well."""
    token = bearer(request)
    holder = await house_of(request).database.read(token_holder, token) if token else None
    return holder is not None and holder.viewer.is_member


def bearer(request: Request) -> str:
    """The token in the header; empty for none. Never taken from the address, which ends up in logs."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and len(token) <= LONGEST_TOKEN else ""


def granted(holder: TokenHolder, scope: str, also: str = "") -> bool:
    """Whether the token may do what `scope` names."""
    if holder.may(scope):
        return True
    return bool(also) and also in holder.scopes and scope in _COMPOUND[also]
