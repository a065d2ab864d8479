"""Friends who can let somebody back in together."""

from dataclasses import dataclass
from datetime import datetime

from app.web.views.frame import EMPTY, Field


@dataclass(frozen=True, slots=True)
class ReturnView:
    """Somebody comes back into this account: how many friends said yes, and from when on it is possible."""

    yeses: int
    ready_at: datetime | None


@dataclass(frozen=True, slots=True)
class FriendsPage:
    """`GET /settings/friends`, `friends/page.html`.

    Posts `friend_1 friend_2 passphrase` there, nothing to `…/ending` and `…/stopping`, `name` to `…/handing-back`,
    `code` to `…/asking`.
    """

    friends: tuple[str, ...] = ()
    entrusted_by: tuple[str, ...] = ()
    set_up: bool = False
    whole: bool = False
    returns: tuple[ReturnView, ...] = ()
    friend_1: Field = EMPTY
    friend_2: Field = EMPTY
    passphrase_error: str = ""
    code: Field = EMPTY


@dataclass(frozen=True, slots=True)
class FriendAsksPage:
    """The answer to `code`, `friends/asks.html`: posts it again to `…/yes`."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class AskFriendsPage:
    """`GET /recover/friends`, `friends/ask.html`. Posts `name` there; with codes it is the answer."""

    name: str = ""
    error: str = ""
    for_friends: str = ""
    own: str = ""


@dataclass(frozen=True, slots=True)
class ComeBackPage:
    """`GET /recover/friends/return`, `friends/return.html`. Posts `code passphrase again suggestion` there."""

    suggestion: str
    code: str = ""
    error: str = ""
    passphrase_error: str = ""
