"""The second factor: asked for at signing in, begun and ended in the settings."""

from dataclasses import dataclass
from datetime import datetime

from app.web.qr import SquareCode
from app.web.views.frame import EMPTY, Field


@dataclass(frozen=True, slots=True)
class SecondStepPage:
    """The answer to a right passphrase, `session/second.html`. Posts `token next code` or `token next credential`.

    `question` is the JSON for a passkey, empty for somebody without one. `codes`: they have one-time codes.
    """

    token: str
    next: str
    codes: bool
    question: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class PasskeyView:
    """A passkey in its owner's list; `since` is a month."""

    id: int
    label: str
    since: datetime


@dataclass(frozen=True, slots=True)
class SecondFactorPage:
    """`GET /settings/second-factor`, `second/page.html`."""

    codes: bool
    passkeys: tuple[PasskeyView, ...]
    recovery_codes_left: int
    full: bool = False


@dataclass(frozen=True, slots=True)
class BeginCodesPage:
    """`GET /settings/second-factor/codes` while there are none, `second/begin.html`. Posts `label old` there."""

    label: Field = EMPTY
    old_error: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmCodesPage:
    """`second/confirm.html`: the secret, shown until a code of it holds. Posts `token code` to `…/confirmation`."""

    token: str
    secret: str
    address: str
    picture: SquareCode
    error: str = ""


@dataclass(frozen=True, slots=True)
class EndCodesPage:
    """`GET /settings/second-factor/codes` while there are some, `second/end.html`. Posts `old code` to `…/end`."""

    old_error: str = ""
    code_error: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class NewPasskeyPage:
    """`GET /settings/second-factor/passkeys/new`, `second/passkey_new.html`. Posts `label old` there."""

    label: Field = EMPTY
    old_error: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class OfferPasskeyPage:
    """`second/passkey_offer.html`: the browser makes it. Posts `token credential` to `…/passkeys`."""

    token: str
    offer: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class RemovePasskeyPage:
    """`GET /settings/second-factor/passkeys/{id}`, `second/passkey_end.html`. Posts `old` to `…/end`."""

    passkey: PasskeyView
    old_error: str = ""
    error: str = ""
